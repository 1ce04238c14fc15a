import type { Command } from 'commander';
import type { Client } from '../../shared/contract/client.ts';
import type { OutputOf } from '../../shared/contract/contract.ts';
import { milliseconds } from '../../shared/format.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import type { Output, ProgressLine } from './output.ts';

export function registerGenerateCommand(program: Command, context: CliContext): void {
  program
    .command('generate')
    .argument('[document...]', 'only these and their pages, e.g. virtualization network')
    .option('--force', 'write every section anew, changed or not')
    .option('--prose', 'have the language model write the prose as well, and wait for it')
    .option('--no-prose', 'have no prose follow, although a language model is set')
    .description('write the documents; only sections whose inputs changed are written again')
    .addHelpText(
      'after',
      `
Examples:
  $ datacenter-docs generate
  $ datacenter-docs generate network --force

\`datacenter-docs list-sections\` names documents and sections.`,
    )
    .action(async (ids: string[], options: { force?: boolean; prose?: boolean }) => {
      await context.withClient(async (client) => {
        const show = generationProgress(context.output);
        const report = await client.documents
          .generate(
            {
              ...(ids.length > 0 && { ids }),
              ...(options.force && { force: true }),
              // What is waited for here is not to be written a second time as a job.
              ...(options.prose !== undefined && { prose: false }),
            },
            { onProgress: show.update },
          )
          .finally(show.finish);
        const prose = options.prose === true ? await writeProse(client, context, ids, options) : undefined;
        context.output.data(prose === undefined ? report : { ...report, prose }, () =>
          [
            describeGeneration(context.output, report),
            ...(prose === undefined ? [] : [describeProse(context.output, prose)]),
          ].join('\n'),
        );
        const failed = report.documents.some((document) => document.errors.length > 0);
        if (failed || (prose?.counts.failed ?? 0) > 0) context.exitWith(exitCodes.partial);
      });
    });
}

async function writeProse(
  client: Client,
  context: CliContext,
  ids: readonly string[],
  { force }: { readonly force?: boolean },
) {
  const bar = context.output.progress('prose');
  return client.documents
    .writeProse(
      { ...(ids.length > 0 && { ids: [...ids] }), ...(force === true && { force }) },
      { onProgress: ({ done, total, document }) => bar.update(done, total, document) },
    )
    .finally(() => bar.finish());
}

function describeProse(output: Output, report: OutputOf<'documents.writeProse'>): string {
  const { dim, red } = output.color;
  if (!report.model) {
    return dim('No language model is set, so no prose was written. `datacenter-docs llm` sets one.');
  }
  const { counts, sentences } = report;
  return [
    ...report.sections.flatMap(({ document, section, error, omitted }) => [
      ...(error === undefined ? [] : [red(`${document}#${section}: ${error}`)]),
      ...omitted.map(({ text, reason }) => dim(`${document}#${section}: left out "${text}": ${reason}`)),
    ]),
    `Prose of ${counts.written} sections written, ${counts.kept} as they stand: ${sentences.written} sentences, ${sentences.omitted} left out.`,
  ].join('\n');
}

export function generationProgress(
  output: Output,
): ProgressLine<{ done: number; total?: number; document: string }> {
  const bar = output.progress('writing');
  return {
    update: (progress) => bar.update(progress.done, progress.total, progress.document),
    finish: () => bar.finish(),
  };
}

const shown = 40;

export function describeGeneration(
  output: Output,
  report: Omit<OutputOf<'documents.generate'>, 'run'>,
): string {
  const { dim, green, red } = output.color;
  if (report.documents.length === 0) {
    return 'There is nothing to write about yet. Collect first: `datacenter-docs collect`.';
  }
  const touched = report.documents.filter((document) => document.outcome !== 'unchanged');
  const lines = [
    output.table(
      ['document', 'title', 'outcome', 'version', 'sections', 'why'],
      touched
        .slice(0, shown)
        .map((document) => [
          document.id,
          document.title,
          document.outcome === 'failed'
            ? red('■ failed')
            : document.outcome === 'refreshed'
              ? document.outcome
              : green(document.outcome),
          document.version,
          document.written.length + document.refreshed.length,
          document.reason ?? '',
        ]),
    ),
    ...(touched.length > shown ? [dim(`and ${touched.length - shown} more; --json has all`)] : []),
    ...touched.flatMap((document) =>
      document.errors.map((error) =>
        red(`${document.id}${error.section === undefined ? '' : `#${error.section}`}: ${error.message}`),
      ),
    ),
    dim(
      `${report.counts.unchanged} documents unchanged; ${report.sections.rendered} of ${report.sections.total} sections written in ${milliseconds(report.durationMs)}`,
    ),
  ];
  return lines.filter((line) => line !== '').join('\n');
}
