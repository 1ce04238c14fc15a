import { describe, expect, test } from 'vitest';
import { plotRange } from './plot-range.ts';
import { lookedAt } from './last-visit.ts';
import { periodOf, sinceOf, stepMs } from './period.ts';

const now = Date.parse('2026-11-23T12:00:00.000Z');
const minute = 60_000;

describe('the last visit', () => {
  test('goes on over a break', () => {
    const visit = lookedAt({ before: 1, seen: now - 20 * minute }, now);
    expect(visit).toEqual({ before: 1, seen: now });
  });

  test('is over after a longer absence: what came since is new', () => {
    expect(lookedAt({ before: 1, seen: now - 9 * 60 * minute }, now)).toEqual({
      before: now - 9 * 60 * minute,
      seen: now,
    });
  });

  test('is not known at the first one', () => {
    expect(lookedAt({}, now)).toEqual({ seen: now });
  });
});

describe('the period', () => {
  test('is since the last visit, a day without one, and what the address says', () => {
    expect(periodOf(undefined, now)).toBe('visit');
    expect(periodOf(undefined, undefined)).toBe('day');
    expect(periodOf('visit', undefined)).toBe('day');
    expect(periodOf('week', now)).toBe('week');
    expect(periodOf('nonsense', undefined)).toBe('day');
  });

  test('moves on in steps, so that the same is not asked anew all the time', () => {
    expect(sinceOf('hours8', now - 1, undefined)).toBe(sinceOf('hours8', now - stepMs + 1, undefined));
    expect(sinceOf('visit', now, now - minute)).toBe('2026-11-23T11:59:00.000Z');
  });
});

describe('the plot', () => {
  const rangeOf = (hours: number) => {
    const since = new Date(now - hours * 60 * minute).toISOString();
    return plotRange(since as never, now);
  };

  test('has whole steps, few enough to tell apart, and covers the period', () => {
    for (const hours of [0.01, 1, 8, 24, 24 * 7]) {
      const { from, to, buckets } = rangeOf(hours);
      expect(buckets).toBeLessThanOrEqual(200);
      expect(Date.parse(to)).toBeGreaterThanOrEqual(now);
      expect(Date.parse(from)).toBeLessThanOrEqual(now - hours * 60 * minute);
      expect(((Date.parse(to) - Date.parse(from)) / buckets) % minute).toBe(0);
    }
  });

  test('of a day are bars of half an hour', () => {
    expect(rangeOf(24)).toMatchObject({ buckets: 48 });
  });
});
