import type { Command } from 'commander';
import type { Client } from '../../shared/contract/client.ts';
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
        const { inventory, freshness, findings, documents, reliability, store } = stats;
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
            `outcomes   ${reliabilityText(reliability)}`,
            `store      ${bytes(store.sizeBytes)} in ${store.file}`,
          ].join('\n'),
        );
      });
    });
}

type Stats = Awaited<ReturnType<Client['system']['stats']>>;

function reliabilityText({ outcomes, succeeded, brier, ece, falseConfidence }: Stats['reliability']): string {
  if (succeeded === undefined || brier === undefined || ece === undefined)
    return 'no remediation was run yet';
  const { passed, failed } = falseConfidence;
  return [
    `${outcomes} remediations, ${Math.round(succeeded * 100)} % succeeded`,
    `Brier ${brier.toFixed(3)}, calibration error ${ece.toFixed(3)}`,
    passed === 0 ? 'no score reached 85' : `${failed} of ${passed} with a score of 85 or more failed`,
  ].join('; ');
}
