import type { InventoryQueryInput } from './inventory-query.ts';
import { entityKinds, isEntityKind, kindDefinition, type EntityKind } from './kinds/registry.ts';

/** What a filter may name of every entity; attributes are found whatever the case, these as they stand. */
const ofEvery: ReadonlySet<string> = new Set([
  'id',
  'nativeId',
  'name',
  'kind',
  'source',
  'domain',
  'partition',
  'simulated',
  'firstSeenAt',
  'observedAt',
  'changedAt',
  'disappearedAt',
]);

/**
 * Why a path leads nowhere in entities of these kinds (of any kind when there are none), with what may have been
 * meant; undefined when it leads somewhere.
 */
export function unknownPath(path: string, kinds: readonly EntityKind[] = entityKinds): string | undefined {
  const lower = path.toLowerCase();
  const [first = '', ...rest] = lower.split('.');
  const isOpen = ['label', 'labels', 'unknown', 'attributes'].includes(first) && rest.length > 0;
  if (isOpen || ofEvery.has(path) || lower === 'key' || lower === 'keys' || isEntityKind(lower))
    return undefined;
  const fields = [
    ...new Set(kinds.flatMap((kind) => Object.keys(kindDefinition(kind).attributes.shape))),
    ...ofEvery,
  ];
  if (fields.some((field) => field.toLowerCase() === first)) return undefined;
  const near = fieldsNear(first, fields).slice(0, 3);
  return `there is no field "${path}" here${near.length > 0 ? `: ${near.join(', ')}?` : ''}`;
}

/** Every path that a query names, to filter or to sort by. */
export function pathsOf({
  filters = [],
  sort = [],
}: Pick<InventoryQueryInput, 'filters' | 'sort'>): readonly string[] {
  return [...filters, ...sort].map(({ path }) => path);
}

/** Names that one or two slips make of a word, nearest first: none of them is it, and any may be meant. */
export function namesNear(word: string, names: Iterable<string>, most: number): readonly string[] {
  const wanted = word.toLowerCase();
  if (wanted.length < 4) return [];
  const allowed = wanted.length < 7 ? 1 : 2;
  const near = new Map<string, number>();
  for (const name of names) {
    if (near.has(name) || Math.abs(name.length - wanted.length) > allowed) continue;
    const lower = name.toLowerCase();
    // A slip in the very first letter is rare, and looking for it costs most.
    if (lower[0] !== wanted[0]) continue;
    const slips = slipsBetween(lower, wanted);
    if (slips > 0 && slips <= allowed) near.set(name, slips);
  }
  return [...near]
    .toSorted(([a, slipsOfA], [b, slipsOfB]) => slipsOfA - slipsOfB || a.localeCompare(b))
    .slice(0, most)
    .map(([name]) => name);
}

/** Fields that hold the word or that it holds, and those that a slip or two make of it; nearest first. */
export function fieldsNear(path: string, fields: readonly string[]): readonly string[] {
  const word = path.toLowerCase();
  const allowed = word.length < 4 ? 0 : word.length < 7 ? 1 : 2;
  return fields
    .map((field) => {
      const lower = field.toLowerCase();
      if (lower.includes(word)) return { field, slips: 0 };
      const slips = slipsBetween(lower, word);
      if (slips <= allowed) return { field, slips };
      return { field, slips: lower.length > 3 && word.includes(lower) ? allowed : Number.POSITIVE_INFINITY };
    })
    .filter(({ slips }) => Number.isFinite(slips))
    .toSorted((a, b) => a.slips - b.slips)
    .map(({ field }) => field);
}

/** Letters that are to be added, left out or exchanged. */
function slipsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const exchanged = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(exchanged, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
