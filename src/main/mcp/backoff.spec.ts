import { expect, it } from 'vitest';
import { backoffMs, defaultBackoff } from './backoff.ts';

const random = (unit: number) => ({ id: () => '', unit: () => unit });

it('doubles with every failure, up to the bound, half of it by chance', () => {
  const waits = (unit: number) =>
    [1, 2, 3, 8, 9, 500].map((failures) => backoffMs(failures, defaultBackoff, random(unit)));
  expect(waits(0)).toEqual([250, 500, 1_000, 30_000, 30_000, 30_000]);
  expect(waits(1)).toEqual([500, 1_000, 2_000, 60_000, 60_000, 60_000]);
});
