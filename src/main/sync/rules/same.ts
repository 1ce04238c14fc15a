import { hasOwn, isMembers, type Members } from './given.ts';

/** Deep equality of plain data, whatever the order of members. */
export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one)) {
    if (!Array.isArray(other) || one.length !== other.length) return false;
    for (let at = 0; at < one.length; at += 1) if (!same(one[at], other[at])) return false;
    return true;
  }
  if (!isMembers(one) || !isMembers(other)) return false;
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length) return false;
  for (const name of names) if (!hasOwn(other, name) || !same(one[name], other[name])) return false;
  return true;
}

/** Equality but for members of these names at the top; what CouchDB itself writes is left out. */
export function sameBut(one: Members, other: Members, names: readonly string[]): boolean {
  return same(without(one, names), without(other, names));
}

function without(members: Members, names: readonly string[]): Members {
  const rest: { [name: string]: unknown } = {};
  for (const name of Object.keys(members))
    if (name.charAt(0) !== '_' && names.indexOf(name) === -1) rest[name] = members[name];
  return rest;
}

/** Whether a list has something like it. */
export function some(list: readonly unknown[], fits: (one: unknown) => boolean): boolean {
  for (const one of list) if (fits(one)) return true;
  return false;
}
