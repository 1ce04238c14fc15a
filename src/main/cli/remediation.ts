import { InvalidArgumentError, type Command } from 'commander';
import type { Client } from '../../shared/contract/client.ts';
import type { CatalogueEntry, ShownRemediation } from '../../shared/contract/remediation.ts';
import { count, instantText } from '../../shared/format.ts';
import {
  activeStates,
  endedStates,
  openStates,
  remediationStates,
  type RemediationState,
} from '../../shared/model/remediation.ts';
import { DomainError } from '../platform/errors.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { findEntity } from './find-entity.ts';
import { wholeNumber } from './option-values.ts';
import { withoutEscapes } from './output.ts';
import { typedGlass, type GlassOptions } from './remediation-glass.ts';
import { addRunbookCommands } from './remediation-runbook.ts';
import { entryText, haltedText, remediationText, stateText } from './remediation-text.ts';
import { watchRemediation } from './remediation-watch.ts';
import { terminal, type Terminal } from './terminal.ts';

export function registerRemediationCommand(
  program: Command,
  context: CliContext,
  io: Terminal = terminal,
): void {
  const remediation = program
    .command('remediation')
    .description('what is proposed, approved and done to the infrastructure')
    .addHelpText(
      'after',
      `
Ends with ${exitCodes.failed} when what was run did not succeed, and with ${exitCodes.partial} when its outcome is not known.

Examples:
  $ datacenter-docs remediation list
  $ datacenter-docs remediation show R-k3x7q2ab
  $ datacenter-docs remediation actions web-01
  $ datacenter-docs remediation propose vm.restart web-01 --set mode=guest
  $ datacenter-docs remediation approve R-k3x7q2ab --run --name web-01
  $ datacenter-docs remediation watch R-k3x7q2ab
  $ datacenter-docs remediation cancel R-k3x7q2ab "wrong machine"`,
    );

  remediation
    .command('list')
    .option('--state <state...>', `open, active, ended, or ${remediationStates.join(', ')}`, states)
    .option('--ticket <id>', 'of one ticket')
    .option('--target <entity>', 'of one entity, by id or name')
    .option('--action <id>', 'of one action')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 500), 50)
    .description('the queue and what became of it, newest change first')
    .action(async (options: ListOptions) => list(context, options));

  remediation
    .command('show')
    .argument('<id>')
    .option('--watch', 'and follow it until it has come to its end')
    .description('plan, score, checks, approvals and journal of one')
    .action(async (id: string, { watch }: { watch?: true }) => {
      await context.withClient(async (client) => {
        const shown = await client.remediation.get({ id });
        if (!watch) return report(context, shown);
        if (!context.output.json) context.output.note(remediationText(shown, context.output.color));
        await follow(context, client, shown, { after: shown.journal.at(-1)?.seq ?? 0, lines: true });
      });
    });

  remediation
    .command('watch')
    .argument('<id>')
    .description('follow one until it has come to its end: with --json each entry of its journal on a line')
    .action(async (id: string) => {
      await context.withClient(async (client) =>
        follow(context, client, await client.remediation.get({ id }), { after: 0, lines: true }),
      );
    });

  remediation
    .command('actions')
    .argument('[target]', 'entity by id or name: only what is for it, with what would fit')
    .description('the catalogue of what can be done')
    .action(async (target?: string) => {
      await context.withClient(async (client) => {
        const entity = target === undefined ? undefined : await findEntity(client, target, undefined);
        const { actions } = await client.remediation.actions(entity ? { target: entity.entity.id } : {});
        context.output.data({ actions }, () => actionsText(context, actions));
      });
    });

  remediation
    .command('propose')
    .argument('<action>', 'see `remediation actions TARGET`')
    .argument('<target>', 'entity by id or name')
    .option('--set <name=value...>', 'a parameter; values are read as JSON where they are it')
    .option('--ticket <id>', 'what it is for')
    .option('--cause <pattern>', 'what it remedies', '')
    .description('plan something and put it into the queue; nothing is changed by that')
    .action(async (action: string, target: string, options: ProposeOptions) =>
      propose(context, action, target, options),
    );

  remediation
    .command('approve')
    .argument('<id>')
    .option('--run', 'and take it up, and follow it')
    .option('--plan <hash>', 'of the plan that you have seen, or its beginning: of no other')
    .option('--name <name>', 'of the target, where it has to be typed')
    .option('--yes', 'the plan as it is now, without being asked')
    .option('--break-glass', 'and run it although the shared database does not answer')
    .option(
      '--type <text>',
      'with --break-glass: what has to be typed, where there is no terminal to type it at',
    )
    .option('--no-wait', 'with --run: do not follow it')
    .description('agree to the plan of one')
    .action(async (id: string, options: ApproveOptions) => approve(context, io, id, options));

  remediation
    .command('run')
    .argument('<id>')
    .option('--break-glass', 'although the shared database does not answer')
    .option(
      '--type <text>',
      'with --break-glass: what has to be typed, where there is no terminal to type it at',
    )
    .option('--no-wait', 'do not follow it')
    .description('take up what is approved, and follow it')
    .action(async (id: string, { wait, ...glass }: { wait: boolean } & GlassOptions) => {
      await context.withClient(async (client) => {
        const { journal } = await client.remediation.get({ id });
        const typed = await typedGlass(context, io, client, id, glass);
        const begun = await client.remediation.run({ id, ...typed });
        await afterwards(context, client, begun, wait, journal.at(-1)?.seq ?? 0);
      });
    });

  remediation
    .command('rollback')
    .argument('<id>')
    .option('--no-wait', 'do not follow it')
    .description('take back what was done, and follow it')
    .action(async (id: string, { wait }: { wait: boolean }) => {
      await context.withClient(async (client) => {
        const { journal } = await client.remediation.get({ id });
        const begun = await client.remediation.rollback({ id });
        await afterwards(context, client, begun, wait, journal.at(-1)?.seq ?? 0);
      });
    });

  for (const [name, says] of [
    ['refresh', 'read, plan, score and decide anew'],
    ['dry-run', 'everything but the writes: checks, plan, before and after'],
  ] as const) {
    remediation
      .command(name)
      .argument('<id>')
      .description(says)
      .action(async (id: string) => {
        await context.withClient(async (client) => {
          const { refresh, dryRun } = client.remediation;
          report(context, await (name === 'refresh' ? refresh({ id }) : dryRun({ id })));
        });
      });
  }

  for (const [does, says] of [
    ['reject', 'turn one down'],
    ['cancel', 'withdraw one; while it runs: no further step is begun'],
  ] as const) {
    remediation
      .command(does)
      .argument('<id>')
      .argument('<reason...>')
      .description(says)
      .action(async (id: string, words: readonly string[]) => {
        await context.withClient(async (client) => {
          const record = await client.remediation[does]({ id, reason: words.join(' ') });
          context.output.data(record, () =>
            activeStates.has(record.state)
              ? `${id} begins no further step: \`datacenter-docs remediation watch ${id}\``
              : `${id} is ${record.state}`,
          );
        });
      });
  }

  remediation
    .command('settle')
    .argument('<id>')
    .argument('<outcome>', 'succeeded or failed', outcome)
    .argument('<note...>', 'what you found')
    .description('say what became of an outcome that is not known')
    .action(async (id: string, as: 'succeeded' | 'failed', words: readonly string[]) => {
      await context.withClient(async (client) => {
        const settled = await client.remediation.settle({ id, as, note: words.join(' ') });
        context.output.data(settled, () => `${id} is ${settled.state}`);
      });
    });

  remediation
    .command('pause')
    .argument('<reason...>')
    .description('begin nothing more; what runs stands still before its next step')
    .action(async (words: readonly string[]) => {
      await context.withClient(async (client) => {
        await client.remediation.pause({ reason: words.join(' ') });
        context.output.data({ paused: true }, () => 'Everything is paused.');
      });
    });

  remediation
    .command('resume')
    .description('let everything go on')
    .action(async () => {
      await context.withClient(async (client) => {
        await client.remediation.resume({});
        context.output.data({ paused: false }, () => 'Everything goes on.');
      });
    });

  addRunbookCommands(remediation, context, io);
}

interface ListOptions {
  readonly state?: readonly RemediationState[];
  readonly ticket?: string;
  readonly target?: string;
  readonly action?: string;
  readonly limit: number;
}

interface ProposeOptions {
  readonly set?: readonly string[];
  readonly ticket?: string;
  readonly cause: string;
}

interface ApproveOptions extends GlassOptions {
  readonly run?: true;
  readonly plan?: string;
  readonly name?: string;
  readonly yes?: true;
  readonly wait: boolean;
}

const groups: Readonly<Record<string, ReadonlySet<RemediationState>>> = {
  open: openStates,
  active: activeStates,
  ended: endedStates,
};

function states(text: string, before: readonly RemediationState[] = []): readonly RemediationState[] {
  const group = Object.hasOwn(groups, text) ? groups[text] : undefined;
  if (group) return [...before, ...group];
  const found = remediationStates.find((state) => state === text);
  if (found === undefined) {
    throw new InvalidArgumentError(`Expected open, active, ended, or ${remediationStates.join(', ')}.`);
  }
  return [...before, found];
}

function outcome(text: string): 'succeeded' | 'failed' {
  if (text === 'succeeded' || text === 'failed') return text;
  throw new InvalidArgumentError('Expected succeeded or failed.');
}

async function list(context: CliContext, options: ListOptions): Promise<void> {
  const { output } = context;
  await context.withClient(async (client) => {
    const { state, ticket, target, action, limit } = options;
    const about = target === undefined ? undefined : await findEntity(client, target, undefined);
    const [{ items, total }, now] = await Promise.all([
      client.remediation.list({
        limit,
        ...(state && { states: [...state] }),
        ...(ticket !== undefined && { ticket }),
        ...(about && { target: about.entity.id }),
        ...(action !== undefined && { action }),
      }),
      client.remediation.state({}),
    ]);
    output.data({ items, total, state: now }, () =>
      [
        ...haltedText(now, output.color),
        items.length === 0
          ? 'Nothing fits.'
          : output.table(
              ['id', 'state', 'action', 'target', 'risk', 'score', 'approvals', 'changed', 'what came of it'],
              withoutEscapes(items).map((item) => [
                item.id,
                stateText(output.color, item.state),
                item.action,
                item.targetName,
                item.risk,
                item.score.toFixed(0),
                item.decision === 'run' ? '–' : `${item.approved.have}/${item.approved.needed}`,
                instantText(item.updatedAt),
                shortened(item.outcome ?? item.stoppedBy.join(', ')),
              ]),
            ),
        ...(total > items.length ? [output.color.dim(`${total - items.length} more`)] : []),
      ].join('\n'),
    );
  });
}

const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

function report(context: CliContext, record: ShownRemediation): void {
  context.output.data(record, () => remediationText(record, context.output.color));
}

function actionsText({ output }: CliContext, actions: readonly CatalogueEntry[]): string {
  if (actions.length === 0) return 'There is nothing in the catalogue for it.';
  return [
    output.table(
      ['action', 'what', 'for', 'risk', 'can be taken back', 'fits'],
      withoutEscapes(actions).map(({ id, title, targets, risk, reversibility, suggested, refused }) => [
        id,
        title,
        targets.join(', '),
        risk,
        reversibility.is === 'reversible' ? 'yes' : 'no',
        refused === undefined ? (suggested ? JSON.stringify(suggested) : '') : `no: ${refused}`,
      ]),
    ),
    output.color.dim(`${count(actions.length, 'action')}; --json has the schemas of their parameters`),
  ].join('\n');
}

async function propose(
  context: CliContext,
  action: string,
  target: string,
  { set = [], ticket, cause }: ProposeOptions,
): Promise<void> {
  const parameters = Object.fromEntries(set.map(parameter));
  await context.withClient(async (client) => {
    const { entity } = await findEntity(client, target, undefined);
    const record = await client.remediation.propose({
      action,
      target: entity.id,
      parameters,
      cause,
      ...(ticket !== undefined && { ticketId: ticket }),
    });
    report(context, record);
  });
}

function parameter(text: string): [string, unknown] {
  const at = text.indexOf('=');
  if (at < 1) {
    throw new DomainError('usage', `expected name=value, got "${text}"`, {
      hint: 'For example: --set mode=guest --set replicas=3',
    });
  }
  const [name, value] = [text.slice(0, at), text.slice(at + 1)];
  try {
    return [name, JSON.parse(value)];
  } catch {
    return [name, value];
  }
}

/** Nobody approves what was not seen: either its hash says which plan that was, or it is shown here and asked about. */
async function approve(
  context: CliContext,
  io: Terminal,
  id: string,
  { run: plainly, plan: given, name, yes, wait, ...glass }: ApproveOptions,
): Promise<void> {
  await context.withClient(async (client) => {
    const run = plainly === true || glass.breakGlass === true;
    const shown = await client.remediation.get({ id });
    const { plan, decision, targetName } = shown;
    const hash = plan?.hash ?? '';
    if (given !== undefined && (given.length < 8 || !hash.startsWith(given))) {
      throw new DomainError('plan-changed', `The plan of ${id} is ${hash.slice(0, 12)}, and not ${given}.`, {
        hint: `Look at it as it is now: \`datacenter-docs remediation show ${id}\`.`,
      });
    }
    if (given === undefined && yes === undefined && shown.state === 'awaiting-approval') {
      if (!io.isInteractive) {
        throw new DomainError('usage', `expected --plan or --yes: there is no terminal to ask on`, {
          hint: `Look at it with \`datacenter-docs remediation show ${id}\`, then say --plan ${hash.slice(0, 12)}.`,
        });
      }
      io.show(remediationText(shown, context.output.color));
      if (
        !(await io.confirm(run ? 'Approve this plan, and run it?' : 'Approve this plan?', context.signal))
      ) {
        throw new DomainError('cancelled', `${id} was not approved.`);
      }
    }
    let typedName = name;
    if (typedName === undefined && decision.approvals.typedName && io.isInteractive) {
      typedName = await io.ask(
        `Type the name of the target (${withoutEscapes(targetName)}): `,
        context.signal,
      );
    }
    const typed = await typedGlass(context, io, client, id, glass);
    const approved = await client.remediation.approve({
      id,
      planHash: hash,
      run,
      ...typed,
      ...(typedName !== undefined && { typedName }),
    });
    if (run && approved.state !== 'awaiting-approval') {
      return afterwards(context, client, approved, wait, shown.journal.at(-1)?.seq ?? 0);
    }
    context.output.data(approved, () => {
      const { have, needed } = approved.approved;
      return approved.state === 'approved'
        ? `${id} is approved: \`datacenter-docs remediation run ${id}\``
        : `${id} has ${have} of ${needed} approvals.`;
    });
  });
}

async function afterwards(
  context: CliContext,
  client: Client,
  record: ShownRemediation,
  wait: boolean,
  after: number,
): Promise<void> {
  if (wait) return follow(context, client, record, { after, lines: false });
  context.output.data(
    record,
    () => `${record.id} is ${record.state}: \`datacenter-docs remediation watch ${record.id}\``,
  );
}

/** The live log, and how it ended. */
async function follow(
  context: CliContext,
  client: Client,
  { id }: ShownRemediation,
  { after, lines }: { readonly after: number; readonly lines: boolean },
): Promise<void> {
  const { output } = context;
  const ended = await watchRemediation(client, id, {
    signal: context.signal,
    after,
    untilBegun: true,
    onEntry: (entry) => {
      if (output.json && lines) output.line(entry);
      else output.note(entryText(entry, output.color));
    },
  });
  if (!ended) {
    output.warn(
      `${id} is not watched any more. It goes on where it runs: \`datacenter-docs remediation show ${id}\`.`,
    );
    context.exitWith(exitCodes.cancelled);
    return;
  }
  if (!output.json || !lines) {
    output.data(
      ended,
      () =>
        `${id} ${stateText(output.color, ended.state)}${ended.outcome === undefined ? '' : `: ${withoutEscapes(ended.outcome)}`}`,
    );
  }
  context.exitWith(exitCodeOfEnd(ended.state));
}

function exitCodeOfEnd(state: RemediationState): number {
  if (state === 'succeeded' || state === 'rolled-back') return exitCodes.ok;
  return state === 'outcome-unknown' ? exitCodes.partial : exitCodes.failed;
}
