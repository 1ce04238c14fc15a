import { instantText } from '../../shared/format.ts';
import { kindDefinition } from '../../shared/model/kinds/registry.ts';
import { changeCells } from './change-cells.ts';
import type { CliContext } from './context.ts';
import { findEntity } from './find-entity.ts';
import { nowOf, parseMoment, readFilter } from './inventory-filter.ts';

export interface ChangesOptions {
  readonly since: string;
  readonly limit: number;
}

export async function listChanges(
  context: CliContext,
  words: readonly string[],
  options: ChangesOptions,
): Promise<void> {
  const query = readFilter(words);
  await context.withClient(async (client) => {
    const since = parseMoment(options.since, await nowOf(client));
    const found = query.text === undefined ? undefined : await findEntity(client, query.text, undefined);
    const page = await client.inventory.changes({
      since,
      limit: options.limit,
      ...(query.kinds === undefined ? {} : { kinds: query.kinds }),
      ...(query.sources?.[0] === undefined ? {} : { source: query.sources[0] }),
      ...(found === undefined ? {} : { entityId: found.entity.id }),
    });
    context.output.data(page, () =>
      page.total === 0
        ? `No changes since ${instantText(since)}.`
        : `${context.output.table(
            ['when', 'kind', 'name', 'what', 'from', 'to'],
            page.items.map((change) => [
              instantText(change.at),
              kindDefinition(change.kind).title,
              change.entityName,
              ...changeCells(change),
            ]),
          )}\n${context.output.color.dim(`${page.items.length} of ${page.total}`)}`,
    );
  });
}
