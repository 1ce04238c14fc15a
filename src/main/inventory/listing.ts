import type { Entity } from '../../shared/model/entity.ts';
import type { InventoryQuery } from '../../shared/model/inventory-query.ts';
import {
  entityKinds,
  isEntityKind,
  kindDefinition,
  type EntityKind,
} from '../../shared/model/kinds/registry.ts';
import { relationTypes, type RelationType } from '../../shared/model/relation.ts';
import { severities } from '../../shared/model/severity.ts';
import { columnOf, type Column } from './columns.ts';
import { compileFilter, compileTest, textOf } from './compile-filter.ts';
import { compilePath, type RelatedNames } from './entity-paths.ts';
import { compareText, naturalKey, sortNamed } from './natural-order.ts';
import { contentOf } from './read-view.ts';
import { mentioning, readyToSearch } from './text-search.ts';
import type { InventoryView } from './view.ts';

/** What narrows a list and orders it; which page of it is shown, and when, is no part of that. */
export type Selection = Omit<InventoryQuery, 'offset' | 'limit' | 'at'>;

interface Result {
  readonly universe: readonly Entity[];
  readonly words: readonly string[];
  readonly tests: ReadonlySet<string>;
  readonly list: readonly Entity[];
}

/** Lists that one content of the inventory has been asked for, newest last. */
interface Listings {
  readonly ordered: Map<string, readonly Entity[]>;
  readonly results: Map<string, Result>;
  readonly columns: WeakMap<readonly Entity[], Map<string, Column>>;
}

const mostResults = 48;
const mostOrders = 12;
/** A list this long is worth a column of its own while one types. */
const long = 2_000;
const listings = new WeakMap<object, Listings>();
/** Orders of one kind's list that depend on nothing but its members: they outlive writes of other kinds. */
const ordersOfKind = new WeakMap<readonly Entity[], Map<string, readonly Entity[]>>();

/**
 * All entities that match, in order. The list of a selection is kept as long as the inventory stays as it is, so that
 * paging costs nothing; typing on narrows the list before it rather than reading everything again.
 * @param tombstones What has disappeared, when that is asked for; the same list every time for the same content.
 */
export function listMatching(
  view: InventoryView,
  selection: Selection,
  tombstones: readonly Entity[] = [],
): readonly Entity[] {
  const content = contentOf(view);
  let kept = listings.get(content);
  if (!kept) {
    kept = { ordered: new Map(), results: new Map(), columns: new WeakMap() };
    listings.set(content, kept);
  }
  const { text = '', sources, partitions, filters } = selection;
  const words = [...new Set(text.toLowerCase().split(/\s+/).filter(Boolean))];
  const kinds = wantedKinds(selection);
  const key = JSON.stringify([
    kindsKey(kinds),
    selection.includeDisappeared,
    selection.sort,
    words,
    sources,
    partitions,
    filters,
  ]);
  const known = kept.results.get(key);
  if (known) {
    // Asked for again: it goes last.
    kept.results.delete(key);
    kept.results.set(key, known);
    return known.list;
  }

  const related = relatedNames(view);
  const universe = inOrder(view, kept, kinds, selection, related, tombstones);
  const tests = new Set(filters.map((filter) => `f${JSON.stringify(filter)}`));
  if (sources) tests.add(`s${JSON.stringify(sources)}`);
  if (partitions) tests.add(`p${JSON.stringify(partitions)}`);
  const wider = narrowest(kept.results.values(), universe, words, tests);
  let list = wider.list;
  if (words.length > 0 && !sameWords(wider.words, words)) {
    const found = mentions(view, kinds, selection.includeDisappeared ? tombstones : [], words);
    // Found in the order of the kind's own list, which is often the one that is asked for.
    const [only] = kinds;
    const inOrder = kinds.length === 1 && only !== undefined && universe === view.all(only);
    if (inOrder && list === universe) list = found;
    else {
      const wanted = new Set(found);
      list = list.filter((entity) => wanted.has(entity));
    }
  }
  if (sources && !wider.tests.has(`s${JSON.stringify(sources)}`)) {
    const wanted = new Set(sources);
    list = list.filter((entity) => wanted.has(entity.source));
  }
  if (partitions && !wider.tests.has(`p${JSON.stringify(partitions)}`)) {
    const wanted = new Set(partitions);
    list = list.filter((entity) => wanted.has(entity.partition ?? ''));
  }
  for (const filter of filters) {
    if (wider.tests.has(`f${JSON.stringify(filter)}`)) continue;
    if (list === universe && list.length >= long) {
      const column = columnOf(list, filter.path, related, kept.columns);
      const test = compileTest(filter);
      list = list.filter((_, place) => test(column[place] ?? []));
    } else list = list.filter(compileFilter(filter, related));
  }
  kept.results.set(key, { universe, words, tests, list });
  dropOldest(kept.results, mostResults);
  return list;
}

function kindsKey(kinds: readonly EntityKind[]): unknown {
  return kinds.length === entityKinds.length ? '*' : kinds;
}

function mentions(
  view: InventoryView,
  kinds: readonly EntityKind[],
  tombstones: readonly Entity[],
  words: readonly string[],
): readonly Entity[] {
  const lists = searchedLists(view, kinds, tombstones);
  const [only] = lists;
  if (lists.length === 1 && only) return mentioning(only.name, only.list, words);
  return lists.flatMap(({ name, list }) => mentioning(name, list, words));
}

function searchedLists(
  view: InventoryView,
  kinds: readonly EntityKind[],
  tombstones: readonly Entity[],
): readonly { readonly name: string; readonly list: readonly Entity[] }[] {
  return kinds
    .map((kind) => ({ name: kind as string, list: view.all(kind) as readonly Entity[] }))
    .concat(tombstones.length > 0 ? [{ name: '', list: tombstones }] : [])
    .filter(({ list }) => list.length > 0);
}

/** Has ready what `listMatching` looks for words in, while others get their turns. */
export async function readyToMatch(
  view: InventoryView,
  selection: Selection,
  tombstones: readonly Entity[],
  pause: () => Promise<void>,
): Promise<void> {
  if ((selection.text ?? '').trim() === '') return;
  for (const { name, list } of searchedLists(view, wantedKinds(selection), tombstones)) {
    await readyToSearch(name, list, pause);
  }
}

function wantedKinds({ kinds, domains }: Selection): readonly EntityKind[] {
  const wanted = kinds === undefined ? entityKinds : [...new Set(kinds)];
  return domains === undefined
    ? wanted
    : wanted.filter((kind) => domains.includes(kindDefinition(kind).domain));
}

/** The shortest list known to hold everything that matches; all of it when there is no other. */
function narrowest(
  results: Iterable<Result>,
  universe: readonly Entity[],
  words: readonly string[],
  tests: ReadonlySet<string>,
): Result {
  let found: Result = { universe, words: [], tests: new Set(), list: universe };
  for (const result of results) {
    if (result.universe !== universe || result.list.length >= found.list.length) continue;
    const wider =
      [...result.tests].every((test) => tests.has(test)) &&
      result.words.every((word) => words.some((longer) => longer.includes(word)));
    if (wider) found = result;
  }
  return found;
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word) => b.includes(word));
}

function inOrder(
  view: InventoryView,
  kept: Listings,
  kinds: readonly EntityKind[],
  { sort, includeDisappeared }: Selection,
  related: RelatedNames,
  tombstones: readonly Entity[],
): readonly Entity[] {
  const [only] = kinds;
  const gone = includeDisappeared ? goneOf(kinds, tombstones) : [];
  if (kinds.length === 1 && only !== undefined && gone.length === 0) {
    const list = view.all(only) as readonly Entity[];
    return sort.length === 0 ? list : orderOfKind(list, kept, only, sort, related);
  }
  const key = JSON.stringify([kindsKey(kinds), includeDisappeared, sort]);
  const known = kept.ordered.get(key);
  if (known) return known;
  const all = [...kinds.flatMap((kind) => view.all(kind) as readonly Entity[]), ...gone];
  const named = sortNamed(all);
  const ordered = sort.length === 0 ? named : sortBy(named, sort, related);
  kept.ordered.set(key, ordered);
  dropOldest(kept.ordered, mostOrders);
  return ordered;
}

function goneOf(kinds: readonly EntityKind[], tombstones: readonly Entity[]): readonly Entity[] {
  if (kinds.length === entityKinds.length) return tombstones;
  const wanted = new Set<EntityKind>(kinds);
  return tombstones.filter((entity) => wanted.has(entity.kind));
}

function orderOfKind(
  list: readonly Entity[],
  kept: Listings,
  kind: EntityKind,
  sort: Selection['sort'],
  related: RelatedNames,
): readonly Entity[] {
  const key = JSON.stringify([kind, sort]);
  const known = ordersOfKind.get(list)?.get(key) ?? kept.ordered.get(key);
  if (known) return known;
  let askedOthers = false;
  const ordered = sortBy(list, sort, (entity, other) => {
    askedOthers ||= isEntityKind(other);
    return related(entity, other);
  });
  if (askedOthers) {
    kept.ordered.set(key, ordered);
    dropOldest(kept.ordered, mostOrders);
  } else {
    const own = ordersOfKind.get(list) ?? new Map<string, readonly Entity[]>();
    ordersOfKind.set(list, own);
    own.set(key, ordered);
    dropOldest(own, mostOrders);
  }
  return ordered;
}

type SortKey = number | string | undefined;

/** @param named By name already: what is equal otherwise stays in that order. */
function sortBy(named: readonly Entity[], sort: Selection['sort'], related: RelatedNames): readonly Entity[] {
  const by = sort.map(({ path, direction }) => {
    const read = compilePath(path, related);
    return {
      sign: direction === 'ascending' ? 1 : -1,
      // Read once for each entity; comparing happens many times for each.
      keys: named.map((entity) => read(entity)[0]).map(isSeverity(path) ? severityKey : sortKey),
    };
  });
  const places = Array.from(named, (_, place) => place);
  places.sort((a, b) => {
    for (const { sign, keys } of by) {
      const order = compareKeys(keys[a], keys[b], sign);
      if (order !== 0) return order;
    }
    return a - b;
  });
  return places.map((place) => named[place] as Entity);
}

function isSeverity(path: string): boolean {
  return path.toLowerCase().replace(/^attributes\./, '') === 'severity';
}

/** The worst first, not by its letters. */
function severityKey(value: unknown): SortKey {
  const place = severities.findIndex((one) => one === value);
  return place === -1 ? sortKey(value) : place;
}

function sortKey(value: unknown): SortKey {
  if (value === undefined || typeof value === 'number') return value;
  return naturalKey(textOf(value));
}

/** What has no value comes last, whichever way the rest is sorted; numbers stand before texts. */
function compareKeys(a: SortKey, b: SortKey, sign: number): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  if (typeof a === 'number') return typeof b === 'number' ? (a - b) * sign : -sign;
  return typeof b === 'number' ? sign : compareText(a, b) * sign;
}

function dropOldest(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}

const allRelationTypes = Object.keys(relationTypes) as RelationType[];

/** Names of directly related entities of a kind: what `cluster:prod-a` means where there is no such attribute. */
export function relatedNames(view: InventoryView): RelatedNames {
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
