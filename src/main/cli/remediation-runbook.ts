import type { Command } from 'commander';
import type { OutputOf } from '../../shared/contract/contract.ts';
import { instantText } from '../../shared/format.ts';
import type { RunbookRun } from '../../shared/model/runbook.ts';
import { DomainError } from '../platform/errors.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { findEntity } from './find-entity.ts';
import { wholeNumber } from './option-values.ts';
import { withoutEscapes } from './output.ts';
import { stateText } from './remediation-text.ts';
import type { Terminal } from './terminal.ts';

interface GivenOptions {
  readonly ticket?: string;
  readonly target?: string;
}

/** Below `remediation`: several actions in order. */
export function addRunbookCommands(remediation: Command, context: CliContext, io: Terminal): void {
  const runbook = remediation
    .command('runbook')
    .description('several actions in order, with conditions and approvals in between')
    .addHelpText(
      'after',
      `
Runbooks are YAML files in the folder "runbooks" of the data directory; resources/runbooks has an example.

Examples:
  $ datacenter-docs remediation runbook list
  $ datacenter-docs remediation runbook show restart-with-snapshot --target web-01
  $ datacenter-docs remediation runbook run restart-with-snapshot --target web-01
  $ datacenter-docs remediation runbook runs`,
    );

  runbook
    .command('list')
    .description('the runbooks there are, and what is wrong with those that cannot be used')
    .action(async () => {
      await context.withClient(async (client) => {
        const listed = await client.runbooks.list({});
        context.output.data(listed, () => listText(context, listed));
        if (listed.runbooks.some(({ faults }) => faults.length > 0)) context.exitWith(exitCodes.partial);
      });
    });

  withGiven(runbook.command('show'))
    .argument('<runbook-or-run>', 'a runbook, or a run of one (B-…)')
    .description('what each step would do now; of a run, how far it is')
    .action(async (wanted: string, options: GivenOptions) => {
      await context.withClient(async (client) => {
        if (wanted.startsWith('B-')) {
          const run = await client.runbooks.get({ id: wanted });
          context.output.data(run, () => runText(context, run));
          return;
        }
        const plan = await client.runbooks.plan({
          runbook: wanted,
          ...(await given(client, options)),
        });
        context.output.data(plan, () => planText(context, plan));
      });
    });

  withGiven(runbook.command('run'))
    .argument('<runbook>')
    .option('--agree', 'to all steps as they are shown, where the runbook asks once')
    .description('begin it: each step becomes a remediation when its turn comes')
    .action(async (wanted: string, options: GivenOptions & { readonly agree?: true }) => {
      await context.withClient(async (client) => {
        const about = await given(client, options);
        const agreed = options.agree
          ? await agreement(context, io, await client.runbooks.plan({ runbook: wanted, ...about }))
          : [];
        const run = await client.runbooks.run({ runbook: wanted, ...about, agreed });
        context.output.data(run, () => runText(context, run));
      });
    });

  runbook
    .command('runs')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 500), 20)
    .description('runs of runbooks, newest first')
    .action(async ({ limit }: { limit: number }) => {
      await context.withClient(async (client) => {
        const { runs } = await client.runbooks.runs({ limit });
        context.output.data(runs, () =>
          runs.length === 0
            ? 'None was run yet.'
            : context.output.table(
                ['id', 'runbook', 'target', 'begun', 'by', 'state', 'steps', 'what came of it'],
                withoutEscapes(runs).map((run) => [
                  run.id,
                  run.runbook,
                  run.targetName ?? '–',
                  instantText(run.startedAt),
                  run.by,
                  run.state,
                  `${run.steps.filter(({ state }) => state !== 'waiting' && state !== 'proposed').length}/${run.steps.length}`,
                  run.text ?? '',
                ]),
              ),
        );
      });
    });

  runbook
    .command('cancel')
    .argument('<run>')
    .argument('<reason...>')
    .description('propose no further step; the one under way begins no further call')
    .action(async (id: string, words: readonly string[]) => {
      await context.withClient(async (client) => {
        const run = await client.runbooks.cancel({ id, reason: words.join(' ') });
        context.output.data(run, () => `${id} is ${run.state}`);
      });
    });
}

function withGiven(command: Command): Command {
  return command
    .option('--target <entity>', 'what {{target}} stands for, by id or name')
    .option('--ticket <id>', 'what {{ticket.id}} and {{ticket.entity}} stand for');
}

async function given(client: Parameters<typeof findEntity>[0], { ticket, target }: GivenOptions) {
  const about = target === undefined ? undefined : await findEntity(client, target, undefined);
  return {
    ...(ticket !== undefined && { ticketId: ticket }),
    ...(about && { target: about.entity.id }),
  };
}

/** What is agreed to is what was shown. */
async function agreement(context: CliContext, io: Terminal, plan: OutputOf<'runbooks.plan'>) {
  if (!io.isInteractive) {
    throw new DomainError('usage', '--agree shows the plans and asks, and there is no terminal to ask on', {
      hint: 'Begin it without, and have each step approved.',
    });
  }
  io.show(planText(context, plan));
  if (!(await io.confirm('Agree to these plans?', context.signal))) {
    throw new DomainError('cancelled', 'It was not begun.');
  }
  const agreed: { step: string; planHash: string; typedName?: string }[] = [];
  for (const { id, plan: made, decision, targetName } of plan.steps) {
    if (!made) continue;
    const typedName = decision?.approvals.typedName
      ? await io.ask(
          `${id}: type the name of the target (${withoutEscapes(targetName ?? '')}): `,
          context.signal,
        )
      : undefined;
    agreed.push({ step: id, planHash: made.hash, ...(typedName !== undefined && { typedName }) });
  }
  return agreed;
}

function listText({ output }: CliContext, { folder, runbooks }: OutputOf<'runbooks.list'>): string {
  const { red, dim } = output.color;
  if (runbooks.length === 0) return `There is none in ${folder}. resources/runbooks has an example to copy.`;
  return [
    output.table(
      ['runbook', 'what', 'approval', 'steps'],
      withoutEscapes(runbooks).map(({ id, runbook, faults }) => [
        id,
        runbook?.title ?? red(`cannot be used: ${faults[0] ?? ''}`),
        runbook?.approval ?? '–',
        runbook?.steps.map((step) => step.id).join(', ') ?? '–',
      ]),
    ),
    dim(folder),
  ].join('\n');
}

function planText({ output }: CliContext, planned: OutputOf<'runbooks.plan'>): string {
  const { runbook, steps } = withoutEscapes(planned);
  const { bold, dim, yellow } = output.color;
  return [
    bold(runbook.title),
    ...(runbook.description === '' ? [] : [runbook.description.trim()]),
    dim(`approval: ${runbook.approval}`),
    '',
    ...steps.flatMap(({ id, action, expectedEffect, plan, decision, problem }, at) => [
      `${at + 1}. ${bold(id)}  ${action}  ${expectedEffect ?? ''}`.trimEnd(),
      ...(plan?.calls ?? []).map(({ source, tool, arguments: args }) =>
        dim(`   ${source}: ${tool} ${JSON.stringify(args)}`),
      ),
      ...(decision
        ? [
            `   risk ${decision.risk.level}, ${decision.is === 'refused' ? 'refused as things are now' : decision.is === 'run' ? 'may run by itself' : `needs ${decision.approvals.needed} ${decision.approvals.role}`}`,
          ]
        : []),
      ...(problem === undefined ? [] : [yellow(`   not known yet: ${problem}`)]),
      ...(runbook.steps[at]?.when ?? []).map((condition) => dim(`   when ${JSON.stringify(condition)}`)),
    ]),
  ].join('\n');
}

function runText({ output }: CliContext, kept: RunbookRun): string {
  const run = withoutEscapes(kept);
  const { bold, dim } = output.color;
  return [
    `${bold(run.definition.title)}  ${run.state}`,
    dim(`${run.id}  ${run.runbook}  begun by ${run.by} at ${instantText(run.startedAt)}`),
    ...(run.text === undefined ? [] : [run.text]),
    '',
    output.table(
      ['step', 'action', 'target', 'state', 'remediation', ''],
      run.steps.map((step) => [
        step.id,
        step.action,
        step.targetName ?? '–',
        step.remediationState && step.state === 'proposed'
          ? stateText(output.color, step.remediationState)
          : step.state,
        step.remediation ?? '–',
        step.text ?? '',
      ]),
    ),
  ].join('\n');
}
