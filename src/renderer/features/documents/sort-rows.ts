import type { Row } from '../../../shared/model/block.ts';
import { severities } from '../../../shared/model/severity.ts';
import { cellText } from './cell-text.ts';

export interface Sorting {
  readonly column: number;
  readonly direction: 'ascending' | 'descending';
}

/**
 * Rows in the order of one column: quantities by their size whatever their unit, times and names in natural order,
 * severities by weight. What is not known comes last either way.
 */
export function sortRows(rows: readonly Row[], sorting: Sorting | undefined): readonly Row[] {
  if (sorting === undefined) return rows;
  const { column, direction } = sorting;
  const sign = direction === 'ascending' ? 1 : -1;
  const keyed = rows.map((row) => {
    const text = cellText(row.cells[column]);
    return { row, text, size: quantity(text) };
  });
  return keyed
    .toSorted((a, b) => {
      const unknown = Number(a.text === '' || a.text === '–') - Number(b.text === '' || b.text === '–');
      if (unknown !== 0) return unknown;
      if (a.size !== undefined && b.size !== undefined) return sign * (a.size - b.size);
      // A column of quantities has a word here and there (`none`): those stand before all of them.
      if (a.size !== undefined || b.size !== undefined) return sign * (a.size === undefined ? -1 : 1);
      return sign * collator.compare(a.text, b.text);
    })
    .map(({ row }) => row);
}

/** Rows in which all words stand. */
export function filterRows(rows: readonly Row[], text: string): readonly Row[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const all = textOf(row);
    return words.every((word) => all.includes(word));
  });
}

const folded = new WeakMap<Row, string>();

function textOf(row: Row): string {
  let text = folded.get(row);
  if (text === undefined) {
    text = row.cells.map(cellText).join('\n').toLowerCase();
    folded.set(row, text);
  }
  return text;
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

const factors: Readonly<Record<string, number>> = {
  '': 1,
  '%': 1,
  B: 1,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
  PiB: 2 ** 50,
  EiB: 2 ** 60,
  MHz: 1,
  GHz: 1000,
  'Mbit/s': 1,
  'Gbit/s': 1000,
  'Tbit/s': 1_000_000,
  ms: 0.001,
  s: 1,
  min: 60,
  h: 3600,
  d: 86_400,
  W: 1,
  kW: 1000,
};

/** `4 GiB`, `12 d 4 h`, `91.2 %`, `4.5:1`, `1,234`; in the smallest unit of its kind. */
export function quantity(text: string): number | undefined {
  const severity = (severities as readonly string[]).indexOf(text);
  if (severity !== -1) return severity;
  const match = /^(-?[\d,]+(?:\.\d+)?)(?::1)?(?: ?([A-Za-z%/]+))?(?: (\d+) (h|min|s))?(?: \(.*\))?$/.exec(
    text,
  );
  if (!match) return undefined;
  const [, digits = '', unit = '', more = '0', moreUnit = ''] = match;
  const factor = Object.hasOwn(factors, unit) ? factors[unit] : undefined;
  if (factor === undefined) return undefined;
  const value = Number(digits.replaceAll(',', '')) * factor + Number(more) * (factors[moreUnit] ?? 0);
  return Number.isNaN(value) ? undefined : value;
}
