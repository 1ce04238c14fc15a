import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { count, instantText } from '../../shared/format.ts';
import { DomainError } from '../platform/errors.ts';
import type { CliContext } from './context.ts';
import { wholeNumber } from './option-values.ts';
import { readAll } from './terminal.ts';

export function registerDocsCommand(program: Command, context: CliContext): void {
  const docs = program
    .command('docs')
    .description('read, compare, annotate and export what has been written')
    .addHelpText(
      'after',
      `
Examples:
  $ datacenter-docs docs list
  $ datacenter-docs docs show virtualization | less
  $ datacenter-docs docs diff network --from 3
  $ datacenter-docs docs note virtualization --section hosts --text 'esx-a03 goes in March'
  $ datacenter-docs docs export --format html --out ./handbook`,
    );
  registerList(docs, context);
  registerShow(docs, context);
  registerDiff(docs, context);
  registerNote(docs, context);
  registerExport(docs, context);
}

function registerList(docs: Command, context: CliContext): void {
  docs
    .command('list')
    .description('documents, their versions and ages, and which are out of date')
    .action(async () => {
      await context.withClient(async (client) => {
        const { documents: list } = await client.documents.tree({});
        const { output } = context;
        output.data(
          { documents: list.map((document) => ({ ...document, stale: document.stale ?? null })) },
          () =>
            list.length === 0
              ? 'Nothing has been written yet: `datacenter-docs collect`, then `datacenter-docs generate`.'
              : output.table(
                  ['document', 'title', 'version', 'since', 'written', 'notes', 'state'],
                  list.map((document) => [
                    document.id,
                    document.title,
                    document.version,
                    instantText(document.versionAt),
                    instantText(document.refreshedAt),
                    document.notes === 0 ? '–' : document.notes,
                    document.retiredAt === undefined
                      ? (document.stale?.reason ?? 'up to date')
                      : `retired ${instantText(document.retiredAt)}`,
                  ]),
                ),
        );
      });
    });
}

function registerShow(docs: Command, context: CliContext): void {
  docs
    .command('show')
    .argument('<document>', 'id, see `docs list`')
    .option('--version <n>', 'as it was in this version', wholeNumber(1, 1_000_000_000))
    .addOption(
      new Option('--format <format>', 'how').choices(['markdown', 'html', 'blocks']).default('markdown'),
    )
    .option('--versions', 'list the versions instead')
    .description('one document')
    .action(
      async (
        id: string,
        options: { version?: number; format: 'markdown' | 'html' | 'blocks'; versions?: boolean },
      ) => {
        await context.withClient(async (client) => {
          const { output } = context;
          if (options.versions) {
            const { versions } = await client.documents.versions({ id });
            output.data(versions, () =>
              output.table(
                ['version', 'at', 'sections', 'why'],
                versions.map((version) => [
                  version.version,
                  instantText(version.at),
                  version.sections.length,
                  version.reason,
                ]),
              ),
            );
            return;
          }
          const which = { id, ...(options.version !== undefined && { version: options.version }) };
          if (options.format === 'blocks') {
            const blocks = await client.documents.show(which);
            output.data(blocks, () => JSON.stringify(blocks, null, 2));
            return;
          }
          const shown = await client.documents[options.format === 'html' ? 'html' : 'source'](which);
          output.data(shown, () => shown.text);
        });
      },
    );
}

function registerDiff(docs: Command, context: CliContext): void {
  docs
    .command('diff')
    .argument('<document>', 'id, see `docs list`')
    .option('--from <n>', 'version (default: the one before)', wholeNumber(1, 1_000_000_000))
    .option('--to <n>', 'version (default: the current one)', wholeNumber(1, 1_000_000_000))
    .description('what differs between two versions, as unified Markdown')
    .action(async (id: string, options: { from?: number; to?: number }) => {
      await context.withClient(async (client) => {
        const { before: _before, after: _after, ...diff } = await client.documents.diff({ id, ...options });
        const { green, red, dim } = context.output.color;
        context.output.data(diff, () =>
          diff.text === ''
            ? `Versions ${diff.from} and ${diff.to} differ in nothing but measured values.`
            : diff.text
                .split('\n')
                .map((line) =>
                  line.startsWith('+')
                    ? green(line)
                    : line.startsWith('-')
                      ? red(line)
                      : line.startsWith('@')
                        ? dim(line)
                        : line,
                )
                .join('\n'),
        );
      });
    });
}

function registerNote(docs: Command, context: CliContext): void {
  docs
    .command('note')
    .argument('<document>', 'id, see `docs list`')
    .option('--section <key>', 'the section it stands after, see `list-sections`')
    .option('--text <markdown>', 'what it says; "-" reads it from stdin')
    .option('--edit <note>', 'change this note')
    .option('--remove <note>', 'remove this note')
    .option('--author <name>', 'who writes it (default: the user of this system)')
    .description('notes that survive every regeneration; without options: list them')
    .action(
      async (
        id: string,
        options: { section?: string; text?: string; edit?: string; remove?: string; author?: string },
      ) => {
        const { output } = context;
        if (options.text !== undefined && options.edit === undefined && options.section === undefined) {
          throw new DomainError('usage', 'A note needs the section that it stands after.', {
            hint: `Name it with --section; \`datacenter-docs list-sections ${id.split('/')[0]}\` lists them.`,
          });
        }
        // Before the application is reached: nobody waits for it while somebody types.
        const text = options.text === '-' ? await readAll(process.stdin) : options.text;
        await context.withClient(async (client) => {
          if (options.remove !== undefined) {
            await client.documents.removeNote({ id, note: options.remove });
            output.data({ removed: options.remove }, () => `removed note ${options.remove}`);
            return;
          }
          if (text === undefined) {
            const { notes } = await client.documents.notes({ id });
            output.data(notes, () =>
              notes.length === 0
                ? `${id} has no notes.`
                : output.table(
                    ['note', 'section', 'by', 'at', 'text'],
                    notes.flatMap((note) => [
                      [
                        note.id,
                        note.section,
                        note.editedBy ?? note.author,
                        instantText(note.editedAt ?? note.createdAt),
                        note.text,
                      ],
                      ...(note.alternatives ?? []).map(({ author, writtenAt, text: beside }) => [
                        '  beside it',
                        '',
                        author,
                        instantText(writtenAt),
                        beside,
                      ]),
                    ]),
                  ),
            );
            return;
          }
          if (options.edit !== undefined) {
            const note = await client.documents.editNote({ id, note: options.edit, text });
            output.data(note, () => `changed note ${note.id}`);
            return;
          }
          const note = await client.documents.addNote({
            id,
            section: options.section ?? '',
            text,
            ...(options.author !== undefined && { author: options.author }),
          });
          output.data(note, () => `added note ${note.id} after section ${note.section}`);
        });
      },
    );
}

function registerExport(docs: Command, context: CliContext): void {
  docs
    .command('export')
    .argument('[document...]', 'only these and their pages')
    .addOption(new Option('--format <format>', 'how').choices(['markdown', 'html']).default('html'))
    .requiredOption('--out <dir>', 'where to')
    .description('write documents as files that need nothing else: HTML to read offline, Markdown to keep')
    .action(async (ids: string[], options: { format: 'markdown' | 'html'; out: string }) => {
      const { exportTo } = await import('./export-documents.ts');
      await context.withClient(async (client) => {
        const report = await exportTo(client, resolve(options.out), {
          format: options.format,
          signal: context.signal,
          ...(ids.length > 0 && { ids }),
        });
        context.output.data(
          report,
          () => `wrote ${count(report.files.length, 'file')}; begin at ${report.index}`,
        );
      });
    });
}
