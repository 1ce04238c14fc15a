import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { OutputOf } from '../../shared/contract/contract.ts';
import { bytes, count, instantText } from '../../shared/format.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import type { Output } from './output.ts';

export function registerKnowledgeCommand(program: Command, context: CliContext): void {
  const knowledge = program
    .command('knowledge')
    .description('texts that are searched beside the documents: runbooks, manuals, notes')
    .addHelpText(
      'after',
      `
Examples:
  $ datacenter-docs knowledge import ~/runbooks
  $ datacenter-docs knowledge status
  $ datacenter-docs knowledge remove runbooks
  $ datacenter-docs knowledge rebuild

\`datacenter-docs search\` finds passages in them. Markdown, AsciiDoc and plain text are read; files stay where they are.`,
    );

  knowledge
    .command('import')
    .argument('<folder>', 'folder with Markdown or text files; files in it that change are indexed again')
    .description('index a folder and follow it; again: bring it up to date')
    .action(async (folder: string) => {
      await context.withClient(async (client) => {
        const bar = context.output.progress('indexing');
        const report = await client.knowledge
          .importFolder(
            { path: resolve(folder) },
            {
              signal: context.signal,
              onProgress: ({ done, total, what }) => bar.update(done, total, what ?? ''),
            },
          )
          .finally(() => bar.finish());
        context.output.data(report, () => describeImport(context.output, report));
        if (report.files === 0 && report.problemCount > 0) context.exitWith(exitCodes.partial);
      });
    });

  knowledge
    .command('remove')
    .argument('<folder>', 'name or path, see `knowledge status`')
    .description('search a folder no longer; its files stay where they are')
    .action(async (folder: string) => {
      await context.withClient(async (client) => {
        const { name, path } = await client.knowledge.removeFolder({ folder });
        context.output.data({ name, path }, () => `removed ${name} (${path}) from what is searched`);
      });
    });

  knowledge
    .command('status')
    .description('what is indexed, what could not be, and whether vectors are used')
    .action(async () => {
      await context.withClient(async (client) => {
        const status = await client.knowledge.status({});
        context.output.data(status, () => describeStatus(context.output, status));
      });
    });

  knowledge
    .command('rebuild')
    .description('make the index anew; the one that is there answers meanwhile')
    .action(async () => {
      await context.withClient(async (client) => {
        const bar = context.output.progress('rebuilding');
        const { passages } = await client.knowledge
          .rebuild(
            {},
            {
              signal: context.signal,
              onProgress: ({ done, total, what }) => bar.update(done, total, what ?? ''),
            },
          )
          .finally(() => bar.finish());
        context.output.data({ passages }, () => `indexed ${count(passages, 'passage')}`);
      });
    });
}

function makingText({ making }: OutputOf<'knowledge.status'>['vectors']): string {
  if (making === undefined) return '';
  const { meanwhile } = making;
  return `, until all are ${meanwhile === undefined ? 'words answer alone' : `those of ${meanwhile} answer`}`;
}

const shownProblems = 20;

function describeImport(output: Output, report: OutputOf<'knowledge.importFolder'>): string {
  const { name, files, written, removed, problems, problemCount } = report;
  const { yellow, dim } = output.color;
  return [
    `${name}: ${count(files, 'file')}, ${written} indexed anew${removed > 0 ? `, ${removed} removed` : ''}`,
    ...problems
      .slice(0, shownProblems)
      .map(({ file, reason }) => yellow(`${file === '' ? 'the folder' : file} ${reason}`)),
    ...(problemCount > shownProblems
      ? [dim(`${problemCount - shownProblems} more; --json has the first ${problems.length}`)]
      : []),
  ].join('\n');
}

function describeStatus(output: Output, status: OutputOf<'knowledge.status'>): string {
  const { yellow, red, dim } = output.color;
  const { progress, folders, vectors, documents, problem } = status;
  const lines = [
    `${count(status.passages, 'passage')} indexed, ${documents.passages} of them from documents and notes; ${bytes(status.bytes)}`,
    progress.state === 'idle'
      ? ''
      : `${progress.state === 'rebuilding' ? 'rebuilding the index, the one of before answers meanwhile; ' : 'indexing '}${progress.what ?? ''}: ${progress.done}${progress.total === undefined ? '' : ` of ${progress.total}`}`,
    problem === undefined ? '' : red(problem),
    vectors.model === undefined
      ? dim('words only: no embedding model is set')
      : `${count(vectors.embedded, 'passage')} embedded by ${vectors.model}${makingText(vectors)}${vectors.problem === undefined ? '' : `; ${yellow(vectors.problem)}`}`,
    folders.length === 0
      ? 'No folder is imported: `datacenter-docs knowledge import FOLDER`.'
      : output.table(
          ['folder', 'path', 'files', 'passages', 'looked at', 'problems'],
          folders.map((folder) => [
            folder.name,
            folder.path,
            folder.files,
            folder.passages,
            folder.scannedAt === undefined ? '–' : instantText(folder.scannedAt),
            folder.missing ? 'is not there' : folder.problemCount === 0 ? '–' : folder.problemCount,
          ]),
        ),
    ...folders.flatMap((folder) =>
      folder.problems
        .slice(0, shownProblems)
        .map(({ file, reason }) => yellow(`${folder.name}${file === '' ? '' : `/${file}`} ${reason}`)),
    ),
  ];
  return lines.filter((line) => line !== '').join('\n');
}
