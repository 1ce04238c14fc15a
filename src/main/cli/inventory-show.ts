import type { Client } from '../../shared/contract/client.ts';
import { instantText } from '../../shared/format.ts';
import type { EntityId, Instant } from '../../shared/model/ids.ts';
import type { TimelineEntry } from '../../shared/model/inventory-query.ts';
import { kindDefinition } from '../../shared/model/kinds/registry.ts';
import { attributeLine, changeCells, short } from './change-cells.ts';
import type { CliContext } from './context.ts';
import { findEntity, relatedAtOnce, type ShownEntity } from './find-entity.ts';
import { nowOf, parseMoment } from './inventory-filter.ts';

export async function showEntity(
  context: CliContext,
  wanted: string,
  options: { readonly at?: string },
): Promise<void> {
  await context.withClient(async (client) => {
    const at = options.at === undefined ? undefined : parseMoment(options.at, await nowOf(client));
    const shown = await findEntity(client, wanted, at);
    const { entity, confirmedAt } = shown;
    const [relations, { entries }] = await Promise.all([
      allRelations(client, shown, at),
      client.inventory.timeline({ id: entity.id, limit: 20, ...(at !== undefined && { until: at }) }),
    ]);
    context.output.data(
      { entity, ...(confirmedAt !== undefined && { confirmedAt }), relations, timeline: entries },
      () => describeEntity(context, shown, relations, entries),
    );
  });
}

interface RelationLine {
  readonly relation: string;
  readonly entity: { readonly id: EntityId; readonly kind: string; readonly name: string };
}

async function allRelations(
  client: Client,
  { entity, relations }: ShownEntity,
  at: Instant | undefined,
): Promise<RelationLine[]> {
  const lines: RelationLine[] = [];
  for (const { type, direction, label, kind, total, items } of relations) {
    const ends = [...items];
    while (ends.length < total) {
      const more = await client.inventory.relations({
        id: entity.id,
        type,
        direction,
        kind,
        offset: ends.length,
        limit: relatedAtOnce,
        ...(at !== undefined && { at }),
      });
      if (more.items.length === 0) break;
      ends.push(...more.items);
    }
    const { title } = kindDefinition(kind);
    for (const { id, name } of ends) lines.push({ relation: label, entity: { id, kind: title, name } });
  }
  return lines;
}

function describeEntity(
  { output }: CliContext,
  { entity, confirmedAt }: ShownEntity,
  relations: readonly RelationLine[],
  timeline: readonly TimelineEntry[],
): string {
  const { bold, dim } = output.color;
  const heading = (text: string) => `\n${bold(text)}`;
  const { title } = kindDefinition(entity.kind);
  const lines = [
    `${bold(entity.name)}  ${dim(title)}`,
    dim(entity.id),
    `observed ${instantText(entity.observedAt)}${confirmedAt === undefined ? '' : `, confirmed ${instantText(confirmedAt)}`} by ${entity.source}${entity.simulated ? ' (simulated)' : ''}`,
    ...(entity.disappearedAt === undefined ? [] : [`gone since ${instantText(entity.disappearedAt)}`]),
    heading('Attributes'),
    output.table(
      ['attribute', 'value'],
      [
        ...Object.entries(entity.attributes).map(([path, value]) => [
          path,
          short(attributeLine(path, value)),
        ]),
        ...Object.entries(entity.unknown)
          .filter(([path]) => !Object.hasOwn(entity.attributes, path))
          .map(([path, reason]) => [path, dim(`unknown: ${reason}`)]),
      ],
    ),
  ];
  if (relations.length > 0) {
    const shown = relations.slice(0, 40);
    lines.push(
      heading('Relations'),
      output.table(
        ['relation', 'kind', 'name', 'id'],
        shown.map((line) => [line.relation, line.entity.kind, line.entity.name, line.entity.id]),
      ),
    );
    if (relations.length > shown.length)
      lines.push(dim(`and ${relations.length - shown.length} more; --json has all`));
  }
  lines.push(heading('History'), timeline.map(describeEntry).join('\n'));
  return lines.join('\n');
}

function describeEntry(entry: TimelineEntry): string {
  const when = instantText(entry.at);
  switch (entry.type) {
    case 'first-seen':
      return `${when}  first seen`;
    case 'disappeared':
      return `${when}  disappeared`;
    case 'returned':
      return `${when}  returned`;
    case 'changed':
      return entry.changes
        .map((change) => {
          const [what, from, to] = changeCells(change);
          return `${when}  ${what}: ${from} → ${to}`;
        })
        .join('\n');
    default:
      return entry satisfies never;
  }
}
