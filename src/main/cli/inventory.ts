import type { Command } from 'commander';
import type { Client } from '../../shared/contract/client.ts';
import { ContractError } from '../../shared/contract/contract-error.ts';
import type { OutputOf } from '../../shared/contract/contract.ts';
import { attributeText, instantText, seconds } from '../../shared/format.ts';
import type { Entity } from '../../shared/model/entity.ts';
import type { Change } from '../../shared/model/change.ts';
import { parseFilterTokens } from '../../shared/model/filter-tokens.ts';
import { entityIdSchema, instant, type EntityId, type Instant } from '../../shared/model/ids.ts';
import type { TimelineEntry } from '../../shared/model/inventory-query.ts';
import { kindDefinition } from '../../shared/model/kinds/registry.ts';
import { DomainError } from '../platform/errors.ts';
import type { CliContext } from './context.ts';
import { rejectUnknownFields, valuesInstead } from './nothing-matches.ts';
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
      const { query, problems } = parseFilterTokens(words.map(quoteBlanks).join(' '));
      rejectProblems(problems);
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
    });

  inventory
    .command('show')
    .argument('<entity>', 'an id, or a name when only one entity has it')
    .option('--at <instant>', 'as it was then (ISO time, or "2h", "7d" ago)')
    .description('one entity: attributes, relations both ways, history')
    .action(async (wanted: string, options: { at?: string }) => {
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
    });

  inventory
    .command('changes')
    .argument('[filter...]', 'kind:, source: and one entity’s id or name')
    .option('--since <instant>', 'from then on (ISO time, or "2h", "7d" ago)', '7d')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 10_000), 100)
    .description('what changed in configuration and placement, newest first')
    .action(async (words: string[], options: { since: string; limit: number }) => {
      const { query, problems } = parseFilterTokens(words.map(quoteBlanks).join(' '));
      rejectProblems(problems);
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
    });
}

/** The shell has taken the operator's quotes away: a word with blanks was one word. */
function quoteBlanks(word: string): string {
  if (!/\s/.test(word)) return word;
  const token = /^([\w.-]+(?:!=|>=|<=|[:=~<>]))(.*)$/s.exec(word);
  return token
    ? `${token[1]}"${token[2]?.replaceAll('"', String.raw`\"`)}"`
    : `"${word.replaceAll('"', String.raw`\"`)}"`;
}

function rejectProblems(problems: readonly { token: string; reason: string }[]): void {
  const [first] = problems;
  if (first === undefined) return;
  throw new DomainError('usage', `"${first.token}": ${first.reason}`, {
    hint: 'See `datacenter-docs inventory --help` for what a filter can say.',
  });
}

/** An ISO time, or an amount of time ago: `90m`, `2h`, `7d`. */
export function parseMoment(text: string, now: Instant): Instant {
  const ago = /^(\d+)([mhdw])$/.exec(text);
  if (ago) {
    const unit = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }[ago[2] as 'm' | 'h' | 'd' | 'w'];
    return instant(Date.parse(now) - Number(ago[1]) * unit);
  }
  const time = Date.parse(text);
  if (Number.isNaN(time)) {
    throw new DomainError(
      'usage',
      `"${text}": expected an ISO time such as 2026-11-20T08:00:00Z, or an age such as 90m, 2h, 7d`,
    );
  }
  return instant(time);
}

/** The application's own time, so that ages are right where this machine's clock is not. */
async function nowOf(client: Client): Promise<Instant> {
  return (await client.system.about({})).now;
}

type ShownEntity = OutputOf<'inventory.entity'>;

/** Items of each group of relations in one answer. */
const relatedAtOnce = 200;

async function findEntity(client: Client, wanted: string, at: Instant | undefined): Promise<ShownEntity> {
  const when = at === undefined ? {} : { at };
  const show = (id: EntityId) => client.inventory.entity({ id, related: relatedAtOnce, ...when });
  const id = entityIdSchema.safeParse(wanted);
  if (id.success) {
    try {
      return await show(id.data);
    } catch (error) {
      if (!(error instanceof ContractError) || error.code !== 'entity-not-found') throw error;
    }
  }
  const { items, total } = await client.inventory.query({
    filters: [{ path: 'name', op: 'eq', value: wanted }],
    includeDisappeared: true,
    limit: 10,
    ...when,
  });
  const [entity] = items;
  if (entity !== undefined && total === 1) return show(entity.id);
  const present = items.filter((item) => item.disappearedAt === undefined && item.kind !== 'finding');
  if (present[0] !== undefined && present.length === 1) return show(present[0].id);
  if (total > 1) {
    throw new DomainError('usage', `"${wanted}" is the name of ${total} entities.`, {
      hint: `Give an id: ${items.map((item) => item.id).join(', ')}`,
    });
  }
  throw new DomainError('entity-not-found', `There is no entity with the id or name "${wanted}".`, {
    hint: 'Search with `datacenter-docs inventory list WORD`.',
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

function changeCells(change: Change): [what: string, from: string, to: string] {
  if (change.type !== 'field') return [change.type, '', ''];
  const what = change.path.replace(/^attributes\./, '');
  return [what, short(valueText(what, change.from)), short(valueText(what, change.to))];
}

function valueText(path: string, value: unknown): string {
  return value === undefined ? '–' : attributeLine(path, value);
}

function attributeLine(path: string, value: unknown): string {
  const nested = typeof value === 'object' && value !== null && JSON.stringify(value).includes('{');
  return nested ? JSON.stringify(value) : attributeText(path, value);
}

function short(text: string, length = 100): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
