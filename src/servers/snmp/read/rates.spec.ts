import { expect, test } from 'vitest';
import type { CounterName, Counters } from './counters.ts';
import { ratesBetween, type CounterReading } from './rates.ts';

const counters = (values: Partial<Record<CounterName, bigint>>, more: Partial<Counters> = {}): Counters => ({
  wide: true,
  discontinuity: 0n,
  values,
  ...more,
});
const reading = (sysUpTime: number, one: Counters): CounterReading => ({
  sysUpTime,
  byIndex: new Map([['1', one]]),
});
const between = (first: CounterReading, second: CounterReading) => {
  const rates = ratesBetween(first, second);
  return rates.ok ? rates.byIndex.get('1') : rates.reason;
};

test('by the clock of the device, octets as bits', () => {
  const rates = between(
    reading(1_000, counters({ inOctets: 1_000n, outOctets: 2n ** 63n, inErrors: 4n })),
    reading(2_000, counters({ inOctets: 11_000n, outOctets: 2n ** 63n + 125n, inErrors: 5n })),
  );
  expect(rates).toMatchObject({
    seconds: 10,
    inBitsPerSecond: 8_000,
    outBitsPerSecond: 100,
    inErrorsPerSecond: 0.1,
    inPacketsPerSecond: undefined,
  });
});

test('a counter of 32 bits goes over its end; one of 64 was set back', () => {
  const [before, after] = [2n ** 32n - 100n, 900n];
  const narrow = { wide: false };
  expect(
    between(
      reading(0, counters({ inOctets: before }, narrow)),
      reading(800, counters({ inOctets: after }, narrow)),
    ),
  ).toMatchObject({ inBitsPerSecond: 1_000 });
  expect(
    between(reading(0, counters({ inOctets: before })), reading(800, counters({ inOctets: after }))),
  ).toMatchObject({ inBitsPerSecond: undefined });
});

test('counters that began anew have no rate', () => {
  expect(
    between(
      reading(0, counters({ inOctets: 1n })),
      reading(800, counters({ inOctets: 5n }, { discontinuity: 300n })),
    ),
  ).toBeUndefined();
});

test.each([
  ['the same counters twice: they are kept, not still', 0, 1_000, 7n, 7n, /keeps them for longer/],
  ['a device that started anew', 5_000, 100, 7n, 9n, /started anew/],
])('%s', (_, first, second, from, to, because) => {
  expect(
    between(reading(first, counters({ inOctets: from })), reading(second, counters({ inOctets: to }))),
  ).toMatch(because);
});
