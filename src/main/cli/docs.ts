import { userInfo } from 'node:os';
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
      await context.withApp(async (app) => {
        const [list, stale] = await Promise.all([app.documents.list(), app.documents.stale()]);
        const { output } = context;
        const staleById = new Map(stale.map((document) => [document.id, document]));
        output.data(
          { documents: list.map((document) => ({ ...document, stale: staleById.get(document.id) ?? null })) },
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
                      ? (staleById.get(document.id)?.reason ?? 'up to date')
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
        await context.withApp(async (app) => {
          const { output } = context;
          if (options.versions) {
            const versions = await app.documents.versions(id);
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
          const shown = await app.documents.show(id, {
            format: options.format,
            ...(options.version !== undefined && { version: options.version }),
          });
          output.data(shown, () => shown.text ?? JSON.stringify(shown, null, 2));
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
      await context.withApp(async (app) => {
        const diff = await app.documents.diff(id, options.from, options.to);
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
        await context.withApp(async (app) => {
          const { output } = context;
          if (options.remove !== undefined) {
            await app.documents.removeNote(id, options.remove);
            output.data({ removed: options.remove }, () => `removed note ${options.remove}`);
            return;
          }
          if (options.text === undefined) {
            const notes = await app.documents.listNotes(id);
            output.data(notes, () =>
              notes.length === 0
                ? `${id} has no notes.`
                : output.table(
                    ['note', 'section', 'by', 'at', 'text'],
                    notes.map((note) => [
                      note.id,
                      note.section,
                      note.author,
                      instantText(note.editedAt ?? note.createdAt),
                      note.text,
                    ]),
                  ),
            );
            return;
          }
          const text = options.text === '-' ? await readAll(process.stdin) : options.text;
          if (options.edit !== undefined) {
            const note = await app.documents.editNote(id, options.edit, text);
            output.data(note, () => `changed note ${note.id}`);
            return;
          }
          if (options.section === undefined) {
            throw new DomainError('usage', 'A note needs the section that it stands after.', {
              hint: `Name it with --section; \`datacenter-docs list-sections ${id.split('/')[0]}\` lists them.`,
            });
          }
          const author = options.author ?? userInfo().username;
          const note = await app.documents.addNote(id, { section: options.section, text, author });
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
      await context.withApp(async (app) => {
        const report = await app.documents.export({
          format: options.format,
          directory: resolve(options.out),
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
