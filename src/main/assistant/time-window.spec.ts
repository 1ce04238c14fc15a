import { expect, it } from 'vitest';
import type { Instant } from '../../shared/model/ids.ts';
import { saysOnlyWhen, sinceOf } from './time-window.ts';

// A Wednesday.
const now = '2026-11-25T10:30:00.000Z' as Instant;

it.each([
  ['what changed this week', '2026-11-23T00:00:00.000Z'],
  ['was hat sich diese Woche geändert', '2026-11-23T00:00:00.000Z'],
  ['since yesterday', '2026-11-24T00:00:00.000Z'],
  ['seit gestern', '2026-11-24T00:00:00.000Z'],
  ['today', '2026-11-25T00:00:00.000Z'],
  ['in the last 24 hours', '2026-11-24T10:30:00.000Z'],
  ['in den letzten 3 Tagen', '2026-11-22T10:30:00.000Z'],
  ['since 7d', '2026-11-18T10:30:00.000Z'],
  ['since Monday', '2026-11-23T00:00:00.000Z'],
  ['seit Freitag', '2026-11-20T00:00:00.000Z'],
  ['since 2026-11-01', '2026-11-01T00:00:00.000Z'],
  ['last week', '2026-11-18T10:30:00.000Z'],
])('"%s" begins at %s', (text, since) => {
  expect(sinceOf(text, now)).toBe(since);
});

it('is undefined where no time is named', () => {
  expect(sinceOf('what changed on web-01', now)).toBeUndefined();
});

it.each([
  '',
  '7d',
  '24 h',
  'since Monday',
  'letzte Woche',
  'seit gestern',
  '2026-11-01',
  'in the last 3 days',
])('"%s" says when and nothing else', (text) => {
  expect(saysOnlyWhen(text)).toBe(true);
});

it.each(['web-01 7d', 'monday-backup today', 'vm-7d'])('"%s" says more than when', (text) => {
  expect(saysOnlyWhen(text)).toBe(false);
});
