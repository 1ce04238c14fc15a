/** One item of a list that goes (`was`), comes (`now`), or is replaced (both). */
export interface ListStep<T> {
  readonly was: T | undefined;
  readonly now: T | undefined;
}

/** The few below which finding each place costs less than walking the list. */
const few = 32;

/**
 * A sorted list with some items replaced, as a new list. `compare` tells any two different items apart; what it
 * compares of an item may differ between `was` and `now`.
 */
export function replaceInList<T>(
  list: readonly T[],
  steps: readonly ListStep<T>[],
  compare: (a: T, b: T) => number,
): readonly T[] {
  if (steps.length <= few) {
    const next = list.slice();
    for (const { was, now } of steps) {
      if (was !== undefined && now !== undefined && compare(was, now) === 0) {
        next[placeOf(next, was, compare)] = now;
        continue;
      }
      if (was !== undefined) next.splice(placeOf(next, was, compare), 1);
      if (now !== undefined) next.splice(placeOf(next, now, compare), 0, now);
    }
    return next;
  }
  const replaced = new Map<T, T | undefined>();
  const added: T[] = [];
  for (const { was, now } of steps) {
    if (was === undefined) {
      if (now !== undefined) added.push(now);
    } else if (now !== undefined && compare(was, now) === 0) replaced.set(was, now);
    else {
      replaced.set(was, undefined);
      if (now !== undefined) added.push(now);
    }
  }
  const kept: T[] = [];
  for (const item of list) {
    const next = replaced.has(item) ? replaced.get(item) : item;
    if (next !== undefined) kept.push(next);
  }
  return added.length === 0 ? kept : merge(kept, added.toSorted(compare), compare);
}

/** Index of the first item that is not before `item`. */
function placeOf<T>(list: readonly T[], item: T, compare: (a: T, b: T) => number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(list[middle] as T, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function merge<T>(a: readonly T[], b: readonly T[], compare: (a: T, b: T) => number): T[] {
  if (a.length === 0) return [...b];
  const merged: T[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    merged.push(compare(a[i] as T, b[j] as T) <= 0 ? (a[i++] as T) : (b[j++] as T));
  }
  while (i < a.length) merged.push(a[i++] as T);
  while (j < b.length) merged.push(b[j++] as T);
  return merged;
}
