import type { Entity } from '../../shared/model/entity.ts';
import { compilePath } from './entity-paths.ts';
import { compareNatural } from './natural-order.ts';

export interface FieldValue {
  readonly value: string;
  readonly count: number;
}

/** Beyond this many different values a field is searched rather than listed. */
const mostDifferent = 5_000;
const known = new WeakMap<readonly Entity[], Map<string, readonly FieldValue[]>>();

/** What a path says among these entities, most frequent first; worked out once for a list. Plain values only. */
export function fieldValues(list: readonly Entity[], path: string): readonly FieldValue[] {
  const ofList = known.get(list) ?? new Map<string, readonly FieldValue[]>();
  known.set(list, ofList);
  let values = ofList.get(path);
  if (!values) {
    values = count(list, path);
    ofList.set(path, values);
  }
  return values;
}

function count(list: readonly Entity[], path: string): readonly FieldValue[] {
  const read = compilePath(path);
  const counts = new Map<string, number>();
  for (const entity of list) {
    for (const value of read(entity)) {
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') continue;
      const text = String(value);
      const before = counts.get(text);
      if (before !== undefined || counts.size < mostDifferent) counts.set(text, (before ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .toSorted((a, b) => b.count - a.count || compareNatural(a.value, b.value));
}
