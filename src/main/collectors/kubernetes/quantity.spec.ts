import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRuns } from '../../../../test/support/property.ts';
import { millicores, parseQuantity, resourceAmount, wholeUnits } from './quantity.ts';

describe('quantities', () => {
  test.each([
    ['100m', 0.1],
    ['1', 1],
    ['1.5', 1.5],
    ['.5', 0.5],
    ['1Gi', 2 ** 30],
    ['128Mi', 2 ** 27],
    ['6082212Ki', 6082212 * 1024],
    ['1k', 1000],
    ['1M', 1e6],
    ['1e3', 1000],
    ['1E3', 1000],
    ['1E', 1e18],
    ['12e-1', 1.2],
    ['250000000n', 0.25],
    ['500u', 0.0005],
    ['-1', -1],
    [2, 2],
  ])('%s is %d', (text, amount) => {
    expect(parseQuantity(text)).toBeCloseTo(amount, 9);
  });

  test.each([[''], ['1 Gi'], ['Gi'], ['1gi'], ['1e'], ['0x10'], [null], [{}], [Number.NaN]])(
    '%s is no quantity',
    (value) => {
      expect(parseQuantity(value)).toBeUndefined();
    },
  );

  test('count CPU in millicores to a thousandth, bytes in whole ones, and nothing below zero', () => {
    expect(millicores('250m')).toBe(250);
    expect(millicores('123456n')).toBe(0.123);
    expect(wholeUnits('1500m')).toBe(2);
    expect(millicores('-1')).toBeUndefined();
    expect(resourceAmount('requests.cpu', '2')).toBe(2000);
    expect(resourceAmount('requests.memory', '2Ki')).toBe(2048);
    expect(resourceAmount('count/deployments.apps', '7')).toBe(7);
  });

  test('never throw, whatever stands there', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const amount = parseQuantity(value);
        expect(amount === undefined || Number.isFinite(amount)).toBe(true);
      }),
      { numRuns: propertyRuns(200, 5_000) },
    );
  });
});
