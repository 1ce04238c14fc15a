import { statSync } from 'node:fs';
import type { Command } from 'commander';
import { bytes, instantText, seconds } from '../../shared/format.ts';
import { kindDefinition, type EntityKind } from '../../shared/model/kinds/registry.ts';
import type { CliContext } from './context.ts';

export function registerStatsCommand(program: Command, context: CliContext): void {
  program
    .command('stats')
    .description('how much is known, how old it is, and how much room it takes')
    .action(async () => {
      await context.withApp(async (app) => {
        const { output } = context;
        const [inventory, freshness, documents] = await Promise.all([
          app.inventory.stats(),
          app.inventory.freshness(),
          app.documents.list(),
        ]);
        const view = await app.inventory.view();
        const findings = { critical: 0, warning: 0, info: 0 };
        for (const finding of view.all('finding')) findings[finding.attributes.severity] += 1;
        const size = ['', '-wal'].reduce((sum, end) => sum + fileSize(`${app.store.file}${end}`), 0);
        const stats = {
          inventory,
          freshness,
          findings,
          documents: documents.length,
          store: { file: app.store.file, sizeBytes: size },
        };
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
            `documents  ${documents.length}`,
            `store      ${bytes(size)} in ${app.store.file}`,
          ].join('\n'),
        );
      });
    });
}

function fileSize(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
