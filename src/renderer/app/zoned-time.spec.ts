import { describe, expect, it } from 'vitest';
import { instantOfWallClock, wallClock } from './zoned-time.ts';

const berlin = 'Europe/Berlin';

describe('a wall clock in a zone', () => {
  it('is written and read back', () => {
    const at = new Date('2026-11-23T13:05:00.000Z');
    expect(wallClock(at, berlin)).toBe('2026-11-23 14:05');
    expect(instantOfWallClock('2026-11-23 14:05', berlin)).toEqual(at);
    expect(wallClock(at, 'UTC')).toBe('2026-11-23 13:05');
  });

  it('reads a day alone as its midnight', () => {
    expect(instantOfWallClock('2026-07-01', berlin)?.toISOString()).toBe('2026-06-30T22:00:00.000Z');
  });

  it('reads the earlier of two in autumn', () => {
    expect(instantOfWallClock('2026-10-25 02:30', berlin)?.toISOString()).toBe('2026-10-25T00:30:00.000Z');
  });

  it('reads what does not exist in spring as the moment after the gap', () => {
    expect(instantOfWallClock('2026-03-29 02:30', berlin)?.toISOString()).toBe('2026-03-29T01:30:00.000Z');
  });

  it.each(['', 'yesterday', '2026-11-31 10:00', '2026-13-01', '2026-11-23 25:00', '2026-11-23 10'])(
    'does not read %s',
    (text) => {
      expect(instantOfWallClock(text, berlin)).toBeUndefined();
    },
  );
});
