import { describe, expect, test } from 'vitest';
import type { Sample } from '../../shared/model/entity.ts';
import { daysToFull, type Forecast, forecastText, linearRegression } from './forecast.ts';

const daily = (n: number, value: (day: number) => number, first = 20_000): Sample[] =>
  Array.from({ length: n }, (_, i) => [first + i, value(i)] as const);

function inDays(forecast: Forecast): Extract<Forecast, { type: 'days' }> {
  if (forecast.type !== 'days') throw new Error(`expected days, got ${JSON.stringify(forecast)}`);
  return forecast;
}

describe('the regression line', () => {
  test('of points worked out by hand: (0,1) (1,3) (2,4) (3,4)', () => {
    const line = linearRegression([
      [0, 1],
      [1, 3],
      [2, 4],
      [3, 4],
    ]);
    // Sxx 5, Sxy 5, Syy 6: b = 1, residual 1, R² = 5/6, SE = √(1/2/5).
    expect(line?.slope).toBeCloseTo(1);
    expect(line?.intercept).toBeCloseTo(1.5);
    expect(line?.r2).toBeCloseTo(5 / 6);
    expect(line?.standardError).toBeCloseTo(Math.sqrt(0.1));
  });

  test('needs days that differ', () => {
    expect(
      linearRegression([
        [1, 1],
        [1, 2],
        [1, 3],
      ]),
    ).toBeUndefined();
  });
});

describe('days to full', () => {
  test('of a steady 10 a day from 140 to 200 is 6, without a range', () => {
    const forecast = daysToFull(
      daily(15, (i) => i * 10),
      200,
    );
    expect(forecast).toMatchObject({ type: 'days', perDay: 10, points: 15 });
    expect(forecast.type === 'days' && forecast.days).toBeCloseTo(6);
    expect(forecastText(forecast)).toMatch(/^[56] d \([56]–6\)$/);
  });

  test('ranges over the slopes that the points allow', () => {
    const forecast = daysToFull(
      daily(20, (i) => i * 10 + (i % 2 === 0 ? 12 : -12)),
      1000,
    );
    const { earliestDays, days, latestDays } = inDays(forecast);
    expect(earliestDays).toBeLessThan(days);
    expect(latestDays).toBeGreaterThan(days);
  });

  test.each([
    ['no points', [], 'no daily points yet'],
    ['13 points', daily(13, (i) => i), '13 of 14 daily points needed'],
    ['shrinking', daily(20, (i) => 50 - i), 'not growing'],
    ['standing still', daily(20, () => 50), 'not growing'],
    ['jumping', daily(20, (i) => (i % 2 === 0 ? 10 : 60) + i / 10), 'no steady trend (R² 0.01)'],
  ])('is not given for %s', (_, samples, reason) => {
    expect(daysToFull(samples, 1000)).toEqual({ type: 'none', reason });
  });

  test('starts anew after a resize', () => {
    const capacity = daily(30, (i) => (i < 20 ? 100 : 200));
    const used = daily(30, (i) => i * 3);
    expect(daysToFull(used, 200, { capacity })).toEqual({
      type: 'none',
      reason: '10 of 14 daily points needed since the last resize',
    });
  });

  test('has come when the limit is reached', () => {
    expect(
      daysToFull(
        daily(3, () => 100),
        100,
      ),
    ).toEqual({ type: 'full' });
  });

  test('is open-ended when the flattest slope does not grow', () => {
    const forecast = daysToFull(
      daily(14, (i) => i + (i % 2 === 0 ? 6 : -6)),
      1000,
      { minimumR2: 0 },
    );
    expect(inDays(forecast).latestDays).toBeUndefined();
    expect(forecastText(forecast)).toContain('or more');
  });
});
