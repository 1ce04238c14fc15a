import { instant } from '../../shared/model/ids.ts';
import { readText } from '../mcp/answer.ts';
import type { ExpressionFunctions } from '../platform/expression.ts';

/** Bytes of each unit as it is written: with `i` it is a power of 1024, without a power of 1000. */
const byteUnits = new Map<string, number>(
  ['', 'k', 'm', 'g', 't', 'p'].flatMap((prefix, power): [string, number][] =>
    prefix === ''
      ? [
          ['b', 1],
          ['bytes', 1],
        ]
      : [
          [`${prefix}b`, 1000 ** power],
          [`${prefix}ib`, 1024 ** power],
        ],
  ),
);
const secondUnits: Readonly<Record<string, number>> = {
  s: 1,
  ms: 0.001,
  m: 60,
  min: 60,
  h: 3_600,
  d: 86_400,
};

/**
 * What profiles have beside JSONata's own functions. Each gives nothing for what it is not for, so that an attribute is
 * not known rather than wrong.
 */
export const profileFunctions: ExpressionFunctions = {
  bytes: (value: unknown, unit: unknown) => {
    const amount = amountOf(value, unit);
    if (!amount) return undefined;
    const factor = byteUnits.get(amount.unit.toLowerCase());
    return factor === undefined ? undefined : Math.round(amount.value * factor);
  },
  seconds: (value: unknown, unit: unknown) => {
    const amount = amountOf(value, unit);
    if (!amount || !Object.hasOwn(secondUnits, amount.unit)) return undefined;
    return amount.value * (secondUnits[amount.unit] ?? Number.NaN);
  },
  /** A moment as ISO 8601: of a text with an offset, or of seconds or milliseconds since 1970. */
  instant: (value: unknown, unit: unknown) => {
    if (typeof value === 'number' && (unit === 's' || unit === 'ms')) {
      const ms = unit === 's' ? value * 1000 : value;
      return Number.isFinite(ms) && ms >= 0 && ms < 32_503_680_000_000 ? instant(Math.round(ms)) : undefined;
    }
    if (typeof value !== 'string' || !hasOffset(value)) return undefined;
    const ms = Date.parse(value);
    return Number.isNaN(ms) ? undefined : instant(ms);
  },
  /** yes, true, on, enabled, 1 and their opposites. */
  truth: (value: unknown) => {
    if (typeof value === 'boolean') return value;
    const word = typeof value === 'string' || typeof value === 'number' ? String(value).toLowerCase() : '';
    if (['true', 'yes', 'on', 'enabled', '1', 'up'].includes(word)) return true;
    return ['false', 'no', 'off', 'disabled', '0', 'down'].includes(word) ? false : undefined;
  },
  /** A list without what is not known, also of one thing. */
  list: (value: unknown) =>
    value === undefined || value === null
      ? []
      : (Array.isArray(value) ? value : [value]).filter(
          (one) => one !== undefined && one !== null && one !== '',
        ),
  /** What a text within an answer holds: JSON, a table, YAML. */
  read: (value: unknown) => (typeof value === 'string' ? readText(value).data : undefined),
  /** The lines of a text that look like a pattern: `$scan(text, "• {name}: {value}")`. */
  scan: (value: unknown, pattern: unknown) =>
    typeof value === 'string' && typeof pattern === 'string' ? scan(value, pattern) : undefined,
};

/** Names of what expressions may call beside JSONata's own. */
export const stepFunctions = ['find', 'items'] as const;

function amountOf(value: unknown, unit: unknown): { value: number; unit: string } | undefined {
  if (typeof value === 'number') {
    return Number.isFinite(value) && typeof unit === 'string' ? { value, unit } : undefined;
  }
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  let end = 0;
  while (end < text.length && '0123456789.,-+'.includes(text.charAt(end))) end += 1;
  const number = Number(text.slice(0, end).replaceAll(',', ''));
  const written = text.slice(end).trim();
  if (end === 0 || Number.isNaN(number)) return undefined;
  if (written !== '') return { value: number, unit: written };
  return typeof unit === 'string' ? { value: number, unit } : undefined;
}

/** A time of day without a zone is one of anywhere. */
function hasOffset(text: string): boolean {
  const time = text.indexOf('T') >= 0 ? text.slice(text.indexOf('T')) : text.slice(10);
  return text.endsWith('Z') || time.includes('+') || time.includes('-');
}

const mostLines = 100_000;

/** Literal pieces in order with names between them: one pass over each line, whatever it is. */
function scan(text: string, pattern: string): Record<string, string>[] {
  const [before = '', ...rest] = pattern.split('{');
  const fields = rest.map((piece) => {
    const end = piece.indexOf('}');
    if (end < 1) throw new Error(`$scan: expected a name in braces in "${pattern}"`);
    return { name: piece.slice(0, end), after: piece.slice(end + 1) };
  });
  if (fields.slice(0, -1).some(({ after }) => after === '')) {
    throw new Error(`$scan: expected a text between two names in "${pattern}"`);
  }
  return text
    .split('\n', mostLines)
    .map((line) => matched(line.trimEnd(), before, fields))
    .filter((one) => one !== undefined);
}

function matched(
  line: string,
  before: string,
  fields: readonly { readonly name: string; readonly after: string }[],
): Record<string, string> | undefined {
  const begin = line.indexOf(before);
  if (begin === -1) return undefined;
  let at = begin + before.length;
  const found: [string, string][] = [];
  for (const { name, after } of fields) {
    const end = after === '' ? line.length : line.indexOf(after, at);
    if (end === -1) return undefined;
    found.push([name, line.slice(at, end).trim()]);
    at = end + after.length;
  }
  return Object.fromEntries(found);
}
