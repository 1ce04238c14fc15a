import { expect, test } from 'vitest';
import type { Cell, Row } from '../../../shared/model/block.ts';
import { filterRows, quantity, sortRows } from './sort-rows.ts';

const rows = (...cells: readonly (string | Cell)[]): Row[] =>
  cells.map((cell) => ({ cells: [typeof cell === 'string' ? [cell] : cell] }));
const sorted = (given: readonly Row[], direction: 'ascending' | 'descending' = 'ascending') =>
  sortRows(given, { column: 0, direction }).map(({ cells: [cell = []] }) =>
    cell.map((piece) => (typeof piece === 'string' ? piece : piece.t)).join(''),
  );

test('quantities are sorted by their size, whatever their unit', () => {
  expect(sorted(rows('1 TiB', '900 GiB', '1.5 GiB', '512 MiB', '0 B'))).toEqual([
    '0 B',
    '512 MiB',
    '1.5 GiB',
    '900 GiB',
    '1 TiB',
  ]);
  expect(sorted(rows('12 d 4 h', '45 s', '3 min 20 s', '5 h 2 min'))).toEqual([
    '45 s',
    '3 min 20 s',
    '5 h 2 min',
    '12 d 4 h',
  ]);
  expect(sorted(rows('1,036.80', '902.40', '-3'))).toEqual(['-3', '902.40', '1,036.80']);
});

test('names are sorted naturally', () => {
  expect(sorted(rows('sw10', 'sw2', 'SW1'))).toEqual(['SW1', 'sw2', 'sw10']);
});

test('severities are sorted by weight', () => {
  const of = (severity: 'critical' | 'warning' | 'info'): Cell => [{ t: 'severity', severity }];
  const given: Row[] = [{ cells: [of('info')] }, { cells: [of('critical')] }, { cells: [of('warning')] }];
  expect(
    sortRows(given, { column: 0, direction: 'ascending' }).map(({ cells }) => cells[0]?.[0]),
  ).toMatchObject([{ severity: 'critical' }, { severity: 'warning' }, { severity: 'info' }]);
});

test('what is not known is last either way', () => {
  const given = rows([{ t: 'unknown', reason: 'r' }], '2', '10');
  expect(sorted(given)).toEqual(['2', '10', 'unknown']);
  expect(sorted(given, 'descending')).toEqual(['10', '2', 'unknown']);
});

test('a size is read only where there is one', () => {
  expect(quantity('91.2 %')).toBe(91.2);
  expect(quantity('4.5:1')).toBe(4.5);
  expect(quantity('11.32 TiB (30.6 %)')).toBeCloseTo(11.32 * 2 ** 40);
  expect(quantity('10.20.0.1')).toBeUndefined();
  expect(quantity('2026-11-23 08:00 UTC')).toBeUndefined();
  expect(quantity('3 constructor')).toBeUndefined();
});

test('rows are kept in which all words stand', () => {
  const given = rows('web-1 production', 'web-2 test', 'db-1 production');
  expect(filterRows(given, 'PROD web')).toEqual([given[0]]);
  expect(filterRows(given, '  ')).toBe(given);
});
