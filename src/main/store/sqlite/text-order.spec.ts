import { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { propertyRuns } from '../../../../test/support/property.ts';
import { toSqlText } from './text-order.ts';

/** Code units where UTF-8 and UTF-16 order disagree, and lone surrogates among them. */
const text = fc.string({
  maxLength: 4,
  unit: fc.constantFrom(
    'a',
    ' ',
    '\t',
    '\0',
    'é',
    '\uD7FE',
    '\uD7FF',
    '\uD800',
    '\uDBFF',
    '\uDC00',
    '\uDFFF',
    '\uE000',
    '\uFFFF',
    '😀',
  ),
});

test('SQLite compares the escaped text exactly as JavaScript compares the text', () => {
  using database = new DatabaseSync(':memory:');
  const compare = database.prepare('SELECT (?1 > ?2) - (?1 < ?2) AS order_');
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(compare.get(toSqlText(a), toSqlText(b))?.['order_']).toBe(a < b ? -1 : a > b ? 1 : 0);
    }),
    { numRuns: propertyRuns(2000, 100_000) },
  );
});

test('ordinary text stays as it is', () => {
  expect(toSqlText('vcenter-a:vm:vm-17 Größe 日本')).toBe('vcenter-a:vm:vm-17 Größe 日本');
});
