import { canonicalText } from '../../inventory/digest.ts';

/*
 * What all merges are made of. Each is a join: the order in which copies meet, and how often, makes no difference.
 */

/** The greater by canonical text: arbitrary, and the same everywhere. */
export function greater<T>(one: T, other: T): T {
  return canonicalText(one) >= canonicalText(other) ? one : other;
}

/** A value with what says how new it is; texts compare by code unit. */
export interface Stamped<T> {
  readonly stamp: string;
  readonly value: T;
}

/** The newer one. Of two that are equally new the greater: they are the same, but for a fault elsewhere. */
export function newer<T>(one: Stamped<T>, other: Stamped<T>): Stamped<T> {
  if (one.stamp !== other.stamp) return one.stamp > other.stamp ? one : other;
  return greater(one.value, other.value) === one.value ? one : other;
}

/** All of both, each once by its id, in an order that the members themselves tell. */
export function union<T extends { readonly id: string }>(
  one: readonly T[],
  other: readonly T[],
  orderOf: (member: T) => string,
): T[] {
  const byId = new Map<string, T>();
  for (const member of [...one, ...other]) {
    const before = byId.get(member.id);
    byId.set(member.id, before === undefined ? member : greater(before, member));
  }
  return [...byId.values()].toSorted(
    (a, b) => compareText(orderOf(a), orderOf(b)) || compareText(a.id, b.id),
  );
}

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The one that comes last by a text that orders them; of two that have the same, the greater. */
export function lastBy<T>(one: T, other: T, orderOf: (value: T) => string): T {
  const order = compareText(orderOf(one), orderOf(other));
  if (order !== 0) return order > 0 ? one : other;
  return greater(one, other);
}

/** Absent ones give way. */
export function present<T>(
  one: T | undefined,
  other: T | undefined,
  join: (one: T, other: T) => T,
): T | undefined {
  if (one === undefined) return other;
  return other === undefined ? one : join(one, other);
}

/** The newest of instants; absent ones are older than all. */
export function newest<I extends string>(first: I, ...others: readonly (I | undefined)[]): I {
  let last = first;
  for (const one of others) if (one !== undefined && one > last) last = one;
  return last;
}

/** Members one by one: the one that there is, and of two the greater. */
export function mergeMembers<T extends object>(one: T, other: T): T {
  const [a, b] = [one as Readonly<Record<string, unknown>>, other as Readonly<Record<string, unknown>>];
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(names.map((name) => [name, present(a[name], b[name], greater)])) as T;
}
