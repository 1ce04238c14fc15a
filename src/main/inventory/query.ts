import type { Entity } from '../../shared/model/entity.ts';
import type { InventoryFilter, InventoryPage, InventoryQuery } from '../../shared/model/inventory-query.ts';
import { parseQuantity } from '../../shared/model/filter-tokens.ts';
import { isEntityKind, kindDefinition, entityKinds } from '../../shared/model/kinds/registry.ts';
import { relationTypes, type RelationType } from '../../shared/model/relation.ts';
import { valuesAt, type RelatedNames } from './entity-paths.ts';
import { compareNamed, compareNatural, sortNamed } from './natural-order.ts';
import type { InventoryView } from './view.ts';

const shownPartitions = 100;

/** @param tombstones What has disappeared, when that is asked for. */
export function queryView(
  view: InventoryView,
  query: InventoryQuery,
  tombstones: readonly Entity[] = [],
): InventoryPage {
  const related = relatedNames(view);
  const kinds = query.kinds ?? entityKinds;
  const wanted = new Set<string>(kinds);
  const matches = matcher(query, related);
  const found: Entity[] = [];
  for (const kind of wanted as Set<(typeof kinds)[number]>) {
    if (query.domains && !query.domains.includes(kindDefinition(kind).domain)) continue;
    for (const entity of view.all(kind) as readonly Entity[]) if (matches(entity)) found.push(entity);
  }
  for (const entity of tombstones) if (wanted.has(entity.kind) && matches(entity)) found.push(entity);
  const sorted = query.sort.length === 0 ? sortNamed(found) : found.toSorted(comparer(query, related));
  return {
    items: sorted.slice(query.offset, query.offset + query.limit),
    total: found.length,
    facets: {
      kind: tally(found, (entity) => entity.kind),
      domain: tally(found, (entity) => kindDefinition(entity.kind).domain),
      source: tally(found, (entity) => entity.source),
      partition: tally(found, (entity) => entity.partition, shownPartitions),
    },
  };
}

function tally(
  entities: readonly Entity[],
  textOf: (entity: Entity) => string | undefined,
  most = Number.POSITIVE_INFINITY,
): Record<string, number> {
  const counts = new Map<string, number>();
  for (const entity of entities) {
    const text = textOf(entity);
    if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const largest = [...counts].toSorted((a, b) => b[1] - a[1] || compareNatural(a[0], b[0])).slice(0, most);
  return Object.fromEntries(largest);
}

function matcher(query: InventoryQuery, related: RelatedNames): (entity: Entity) => boolean {
  const sources = query.sources && new Set(query.sources);
  const partitions = query.partitions && new Set(query.partitions);
  const words = (query.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const filters = query.filters.map((filter) => compileFilter(filter, related));
  return (entity) =>
    (sources === undefined || sources.has(entity.source)) &&
    (partitions === undefined || partitions.has(entity.partition ?? '')) &&
    (!query.domains || query.domains.includes(kindDefinition(entity.kind).domain)) &&
    filters.every((matches) => matches(entity)) &&
    words.every((word) => mentions(entity, word));
}

function mentions(entity: Entity, word: string): boolean {
  const has = (value: unknown): boolean => {
    if (typeof value === 'string') return value.toLowerCase().includes(word);
    if (Array.isArray(value)) return value.some(has);
    return typeof value === 'object' && value !== null && Object.values(value).some(has);
  };
  return (
    has(entity.name) ||
    has(entity.nativeId) ||
    has(entity.keys) ||
    has(entity.labels) ||
    has(entity.partition) ||
    has(entity.attributes)
  );
}

function compileFilter(filter: InventoryFilter, related: RelatedNames): (entity: Entity) => boolean {
  const { path, op, value } = filter;
  const values = (entity: Entity) => valuesAt(entity, path, related);
  switch (op) {
    case 'exists':
      return (entity) => values(entity).length > 0;
    case 'missing':
      return (entity) => values(entity).length === 0;
    case 'eq':
    case 'ne': {
      const equals = compileEquals(value);
      return (entity) => values(entity).some(equals) === (op === 'eq');
    }
    case 'contains': {
      const part = String(value).toLowerCase();
      return (entity) => values(entity).some((found) => textOf(found).toLowerCase().includes(part));
    }
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte': {
      const limit = typeof value === 'number' ? value : (parseQuantity(String(value)) ?? String(value));
      const holds = orders[op];
      return (entity) =>
        values(entity).some((found) => {
          const order = compareValues(found, limit);
          return order !== undefined && holds(order);
        });
    }
    default:
      return op satisfies never;
  }
}

const orders = {
  gt: (order: number) => order > 0,
  gte: (order: number) => order >= 0,
  lt: (order: number) => order < 0,
  lte: (order: number) => order <= 0,
};

function compileEquals(value: string | number | boolean): (found: unknown) => boolean {
  const text = String(value).toLowerCase();
  const quantity = typeof value === 'string' ? parseQuantity(value) : undefined;
  if (text.includes('*')) {
    const pattern = new RegExp(
      `^${text
        .split('*')
        .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
        .join('.*')}$`,
      's',
    );
    return (found) => pattern.test(textOf(found).toLowerCase());
  }
  return (found) =>
    typeof found === 'number' && quantity !== undefined
      ? found === quantity
      : textOf(found).toLowerCase() === text;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Numbers as numbers; texts, instants among them, as texts; a number and a text have no order. */
function compareValues(a: unknown, b: unknown): number | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareNatural(a, b);
  return undefined;
}

function comparer(query: InventoryQuery, related: RelatedNames): (a: Entity, b: Entity) => number {
  return (a, b) => {
    for (const { path, direction } of query.sort) {
      const left = valuesAt(a, path, related)[0];
      const right = valuesAt(b, path, related)[0];
      // What has no value comes last, whichever way the rest is sorted.
      if (left === undefined || right === undefined) {
        if (left !== right) return left === undefined ? 1 : -1;
        continue;
      }
      const order = compareValues(left, right) ?? compareNatural(textOf(left), textOf(right));
      if (order !== 0) return direction === 'ascending' ? order : -order;
    }
    return compareNamed(a, b);
  };
}

const allRelationTypes = Object.keys(relationTypes) as RelationType[];

/** Names of directly related entities of a kind: what `cluster:prod-a` means where there is no such attribute. */
function relatedNames(view: InventoryView): RelatedNames {
  return (entity, kind) => {
    if (!isEntityKind(kind) || kind === entity.kind) return [];
    const names = new Set<string>();
    for (const type of new Set(entity.relations.map((relation) => relation.type))) {
      for (const other of view.outbound(entity, type)) if (other.kind === kind) names.add(other.name);
    }
    if (names.size === 0) {
      for (const type of allRelationTypes) {
        for (const other of view.inbound(entity, type, kind)) names.add(other.name);
      }
    }
    return [...names];
  };
}
