import type { Command } from 'commander';
import type { CliContext } from './context.ts';
import { wholeNumber } from './option-values.ts';

export function registerInventoryCommand(program: Command, context: CliContext): void {
  const inventory = program
    .command('inventory')
    .description('what there is, how it hangs together, and how it changed')
    .addHelpText(
      'after',
      `
Filters are words and tokens; quotes hold blanks together:
  kind:vm,host  domain:network  source:vcenter-a  partition:prod-a  name~web  powerState:off
  usedPercent>90  label.team:payments  datastore:ds-a-01  serial:*  sort:-memoryBytes
  gone:yes (with what has disappeared)

Examples:
  $ datacenter-docs inventory list kind:vm cluster:prod-a powerState:off
  $ datacenter-docs inventory list kind:datastore sort:-usedBytes --limit 10
  $ datacenter-docs inventory show web-042
  $ datacenter-docs inventory show web-042 --at 2026-11-20T08:00:00Z
  $ datacenter-docs inventory changes --since 7d kind:host`,
    );

  inventory
    .command('list')
    .argument('[filter...]', 'words and tokens, see above')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 10_000), 100)
    .option('--offset <n>', 'leave out the first so many', wholeNumber(0, 1_000_000_000), 0)
    .option('--at <instant>', 'as it was then (ISO time, or "2h", "7d" ago)')
    .description('entities that match')
    .action(async (words: string[], options: { limit: number; offset: number; at?: string }) => {
      const { listEntities } = await import('./inventory-list.ts');
      await listEntities(context, words, options);
    });

  inventory
    .command('show')
    .argument('<entity>', 'an id, or a name when only one entity has it')
    .option('--at <instant>', 'as it was then (ISO time, or "2h", "7d" ago)')
    .description('one entity: attributes, relations both ways, history')
    .action(async (wanted: string, options: { at?: string }) => {
      const { showEntity } = await import('./inventory-show.ts');
      await showEntity(context, wanted, options);
    });

  inventory
    .command('changes')
    .argument('[filter...]', 'kind:, source: and one entity’s id or name')
    .option('--since <instant>', 'from then on (ISO time, or "2h", "7d" ago)', '7d')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 10_000), 100)
    .description('what changed in configuration and placement, newest first')
    .action(async (words: string[], options: { since: string; limit: number }) => {
      const { listChanges } = await import('./inventory-changes.ts');
      await listChanges(context, words, options);
    });
}
