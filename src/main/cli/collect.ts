import { Argument, type Command } from 'commander';
import type { CollectProgressView, CollectReportView } from '../../shared/contract/collection.ts';
import { instantText, seconds } from '../../shared/format.ts';
import { failedScopes } from '../../shared/model/failed-scopes.ts';
import { collectedDomains, type CollectedDomain } from '../../shared/model/kind.ts';
import type { CollectionRun } from '../../shared/model/run.ts';
import type { CliContext } from './context.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { oneLine, type Output, type ProgressLine } from './output.ts';

export function registerCollectCommand(program: Command, context: CliContext): void {
  program
    .command('collect')
    .addArgument(new Argument('[domain...]', 'only these').choices(collectedDomains))
    .option('-s, --source <name...>', 'only these MCP servers')
    .option('--anyway', 'also what another workstation collects for all, to be seen here')
    .description('read the inventory of every trusted MCP server')
    .addHelpText(
      'after',
      `
Examples:
  $ datacenter-docs collect
  $ datacenter-docs collect network storage --source lab
  $ datacenter-docs collect --source vcenter-a --anyway

A source that cannot be reached leaves what was known of it standing (exit code 3 when others worked).
Where state is shared, one workstation collects each source for all; a source that nobody collects is taken over.`,
    )
    .action(async (chosen: CollectedDomain[], options: { source?: string[]; anyway?: boolean }) => {
      await context.withClient(async (client) => {
        const show = collectionProgress(context.output);
        const report = await client.collection
          .collect(
            {
              ...(chosen.length > 0 && { domains: chosen }),
              ...(options.source && { sources: options.source }),
              ...(options.anyway && { anyway: true }),
            },
            { onProgress: show.update },
          )
          .finally(show.finish);
        for (const failure of report.failed) {
          context.output.warn(
            `${failure.source}: ${failure.message}${failure.hint === undefined ? '' : `\n${failure.hint}`}`,
          );
        }
        for (const { source, holder, collectedAt } of report.elsewhere) {
          context.output.warn(
            `${source}: ${holder} collects it for all, ${collectedAt === undefined ? 'not known here yet' : `last at ${instantText(collectedAt)}`}\n--anyway collects it here as well.`,
          );
        }
        context.output.data(report, () => describeCollection(context.output, report));
        context.exitWith(exitCodeOfCollection(report));
      });
    });
}

/** One line of progress for all that runs at the same time. */
export function collectionProgress(output: Output): ProgressLine<CollectProgressView> {
  const bar = output.progress('collecting');
  const state = new Map<string, { done: number; total: number }>();
  return {
    update: (progress) => {
      const key = `${progress.source}/${progress.domain ?? ''}`;
      state.set(key, { done: progress.done, total: Math.max(progress.total ?? 0, progress.done) });
      const all = [...state.values()];
      const sum = (pick: (value: { done: number; total: number }) => number) =>
        all.reduce((n, value) => n + pick(value), 0);
      bar.update(
        sum((value) => value.done),
        sum((value) => value.total),
        `${key} ${progress.message}`,
      );
    },
    finish: () => bar.finish(),
  };
}

export function describeCollection(output: Output, report: CollectReportView): string {
  const { green, yellow, red, dim } = output.color;
  const outcome = (run: CollectionRun) =>
    run.outcome === 'succeeded'
      ? green('✓ succeeded')
      : run.outcome === 'partial'
        ? yellow('▲ partial')
        : red(`■ ${run.outcome}`);
  const took = (run: CollectionRun) =>
    seconds((Date.parse(run.finishedAt ?? run.startedAt) - Date.parse(run.startedAt)) / 1000);
  const lines = [
    output.table(
      ['source', 'domain', 'seen', 'new', 'changed', 'gone', 'back', 'rejected', 'took', 'outcome'],
      report.runs.map(({ counts, ...run }) => [
        run.source,
        run.domain,
        counts.seen,
        counts.added,
        counts.changed,
        counts.disappeared,
        counts.returned,
        counts.rejected,
        took({ ...run, counts }),
        outcome({ ...run, counts }),
      ]),
    ),
  ];
  for (const run of report.runs) {
    const name = `${run.source}/${run.domain}`;
    if (run.error) lines.push(red(`${name}: ${run.error.message}`));
    for (const { what, reason } of failedScopes(run.scopes))
      lines.push(yellow(`${name}: ${what.join('; ')}: ${reason}`));
    for (const reject of run.rejects.slice(0, 5)) {
      lines.push(
        yellow(
          `${name}: rejected ${reject.kind} ${reject.name ?? reject.nativeId ?? ''}: ${reject.path}: ${reject.reason}`,
        ),
      );
    }
    if (run.counts.rejected > 5)
      lines.push(dim(`${name}: ${run.counts.rejected - 5} more rejected; --json has them`));
  }
  const { opened, closed, regraded, unchanged, failed } = report.findings;
  for (const { rule, reason } of failed) lines.push(yellow(`${rule} was not judged: ${reason}`));
  lines.push(
    dim(`findings: ${opened} opened, ${closed} closed, ${regraded} re-graded, ${unchanged} as before`),
  );
  const [table = '', ...rest] = lines;
  return [table, ...rest.map(oneLine)].filter((line) => line !== '').join('\n');
}

function exitCodeOfCollection(report: CollectReportView): number {
  const bad = report.runs.filter((run) => run.outcome !== 'succeeded');
  const [failure] = report.failed;
  if (failure !== undefined && report.runs.length === 0) return exitCodeOf(failure.code);
  if (failure === undefined && bad.length === 0) return exitCodes.ok;
  return bad.length === report.runs.length && bad.every((run) => run.outcome === 'failed')
    ? exitCodes.failed
    : exitCodes.partial;
}
