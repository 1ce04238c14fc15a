import { expect, test } from 'vitest';
import { absoluteTime, relativeTime } from './time-text.ts';

const now = Date.parse('2026-11-23T12:00:00.000Z');

test('ages are said in the largest unit that fits, in the language', () => {
  expect(relativeTime('2026-11-23T11:57:00.000Z', now, 'en')).toBe('3 min. ago');
  expect(relativeTime('2026-11-21T12:00:00.000Z', now, 'de')).toBe('vorgestern');
});

test('an exact time names its zone', () => {
  expect(absoluteTime('2026-11-23T11:57:00.000Z', { timeZone: 'utc', language: 'en' })).toBe(
    '23 Nov 2026, 11:57:00 UTC',
  );
});
