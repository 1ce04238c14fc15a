import { hash } from 'node:crypto';

/**
 * Text of a value that is the same for equal values whatever the order of their members; absent and `undefined`
 * members are the same. Lengths stand before texts, so that no two different values share a text.
 */
export function canonicalText(value: unknown): string {
  if (typeof value === 'string') return `${value.length}:${value}`;
  if (typeof value === 'number') return `#${value}`;
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) {
    let text = '[';
    for (const item of value) text += `${canonicalText(item)},`;
    return `${text}]`;
  }
  let text = '{';
  const members = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(members).toSorted()) {
    const member = members[key];
    if (member !== undefined) text += `${key.length}:${key}=${canonicalText(member)};`;
  }
  return `${text}}`;
}

/**
 * 64 bits of SHA-1 as 16 hex digits: names and labels come from infrastructure, so equal digests must not be easy
 * to arrange by chance; they guard no secret.
 */
export function digestText(text: string): string {
  return hash('sha1', text, 'hex').slice(0, 16);
}

/** Deep equality of plain data; members that are absent and members that are undefined are the same. */
export function equalValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return typeof a === 'number' && typeof b === 'number' && Number.isNaN(a) && Number.isNaN(b);
  }
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!equalValue(a[i], b[i])) return false;
    return true;
  }
  if (Array.isArray(b)) return false;
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  let members = 0;
  for (const key in left) {
    if (left[key] === undefined) continue;
    if (!equalValue(left[key], right[key])) return false;
    members++;
  }
  let others = 0;
  for (const _ in right) others++;
  if (members === others) return true;
  for (const key in right) if (right[key] === undefined) others--;
  return members === others;
}

const mask = (1n << 64n) - 1n;

/** Sum of digests modulo 2^64: order does not matter, and a member can be taken out again. */
export function addDigest(sum: bigint, digest: string): bigint {
  return (sum + BigInt(`0x${digest}`)) & mask;
}

export function subtractDigest(sum: bigint, digest: string): bigint {
  return (sum - BigInt(`0x${digest}`)) & mask;
}
