import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sliceAfter } from './page.ts';

const page = (list: readonly string[], limit: number, cursor?: string) =>
  sliceAfter(list, (one) => one, { limit, cursor });

test('vm-9 comes before vm-10', () => {
  expect(page(['vm-10', 'vm-9'], 5).shown).toEqual(['vm-9', 'vm-10']);
});

test('pages together are the list, each item once, whatever the size of a page', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { maxLength: 30 }),
      fc.integer({ min: 1, max: 7 }),
      (list, limit) => {
        const seen: string[] = [];
        for (let cursor: string | undefined; ;) {
          const { shown, nextCursor, total } = page(list, limit, cursor);
          expect(total).toBe(list.length);
          seen.push(...shown);
          if (nextCursor === undefined) break;
          cursor = nextCursor;
        }
        expect(seen.toSorted()).toEqual(list.toSorted());
      },
    ),
  );
});

test('what comes and goes between two pages hides nothing else and repeats nothing', () => {
  const first = page(['vm-1', 'vm-2', 'vm-3', 'vm-4'], 2);
  // vm-2, where the first page ended, is gone; vm-0 has come before it.
  expect(page(['vm-0', 'vm-1', 'vm-3', 'vm-4'], 2, first.nextCursor).shown).toEqual(['vm-3', 'vm-4']);
});

test('a cursor from elsewhere is refused', () => {
  expect(() => page(['a'], 1, 'o500')).toThrow('expected the nextCursor');
});
