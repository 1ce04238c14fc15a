/** Numbers of an OID, or of the part of one that is an index. */
export function numbersOf(oid: string): number[] {
  return oid === '' ? [] : oid.replace(/^\./, '').split('.').map(Number);
}

/** As SNMP orders them: number by number, the shorter first. */
export function compareOids(one: string, other: string): number {
  const [a, b] = [numbersOf(one), numbersOf(other)];
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** What follows `base`; undefined for an OID that is not below it. */
export function indexBelow(base: string, oid: string): string | undefined {
  return oid.startsWith(`${base}.`) ? oid.slice(base.length + 1) : undefined;
}

export const isBelow = (bases: readonly string[], oid: string): boolean =>
  bases.some((base) => oid === base || oid.startsWith(`${base}.`));
