import type { Command } from 'commander';
import type { Client } from '../../shared/contract/client.ts';
import type { PolicyChangeView, PolicyFaultView, PolicyReplay } from '../../shared/contract/policy.ts';
import { count, instantText } from '../../shared/format.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { wholeNumber } from './option-values.ts';
import { textOf, textOrStdin } from './text-files.ts';

export function addPolicyCommands(parent: Command, context: CliContext): void {
  const policy = parent
    .command('policy')
    .description('what this site allows: show, check, compare, try out, apply');

  policy
    .command('show')
    .argument('[version]', 'one of the history; left out, what is in force')
    .description('the text, comments included')
    .action(async (version: string | undefined) => {
      await context.withClient(async (client) => {
        if (version !== undefined) {
          const found = await client.policy.version({ version });
          context.output.data(found, () => found.text);
          return;
        }
        const inForce = await client.policy.read({});
        if (inForce.problem) context.output.warn(`${inForce.problem.text}; this is what is in force instead`);
        context.output.data(inForce, () => inForce.text);
      });
    });

  policy
    .command('default')
    .description('the text that the application comes with')
    .action(async () => {
      await context.withClient(async (client) => {
        const shown = await client.policy.defaultText({});
        context.output.data(shown, () => shown.text);
      });
    });

  policy
    .command('check')
    .argument('<file>', 'a policy ("-": stdin)')
    .description('whether it can be put in force, with every fault and where it stands')
    .action(async (file: string) => {
      await context.withClient(async (client) => {
        const result = await client.policy.check({ text: await fileText(file) });
        context.output.data(result, () =>
          [
            ...result.faults.map((fault) => `${context.output.color.red('■')} ${placed(file, fault)}`),
            ...result.warnings.map((fault) => `${context.output.color.yellow('▲')} ${placed(file, fault)}`),
            ...(result.ok ? [`${context.output.color.green('✓')} ${file} can be put in force.`] : []),
          ].join('\n'),
        );
        if (!result.ok) context.exitWith(exitCodes.failed);
      });
    });

  policy
    .command('diff')
    .argument('<file>', 'a policy ("-": stdin)')
    .option('--from <version>', 'compare with one of the history instead of what is in force')
    .description('what applying it would change, and whether that permits more')
    .action(async (file: string, { from }: { from?: string }) => {
      await context.withClient(async (client) => {
        const diff = await client.policy.diff({
          text: await fileText(file),
          ...(from !== undefined && { from }),
        });
        context.output.data(diff, () =>
          diff.unified === ''
            ? 'It is the same text.'
            : [diff.unified.trimEnd(), '', changesText(context, diff.changes)].join('\n'),
        );
      });
    });

  policy
    .command('apply')
    .argument('<file>', 'a policy ("-": stdin)')
    .option('--base <version>', 'only if that is still in force; left out, whatever is')
    .option('--reason <text>', 'stands in the history', '')
    .description('put it in force')
    .action(async (file: string, { base, reason }: { base?: string; reason: string }) => {
      await context.withClient(async (client) => {
        const text = await fileText(file);
        const baseVersion = base ?? (await client.policy.read({})).version;
        const { changes } = await client.policy.diff({ text });
        const applied = await client.policy.apply({ text, baseVersion, reason });
        context.output.data({ ...applied, changes }, () =>
          applied.changed
            ? [`Version ${applied.version} is in force.`, changesText(context, changes)].join('\n')
            : 'It was in force already.',
        );
      });
    });

  policy
    .command('dry-run')
    .argument('<file>', 'a policy ("-": stdin)')
    .option('--days <n>', 'of the last days', wholeNumber(1, 366), 30)
    .description('decide what was proposed lately anew, and say what would have been different')
    .action(async (file: string, { days }: { days: number }) => {
      await context.withClient(async (client) => {
        const result = await client.policy.dryRun({ text: await fileText(file), days });
        context.output.data(result, () => dryRunText(context, result, days));
      });
    });

  policy
    .command('history')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 500), 20)
    .description('every policy that was in force, newest first')
    .action(async ({ limit }: { limit: number }) => {
      await context.withClient(async (client) => {
        const { items } = await client.policy.history({ limit });
        context.output.data({ items }, () =>
          context.output.table(
            ['#', 'version', 'when', 'who', 'how', 'reason'],
            items.map(({ sequence, version, at, by, how, reason }) => [
              sequence,
              version,
              instantText(at),
              by,
              how,
              reason,
            ]),
          ),
        );
      });
    });
}

function changesText({ output }: CliContext, changes: readonly PolicyChangeView[]): string {
  if (changes.length === 0) return 'No setting changes.';
  const marks = {
    more: output.color.yellow('▲ permits more'),
    less: output.color.green('▼ permits less'),
    other: output.color.dim('◆ otherwise'),
  };
  return output.table(
    ['setting', 'from', 'to', ''],
    changes.map(({ path, from, to, permits }) => [path, from ?? '–', to ?? '–', marks[permits]]),
  );
}

type DryRun = Awaited<ReturnType<Client['policy']['dryRun']>>;

function dryRunText(context: CliContext, result: DryRun, days: number): string {
  const { output } = context;
  const { decided, skipped, different, items, moves } = result;
  const head =
    decided === 0
      ? `Nothing was decided in the last ${days} days that could be decided anew.`
      : `${count(decided, 'decision')} of the last ${days} days made anew: ${different === 0 ? 'none' : different} would be different.`;
  const left =
    skipped === 0 ? [] : [`${count(skipped, 'remediation')} do not say what they were decided from.`];
  if (items.length === 0) return [head, ...left].join('\n');
  return [
    head,
    ...left,
    ...moves.map(({ was, would, count: many }) => `  ${was} → ${would}: ${many}`),
    '',
    output.table(
      ['when', 'remediation', 'action', 'target', 'was', 'would be', 'because'],
      items
        .slice(0, 50)
        .map((item) => [
          instantText(item.at),
          item.remediation,
          item.action,
          item.targetName,
          verdictText(item.was),
          verdictText(item.would),
          decisive(item).join('; '),
        ]),
    ),
    ...(different > 50 ? [output.color.dim(`and ${different - 50} more: --json lists up to 500`)] : []),
    output.color.dim('Runs are taken as they were: what would have run besides uses up no limit here.'),
  ].join('\n');
}

/** What holds it up where it would be harder, what no longer does where it would be easier. */
function decisive({ because, permits }: PolicyReplay): string[] {
  const told = because.filter(({ would }) => permits === 'other' || would === (permits === 'more'));
  return told.map(({ text }) => text);
}

function verdictText({ is, approvals, role, typedName }: PolicyReplay['was']): string {
  if (is !== 'needs-approvals') return is;
  return `${count(approvals, role)}${typedName ? ', name typed' : ''}`;
}

function placed(file: string, { path, message, line, column }: PolicyFaultView): string {
  const where = line === undefined ? file : `${file}:${line}:${column ?? 1}`;
  return path === '' ? `${where}: ${message}` : `${where}: ${path}: ${message}`;
}

/** As long as the contract lets a text be. */
const longestPolicy = 200_000;

const fileText = (file: string): Promise<string> =>
  file === '-' ? textOrStdin(file) : textOf(file, longestPolicy);
