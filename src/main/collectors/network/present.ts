/**
 * Drops what a source left empty (null, undefined, '', empty lists): an absent attribute is unknown, an empty one
 * would claim to be known.
 */
export function present(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) =>
        value !== undefined &&
        value !== null &&
        value !== '' &&
        !(Array.isArray(value) && value.length === 0),
    ),
  );
}

/** Sorted without duplicates, so that the same set always gives the same list. */
export function sortedTexts(values: readonly string[]): string[] {
  return [...new Set(values)].toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

export function sortedNumbers(values: readonly number[]): number[] {
  return [...new Set(values)].toSorted((a, b) => a - b);
}

/** `aa:bb:cc:dd:ee:ff`, whatever separators came; other text only in lower case. */
export function normalMac(value: string | null | undefined): string | undefined {
  if (!value) return undefined;
  const hex = value.toLowerCase().replaceAll(/[^0-9a-f]/g, '');
  return hex.length === 12 ? (hex.match(/../g) ?? []).join(':') : value.toLowerCase();
}
