import type { Command } from 'commander';
import { bytes, instantText, seconds } from '../../shared/format.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import type { CliContext } from './context.ts';

export function registerStatsCommand(program: Command, context: CliContext): void {
  program
    .command('stats')
    .description('how much is known, how old it is, and how much room it takes')
    .action(async () => {
      await context.withClient(async (client) => {
        const { output } = context;
        const [stats, { kindDefinition }] = await Promise.all([
          client.system.stats({}),
          import('../../shared/model/kinds/registry.ts'),
        ]);
        const { inventory, freshness, findings, documents, store } = stats;
        output.data(stats, () =>
          [
            output.color.bold('Inventory'),
            output.table(
              ['kind', 'present', 'gone'],
              Object.entries(inventory.kinds).map(([kind, { present, disappeared }]) => [
                kindDefinition(kind as EntityKind).plural,
                present,
                disappeared,
              ]),
            ),
            '',
            output.color.bold('Sources'),
            output.table(
              ['source', 'domain', 'last complete', 'age', 'last outcome'],
              freshness.map((row) => [
                `${row.source}${row.simulated ? ' (simulated)' : ''}`,
                row.domain,
                row.lastCompleteAt === undefined ? 'never' : instantText(row.lastCompleteAt),
                row.ageSeconds === undefined ? '–' : seconds(row.ageSeconds),
                row.running ? 'running' : (row.lastOutcome ?? '–'),
              ]),
            ),
            '',
            `findings   ${findings.critical} critical, ${findings.warning} warning, ${findings.info} info`,
            `changes    ${inventory.changes} kept`,
            `documents  ${documents}`,
            `store      ${bytes(store.sizeBytes)} in ${store.file}`,
          ].join('\n'),
        );
      });
    });
}
