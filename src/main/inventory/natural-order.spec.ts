import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { propertyRuns } from '../../../test/support/property.ts';
import { compareNatural } from './natural-order.ts';

// The long run tries thousands of cases.
vi.setConfig({ testTimeout: 900_000 });

describe('natural order', () => {
  it.each([
    [['sw1', 'sw2', 'sw10']],
    [['esx-a-9', 'esx-a-10', 'esx-b-01']],
    [['ähre', 'Apfel', 'Zug', 'zürich']],
    [['eth1/1', 'eth1/1.100', 'eth1/2', 'eth1/10']],
    [['a007', 'a7', 'a10']],
    [['a-1', 'a1', 'aa']],
  ])('has %j in this order', (names) => {
    expect(names.toReversed().toSorted(compareNatural)).toEqual(names);
  });

  it('sorts numbers as numbers, however long', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 40n }),
        fc.bigInt({ min: 0n, max: 10n ** 40n }),
        (a, b) => {
          expect(Math.sign(compareNatural(`x${a}y`, `x${b}y`))).toBe(a < b ? -1 : a > b ? 1 : 0);
        },
      ),
      { numRuns: propertyRuns(200, 20_000) },
    );
  });

  it('is a total order: the same list always sorts the same', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'A', 'ä', '0', '1', '9', '-', 'z'), maxLength: 5 });
    fc.assert(
      fc.property(fc.array(name, { maxLength: 12 }), (names) => {
        expect(names.toReversed().toSorted(compareNatural)).toEqual(names.toSorted(compareNatural));
      }),
      { numRuns: propertyRuns(300, 20_000) },
    );
  });
});
