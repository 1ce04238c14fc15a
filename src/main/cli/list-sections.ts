import type { Command } from 'commander';
import { DomainError } from '../platform/errors.ts';
import type { CliContext } from './context.ts';

export function registerListSectionsCommand(program: Command, context: CliContext): void {
  program
    .command('list-sections')
    .argument('[document]', 'only this one')
    .description('which documents and sections can be written, and what each contains')
    .action(async (document: string | undefined) => {
      const { generators } = await import('../documents/registry.ts');
      const { output } = context;
      const catalogue = generators
        .filter((generator) => document === undefined || generator.id === document)
        .map(({ id, title, catalogue: sections }) => ({ document: id, title, sections }));
      if (catalogue.length === 0) {
        throw new DomainError('document-not-found', `There is no document "${document}" to write.`, {
          hint: `Expected one of ${generators.map(({ id }) => id).join(', ')}.`,
        });
      }
      output.data(catalogue, () =>
        catalogue
          .map(
            ({ document: id, title, sections }) =>
              `${output.color.bold(title)}  ${output.color.dim(id)}\n${output.table(
                ['section', 'title', 'contains'],
                sections.map((section) => [section.key, section.title, section.contains]),
              )}`,
          )
          .join('\n\n'),
      );
    });
}
