import { describe, expect, test } from 'vitest';
import * as capacity from './formulas.ts';

describe('capacity without its largest members', () => {
  test('N−1 takes the largest host, not the average', () => {
    expect(capacity.usableWithout([100, 60, 40], 1)).toBe(100);
    expect(capacity.usableWithout([100, 60, 40], 2)).toBe(40);
    expect(capacity.usableWithout([100], 1)).toBe(0);
  });

  test('HA reserve is 100·k/N', () => {
    expect(capacity.haReservePercent(4, 1)).toBe(25);
    expect(capacity.haReservePercent(0, 1)).toBeUndefined();
  });

  test('requests that fit only with every node are not tolerated', () => {
    expect(capacity.tolerance(10, [8, 4, 4])).toEqual({
      usable: 8,
      requested: 10,
      tolerates: false,
      headroom: -2,
    });
    expect(capacity.tolerance(8, [8, 4, 4])?.tolerates).toBe(true);
    expect(capacity.tolerance(8, [])).toBeUndefined();
  });

  test('a LAG of 2 × 10 and 1 × 25 Gbit/s keeps 20 Gbit/s', () => {
    expect(capacity.lagTolerance(21_000, [10_000, 10_000, 25_000])).toMatchObject({
      usable: 20_000,
      tolerates: false,
    });
  });
});

test('overcommit needs something to commit', () => {
  expect(capacity.overcommit(96, 64)).toBe(1.5);
  expect(capacity.overcommit(96, 0)).toBeUndefined();
});

test('a datastore of 1000 with 250 free and 400 uncommitted is 75 % used, 115 % provisioned', () => {
  expect(capacity.datastoreUse(1000, 250, 400)).toEqual({ usedPercent: 75, provisionedPercent: 115 });
  expect(capacity.datastoreUse(0, 0, 0)).toBeUndefined();
});

test('2,000 ms ready in 20 s is 10 % of one vCPU and 5 % of each of two', () => {
  expect(capacity.readyPercent(2000, 20, 1)).toBe(10);
  expect(capacity.readyPercent(2000, 20, 2)).toBe(5);
});

test('a port is as full as its busier direction: 75 MB in 60 s are 10 % of 100 Mbit/s', () => {
  expect(capacity.portPercent(75e6, 1e6, 60, 100)).toBeCloseTo(10);
  expect(capacity.portPercent(1, 1, 0, 100)).toBeUndefined();
});

test('the 95th percentile is a value that was measured', () => {
  const values = Array.from({ length: 20 }, (_, i) => i + 1);
  expect(capacity.percentile(values, 95)).toBe(19);
  expect(capacity.percentile([7], 95)).toBe(7);
  expect(capacity.percentile([], 95)).toBeUndefined();
});

test('a three-phase feed of 230 V and 32 A may carry 10.2 kW at 80 %', () => {
  expect(capacity.feedWatts(230, 32, 'three', 80)).toBeCloseTo(10_198, 0);
  expect(capacity.feedWatts(230, 16, 'single', 80)).toBeCloseTo(2944);
});
