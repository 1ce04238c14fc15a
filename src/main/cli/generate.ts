import type { Command } from 'commander';
import type { GenerateReport } from '../documents/documents.ts';
import type { CliContext } from './context.ts';
import type { Output } from './output.ts';

export function registerGenerateCommand(program: Command, context: CliContext): void {
  program
    .command('generate')
    .argument('[document...]', 'only these and their pages, e.g. virtualization network')
    .option('--force', 'write every section anew, changed or not')
    .description('write the documents; only sections whose inputs changed are written again')
    .addHelpText(
      'after',
      `
Examples:
  $ datacenter-docs generate
  $ datacenter-docs generate network --force

\`datacenter-docs list-sections\` names documents and sections.`,
    )
    .action(async (ids: string[], options: { force?: boolean }) => {
      await context.withApp(async (app) => {
        const show = generationProgress(context.output);
        const report = await app.documents.generate(ids.length === 0 ? undefined : ids, {
          signal: context.signal,
          onProgress: show.update,
          ...(options.force && { force: true }),
        });
        show.finish();
        context.output.data(report, () => describeGeneration(context.output, report));
      });
    });
}

export function generationProgress(output: Output) {
  const bar = output.progress('writing');
  return {
    update: (progress: { done: number; total: number; message: string }) => bar.update(progress.done, progress.total, progress.message),
    finish: () => bar.finish(),
  };
}

export function describeGeneration(_output: Output, _report: GenerateReport): string {
  return '';
}
