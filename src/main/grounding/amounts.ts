import type { Dimension } from './vocabulary/attributes.ts';
import type { Bound } from './vocabulary/words.ts';

/** A figure as prose gives it: in the dimension's own unit, with what its last digit stands for. */
export interface Amount {
  readonly value: number;
  readonly dimension: Dimension;
  /** Half of what the last digit stands for. */
  readonly precision: number;
  readonly bound?: Bound;
}

const unitTable: readonly (readonly [dimension: Dimension, size: number, names: string])[] = [
  ['bytes', 1, 'b byte bytes'],
  ['bytes', 1e3, 'kb kilobyte kilobytes'],
  ['bytes', 1e6, 'mb megabyte megabytes'],
  ['bytes', 1e9, 'gb gigabyte gigabytes'],
  ['bytes', 1e12, 'tb terabyte terabytes'],
  ['bytes', 1e15, 'pb petabyte petabytes'],
  ['bytes', 2 ** 10, 'kib kibibyte kibibytes'],
  ['bytes', 2 ** 20, 'mib mebibyte mebibytes'],
  ['bytes', 2 ** 30, 'gib gibibyte gibibytes'],
  ['bytes', 2 ** 40, 'tib tebibyte tebibytes'],
  ['bytes', 2 ** 50, 'pib pebibyte pebibytes'],
  ['mhz', 1, 'mhz megahertz'],
  ['mhz', 1000, 'ghz gigahertz'],
  ['mhz', 1_000_000, 'thz'],
  ['mbps', 0.001, 'kbit/s kbps'],
  ['mbps', 1, 'mbit/s mbps mb/s megabit megabits mbit'],
  ['mbps', 1000, 'gbit/s gbps gb/s gigabit gigabits gbit gbe'],
  ['mbps', 1_000_000, 'tbit/s tbps'],
  ['percent', 1, '% percent pct prozent per-cent'],
  ['seconds', 0.000_001, 'µs us microsecond microseconds mikrosekunden'],
  ['seconds', 0.001, 'ms msec millisecond milliseconds millisekunde millisekunden'],
  ['seconds', 1, 's sec secs second seconds sekunde sekunden'],
  ['seconds', 60, 'min mins minute minutes minuten'],
  ['seconds', 3600, 'h hr hrs hour hours stunde stunden'],
  ['seconds', 86_400, 'd day days tag tage tagen'],
  ['seconds', 604_800, 'week weeks woche wochen'],
  ['seconds', 2_629_800, 'month months monat monate monaten'],
  ['seconds', 31_557_600, 'year years jahr jahre jahren'],
  ['celsius', 1, '°c celsius degrees grad'],
  ['watts', 1, 'w watt watts'],
  ['watts', 1000, 'kw kilowatt kilowatts'],
  ['millicores', 1, 'millicores millicore'],
  ['millicores', 1000, 'cores'],
];

const units = new Map<string, { readonly dimension: Dimension; readonly size: number }>(
  unitTable.flatMap(([dimension, size, names]) =>
    names.split(' ').map((name) => [name, { dimension, size }] as const),
  ),
);

/** `cores` is a unit of CPU in Kubernetes and a thing that is counted everywhere else. */
const alsoNouns = new Set(['cores']);

export function unitOf(word: string): { readonly dimension: Dimension; readonly size: number } | undefined {
  const lower = word.toLowerCase();
  return alsoNouns.has(lower) ? undefined : units.get(lower);
}

/** A number as it is written in English or German; undefined when it is none (`8.0.2`). */
export function readNumber(
  text: string,
  german: boolean,
): { readonly value: number; readonly step: number } | undefined {
  const [thousands, point] = german ? ['.', ','] : [',', '.'];
  const escaped = thousands === '.' ? String.raw`\.` : ',';
  const grouped = new RegExp(`^\\d{1,3}(?:${escaped}\\d{3})+(?:\\${point}\\d+)?$`);
  const plain = new RegExp(`^\\d+(?:\\${point}\\d+)?$`);
  // A foreign decimal point is told from a thousands separator by what stands behind it.
  const foreign = new RegExp(`^\\d+\\${thousands}\\d{1,2}$`);
  const normal = grouped.test(text)
    ? text.replaceAll(thousands, '').replace(point, '.')
    : plain.test(text)
      ? text.replace(point, '.')
      : foreign.test(text)
        ? text.replace(thousands, '.')
        : undefined;
  if (normal === undefined) return undefined;
  const decimals = normal.split('.')[1]?.length ?? 0;
  return { value: Number(normal), step: 10 ** -decimals };
}

/** How far a rounded figure may be off: half its last digit, but never so much that GB pass for GiB. */
const mostOff = 0.035;
/** How far one that says that it is rough may be off. */
const roughlyOff = 0.05;

export function fits(actual: number, amount: Amount): boolean {
  const { value, bound, dimension } = amount;
  const wide = dimension === 'percent' || dimension === 'celsius';
  const cap = wide ? Infinity : Math.abs(actual) * mostOff;
  const half = dimension === 'count' ? 0 : Math.min(amount.precision * 1.0001, cap);
  // Whole days, hours and minutes are often those that have passed.
  const passed =
    dimension === 'seconds' &&
    actual >= value &&
    actual - value < amount.precision * 2 &&
    value >= amount.precision * 6;
  const off = Math.abs(actual - value);
  const slack = Math.max(half, Math.abs(value) * 1e-9);
  switch (bound ?? 'exact') {
    case 'more':
      return actual > value - slack * 0.01 && off > slack * 0.01;
    case 'least':
      return actual >= value - slack;
    case 'less':
      return actual < value + slack * 0.01 && off > slack * 0.01;
    case 'most':
      return actual <= value + slack;
    case 'about':
      return off <= Math.max(slack, Math.abs(actual) * roughlyOff);
    case 'exact':
      return off <= slack || passed;
  }
}
