import { expect, test } from 'vitest';
import { durationText } from './duration-text.ts';

const from = '2026-11-23T08:00:00.000Z';

test.each([
  ['2026-11-23T08:00:00.320Z', '320 ms'],
  ['2026-11-23T08:00:04.240Z', '4.2 s'],
  ['2026-11-23T08:03:20.000Z', '3 min 20 s'],
  ['2026-11-23T13:02:00.000Z', '5 h 2 min'],
  // A clock that was set back makes nothing take less than no time.
  ['2026-11-23T07:00:00.000Z', '0 ms'],
])('until %s it took %s', (to, expected) => {
  expect(durationText(from, to)).toBe(expected);
});
