import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildEntity } from '../../../../test/support/build-view.ts';
import { propertyRuns } from '../../../../test/support/property.ts';
import { rangesByName } from './vm-pages.ts';

const vms = (names: readonly string[]) =>
  names.map((name, i) => buildEntity('vm', name, { nativeId: `vm-${i}` }));
const shape = (names: readonly string[], limit: number) =>
  rangesByName(vms(names), limit).map((range) => [range.from, range.vms.map((vm) => vm.name)]);

describe('VMs by name', () => {
  test('neighbours share a page while they fit', () => {
    expect(shape(['a1', 'b1', 'c1', 'd1'], 2)).toEqual([
      ['a', ['a1', 'b1']],
      ['c', ['c1', 'd1']],
    ]);
  });

  test('a beginning that is too common is cut further along', () => {
    expect(shape(['web-1', 'web-2', 'web-3'], 2)).toEqual([
      ['web-1', ['web-1', 'web-2']],
      ['web-3', ['web-3']],
    ]);
  });

  test('names that are equal stay together, however many', () => {
    expect(shape(['same', 'same', 'same'], 2)).toEqual([['s', ['same', 'same', 'same']]]);
  });

  test('every VM is on exactly one page, and pages have different names', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, maxLength: 4 }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 10 }),
        (names, limit) => {
          const ranges = rangesByName(vms(names), limit);
          const placed = ranges.flatMap((range) => range.vms.map((vm) => vm.nativeId));
          expect(placed.toSorted()).toEqual(names.map((_, i) => `vm-${i}`).toSorted());
          expect(new Set(ranges.map((range) => range.from)).size).toBe(ranges.length);
        },
      ),
      { numRuns: propertyRuns(50, 1_000) },
    );
  });

  test('one VM more changes its own page only, while that has room', () => {
    const names = Array.from({ length: 30 }, (_, i) => `${'abc'[i % 3]}${i}`);
    const before = shape(names, 12);
    const after = shape([...names, 'b99'], 12);
    expect(after.filter((range, i) => JSON.stringify(range) !== JSON.stringify(before[i]))).toHaveLength(1);
  });
});
