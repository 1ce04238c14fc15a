import { attributeText, instantText, seconds } from '../../shared/format.ts';
import type { Entity } from '../../shared/model/entity.ts';
import type { Instant } from '../../shared/model/ids.ts';
import { kindDefinition } from '../../shared/model/kinds/registry.ts';
import type { CliContext } from './context.ts';
import { parseMoment, readFilter } from './inventory-filter.ts';
import { rejectUnknownFields, valuesInstead } from './nothing-matches.ts';

export interface ListOptions {
  readonly limit: number;
  readonly offset: number;
  readonly at?: string;
}

export async function listEntities(
  context: CliContext,
  words: readonly string[],
  options: ListOptions,
): Promise<void> {
  const query = readFilter(words);
  rejectUnknownFields(query);
  await context.withClient(async (client) => {
    const { now } = await client.system.about({});
    const { confirmedAt, ...page } = await client.inventory.query({
      ...query,
      ...(options.at === undefined ? {} : { at: parseMoment(options.at, now) }),
      limit: options.limit,
      offset: options.offset,
    });
    const asked =
      page.total === 0 && query.kinds !== undefined
        ? (await client.inventory.query({ kinds: query.kinds, limit: 10_000 })).items
        : [];
    context.output.data(page, () => {
      if (page.total === 0) {
        return [
          'Nothing matches. `datacenter-docs stats` tells what there is.',
          ...valuesInstead(query, asked),
        ].join('\n');
      }
      const kinds = new Set(page.items.map((entity) => entity.kind));
      const [only] = kinds;
      const columns =
        kinds.size === 1 && only !== undefined ? (kindDefinition(only).columns ?? []).slice(0, 5) : [];
      // A finding's partition is its rule, which is a column of its own.
      const showsPartition =
        only !== 'finding' && page.items.some((entity) => entity.partition !== undefined);
      const table = context.output.table(
        [
          'name',
          ...(kinds.size > 1 ? ['kind'] : []),
          ...(showsPartition ? ['in'] : []),
          ...columns,
          'confirmed',
          'id',
        ],
        page.items.map((entity, i) => [
          entity.name,
          ...(kinds.size > 1 ? [kindDefinition(entity.kind).title] : []),
          ...(showsPartition ? [entity.partition ?? '–'] : []),
          ...columns.map((column) => attributeOf(entity, column)),
          entity.disappearedAt === undefined
            ? ageText(confirmedAt[i], now)
            : `gone since ${instantText(entity.disappearedAt)}`,
          entity.id,
        ]),
      );
      const rest = page.total - page.items.length;
      return rest > 0
        ? `${table}\n${context.output.color.dim(`${page.items.length} of ${page.total}; --limit and --offset show more`)}`
        : `${table}\n${context.output.color.dim(`${page.total} in all`)}`;
    });
  });
}

function ageText(confirmedAt: Instant | undefined, now: Instant): string {
  if (confirmedAt === undefined) return '–';
  return `${seconds(Math.floor((Date.parse(now) - Date.parse(confirmedAt)) / 1000))} ago`;
}

function attributeOf(entity: Entity, path: string): string {
  const value = (entity.attributes as Readonly<Record<string, unknown>>)[path];
  return value === undefined ? '–' : attributeText(path, value);
}
