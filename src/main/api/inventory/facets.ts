import { setImmediate } from 'node:timers/promises';
import type { InventoryFacet, InventoryField } from '../../../shared/contract/inventory.ts';
import type { Entity } from '../../../shared/model/entity.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import { compilePath } from '../../inventory/entity-paths.ts';
import type { Selection } from '../../inventory/listing.ts';
import { compareNatural } from '../../inventory/natural-order.ts';
import type { Handler } from '../handler.ts';
import { commonFields, fieldsOf } from './envelope-fields.ts';

/** Entities between two looks at whether somebody else waits: some milliseconds. */
const slice = 1_000;
/** A field of this many different values tells things apart rather than grouping them. */
const mostDifferent = 2_000;
const mostFacets = 10;

export const facets: Handler<'inventory.facets'> = async (input, { app, signal }) => {
  const { query, limit } = input;
  const at = input.at ?? query.at;
  const { list } = await app.inventory.list({ ...query, at });
  const kinds = query.kinds?.length === 1 ? query.kinds : kindsIn(list);
  const fields = input.paths
    ? input.paths.map((path) => ({ path, title: titleOf(path, kinds), usual: true }))
    : candidates(list, kinds);
  const counters = fields.map((field) => ({
    ...field,
    ...counterOf(field.path),
    narrowed: isNarrowed(query, field.path),
  }));
  await tally(
    list,
    counters.filter(({ narrowed }) => !narrowed),
    signal,
  );
  for (const counter of counters) {
    if (!counter.narrowed) continue;
    // What else could be chosen in a field that is filtered by: counted as if it were not.
    const { list: wider } = await app.inventory.list({ ...without(query, counter.path), at });
    await tally(wider, [counter], signal);
  }
  const counted = counters
    .filter(
      ({ counts, usual, narrowed }) =>
        input.paths !== undefined || narrowed || divides(counts, list.length, usual),
    )
    .slice(0, input.paths ? undefined : mostFacets)
    .map(({ path, title, counts, missing }): InventoryFacet => {
      const sorted = [...counts].toSorted((a, b) => b[1] - a[1] || compareNatural(a[0], b[0]));
      return {
        path,
        title,
        values: sorted.slice(0, limit).map(([value, count]) => ({ value, count })),
        more: Math.max(0, sorted.length - limit),
        missing: missing(),
      };
    });
  return { total: list.length, facets: counted };
};

function isNarrowed(query: Selection, path: string): boolean {
  if (path === 'source') return query.sources !== undefined;
  if (path === 'partition') return query.partitions !== undefined;
  return query.filters.some((filter) => filter.path === path && filter.op === 'eq');
}

function without(query: Selection, path: string): Selection {
  const { sources, partitions, ...rest } = query;
  return {
    ...rest,
    ...(path !== 'source' && sources && { sources }),
    ...(path !== 'partition' && partitions && { partitions }),
    filters: query.filters.filter((filter) => filter.path !== path || filter.op !== 'eq'),
  };
}

async function tally(
  list: readonly Entity[],
  counters: readonly { readonly count: (entity: Entity) => void }[],
  signal: AbortSignal,
): Promise<void> {
  if (counters.length === 0) return;
  for (let from = 0; from < list.length; from += slice) {
    signal.throwIfAborted();
    for (const entity of list.slice(from, from + slice)) for (const { count } of counters) count(entity);
    await setImmediate();
  }
}

interface Candidate {
  readonly path: string;
  readonly title: string;
  /** Shown even where there is but one value. */
  readonly usual: boolean;
}

function counterOf(path: string) {
  const read = compilePath(path);
  const counts = new Map<string, number>();
  let missing = 0;
  return {
    counts,
    missing: () => missing,
    count(entity: Entity) {
      if (counts.size > mostDifferent) return;
      const values = read(entity);
      if (values.length === 0) missing += 1;
      for (const value of values) {
        const text = String(value);
        counts.set(text, (counts.get(text) ?? 0) + 1);
      }
    },
  };
}

/** Several values, and fewer than would name each thing by itself. */
function divides(counts: ReadonlyMap<string, number>, total: number, usual: boolean): boolean {
  if (counts.size === 0 || counts.size > mostDifferent) return false;
  return usual ? counts.size > 1 : counts.size > 1 && counts.size <= Math.max(12, total / 3);
}

function candidates(list: readonly Entity[], kinds: readonly EntityKind[]): readonly Candidate[] {
  const [only] = kinds;
  const usual = (path: string) => ({ path, title: titleOf(path, kinds), usual: true });
  if (kinds.length !== 1 || only === undefined) {
    return [usual('domain'), usual('kind'), usual('source'), usual('partition')];
  }
  const own = fieldsOf(only).filter(
    (field) => ['text', 'choice', 'yes-no', 'list'].includes(field.type) && (field.shown || isChoice(field)),
  );
  // A partition that an attribute says as well (a VM's cluster) need not stand twice.
  const first = list[0];
  const said =
    first?.partition !== undefined &&
    own.some(({ path }) => (first.attributes as Readonly<Record<string, unknown>>)[path] === first.partition);
  return [
    ...own.filter((field) => field.shown),
    ...(said || only === 'finding' ? [] : [{ path: 'partition', title: titleOf('partition', kinds) }]),
    { path: 'source', title: titleOf('source', kinds) },
    ...own.filter((field) => !field.shown),
  ].map(({ path, title }) => ({ path, title, usual: false }));
}

function isChoice({ type, volatile }: InventoryField): boolean {
  return type === 'choice' || (type === 'yes-no' && !volatile);
}

function titleOf(path: string, kinds: readonly EntityKind[]): string {
  const fields = [...commonFields, ...kinds.flatMap((kind) => fieldsOf(kind))];
  return fields.find((field) => field.path === path)?.title ?? path;
}

function kindsIn(list: readonly Entity[]): readonly EntityKind[] {
  return [...new Set(list.map((entity) => entity.kind))];
}
