import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldCase } from './fold-case.ts';

test('folds case and keeps every sign where it was', () => {
  expect(foldCase('ESX-A01 Größe')).toBe('esx-a01 größe');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => foldCase(text).length === text.length),
    { numRuns: 200 },
  );
  expect(foldCase('İSTANBUL x')).toHaveLength('İSTANBUL x'.length);
});
