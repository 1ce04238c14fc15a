import { LabError } from '../domain.ts';

/** A record and where it stands: compared member by member, never reused by another. */
export interface Row {
  readonly key: readonly number[];
  present(): Record<string, unknown>;
}

/** One page of rows that come in the order of their keys; the cursor names the last row given, not a position. */
export function page(
  rows: readonly Row[],
  size: number,
  cursor: string | undefined,
): Record<string, unknown> {
  const after = cursor === undefined ? undefined : decode(cursor);
  const start = after === undefined ? 0 : firstAfter(rows, after);
  const taken = rows.slice(start, start + size);
  const last = taken.at(-1);
  const more = start + size < rows.length;
  return {
    records: taken.map((row) => row.present()),
    num_records: taken.length,
    _links: more && last ? { next: { cursor: encode(last.key) } } : {},
  };
}

function firstAfter(rows: readonly Row[], key: readonly number[]): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(rows[middle]?.key ?? [], key) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? -1) - (b[i] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

function encode(key: readonly number[]): string {
  return Buffer.from(key.join('.')).toString('base64url');
}

function decode(cursor: string): readonly number[] {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  if (!/^\d+(\.\d+)*$/.test(text)) throw new LabError(`cursor "${cursor}" was not given by this server`);
  return text.split('.').map(Number);
}
