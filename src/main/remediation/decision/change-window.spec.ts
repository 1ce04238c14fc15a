import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weekdays, type Policy } from '../../../shared/model/policy.ts';
import { propertyRuns } from '../../../../test/support/property.ts';
import { changeWindowAt } from './change-window.ts';
import { clockChange, offsetAt, wallTime } from './zoned-time.ts';

type Window = Policy['changeWindows'][number];

const berlin = 'Europe/Berlin';
const at = (moment: string) => Date.parse(moment);
const isOpen = (windows: readonly Window[], zone: string, moment: string) =>
  changeWindowAt(windows, zone, at(moment)).open !== undefined;
const next = (windows: readonly Window[], zone: string, moment: string) => {
  const { next: opens } = changeWindowAt(windows, zone, at(moment));
  return opens === undefined ? undefined : new Date(opens).toISOString();
};

describe('a change window', () => {
  const night: Window = { days: ['mon'], from: '22:00', to: '05:00' };

  it('is open from its first minute until before its last', () => {
    const noon: Window = { days: ['mon'], from: '12:00', to: '13:00' };
    const open = ['11:59:59.999', '12:00', '12:59:59.999', '13:00'].map((time) =>
      isOpen([noon], 'UTC', `2026-11-23T${time}Z`),
    );
    expect(open).toEqual([false, true, true, false]);
  });

  it('over midnight belongs to the day on which it begins', () => {
    expect(isOpen([night], 'UTC', '2026-11-23T23:00Z')).toBe(true);
    expect(isOpen([night], 'UTC', '2026-11-24T04:59Z')).toBe(true);
    expect(isOpen([night], 'UTC', '2026-11-23T04:00Z')).toBe(false);
    expect(isOpen([night], 'UTC', '2026-11-24T23:00Z')).toBe(false);
  });

  it('whose ends are equal is a whole day', () => {
    const day: Window = { days: ['sat'], from: '06:00', to: '06:00' };
    expect(isOpen([day], 'UTC', '2026-11-28T06:00Z')).toBe(true);
    expect(isOpen([day], 'UTC', '2026-11-29T05:59Z')).toBe(true);
    expect(isOpen([day], 'UTC', '2026-11-29T06:00Z')).toBe(false);
  });

  it('is what clocks of its zone show', () => {
    expect(isOpen([night], berlin, '2026-11-23T21:00Z')).toBe(true);
    expect(isOpen([night], 'America/New_York', '2026-11-23T21:00Z')).toBe(false);
    expect(isOpen([night], 'Asia/Kathmandu', '2026-11-23T16:15Z')).toBe(true);
    expect(isOpen([night], 'Asia/Kathmandu', '2026-11-23T16:14Z')).toBe(false);
  });

  it('says when the next one opens', () => {
    expect(next([night], berlin, '2026-11-23T11:00Z')).toBe('2026-11-23T21:00:00.000Z');
    expect(next([night], berlin, '2026-11-24T11:00Z')).toBe('2026-11-30T21:00:00.000Z');
    const short: Window = { days: ['wed'], from: '22:05', to: '22:07' };
    expect(next([short, night], 'UTC', '2026-11-24T11:00Z')).toBe('2026-11-25T22:05:00.000Z');
  });
});

describe('where clocks are changed', () => {
  // Berlin: 2026-03-29 02:00 becomes 03:00 (01:00 UTC); 2026-10-25 03:00 becomes 02:00 (01:00 UTC).
  it('an hour that is left out is short of a window, which opens with the hour after it', () => {
    const window: Window = { days: ['sun'], from: '02:30', to: '03:30' };
    expect(next([window], berlin, '2026-03-28T12:00Z')).toBe('2026-03-29T01:00:00.000Z');
    expect(isOpen([window], berlin, '2026-03-29T00:59Z')).toBe(false);
    expect(isOpen([window], berlin, '2026-03-29T01:29Z')).toBe(true);
    expect(isOpen([window], berlin, '2026-03-29T01:30Z')).toBe(false);
  });

  it('a window within the hour that is left out opens a week later', () => {
    const window: Window = { days: ['sun'], from: '02:10', to: '02:50' };
    expect(next([window], berlin, '2026-03-28T12:00Z')).toBe('2026-04-05T00:10:00.000Z');
  });

  it('a window within the hour that comes twice opens twice', () => {
    const window: Window = { days: ['sun'], from: '02:00', to: '02:30' };
    expect(next([window], berlin, '2026-10-24T12:00Z')).toBe('2026-10-25T00:00:00.000Z');
    expect(next([window], berlin, '2026-10-25T00:45Z')).toBe('2026-10-25T01:00:00.000Z');
    expect(isOpen([window], berlin, '2026-10-25T01:29Z')).toBe(true);
    expect(isOpen([window], berlin, '2026-10-25T01:30Z')).toBe(false);
  });

  it('the change is found to the minute', () => {
    expect(clockChange(at('2026-03-28T00:00Z'), at('2026-03-30T00:00Z'), berlin)).toBe(
      at('2026-03-29T01:00Z'),
    );
    expect(clockChange(at('2026-05-28T00:00Z'), at('2026-05-30T00:00Z'), berlin)).toBeUndefined();
    expect(offsetAt(at('2026-07-01T00:00Z'), berlin)).toBe(7_200_000);
    expect(wallTime(at('2026-10-25T00:30Z'), berlin)).toMatchObject({ weekday: 6, minuteOfDay: 150 });
  });
});

/** Lord Howe moves by half an hour, Apia skipped a day once, Troll by two hours, Kathmandu stands apart by 45 minutes. */
const zones = [
  'UTC',
  berlin,
  'America/New_York',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Antarctica/Troll',
  'Pacific/Auckland',
];
const timeOfDay = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const anyWindow = fc.record({
  days: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1, maxLength: 3 }),
  from: timeOfDay,
  to: timeOfDay,
});
/** Within a few days of a change of the clocks somewhere, and anywhere. */
const anyMoment = fc
  .tuple(
    fc.constantFrom(
      '2026-03-08',
      '2026-03-29',
      '2026-04-05',
      '2026-10-04',
      '2026-10-25',
      '2026-11-01',
      '2026-07-15',
    ),
    fc.integer({ min: -3 * 1_440, max: 2 * 1_440 }),
  )
  .map(([day, minutes]) => at(`${day}T00:00Z`) + minutes * 60_000);

describe('for any windows, zone and moment', () => {
  it('the next opening is the first open minute, as a search of every minute finds it', () => {
    fc.assert(
      fc.property(
        fc.array(anyWindow, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(...zones),
        anyMoment,
        (windows, zone, now) => {
          const { open, next: opens } = changeWindowAt(windows, zone, now);
          expect(open === undefined).toBe(opens !== undefined);
          fc.pre(opens !== undefined);
          const end = Math.min(opens ?? Infinity, now + 3 * 86_400_000);
          // Minute by minute for three days: nothing opens before, and there it does.
          for (let moment = now + 60_000; moment < end; moment += 60_000) {
            expect(changeWindowOpen(windows, zone, moment)).toBe(false);
          }
          expect(changeWindowOpen(windows, zone, opens ?? 0)).toBe(true);
          expect(changeWindowOpen(windows, zone, (opens ?? 0) - 60_000)).toBe(false);
        },
      ),
      { numRuns: propertyRuns(15, 400) },
    );
  });
});

/** The same again, told by clocks alone. */
function changeWindowOpen(windows: readonly Window[], zone: string, moment: number): boolean {
  const { weekday, minuteOfDay } = wallTime(moment, zone);
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  const begins = (window: Window, day: number) =>
    window.days.some((one) => weekdays.indexOf(one) === (day + 7) % 7);
  return windows.some((window) => {
    const length = (minutes(window.to) - minutes(window.from) + 1_440) % 1_440 || 1_440;
    const today = minuteOfDay - minutes(window.from);
    return (
      (begins(window, weekday) && today >= 0 && today < length) ||
      (begins(window, weekday - 1) && today + 1_440 < length && minutes(window.to) <= minutes(window.from))
    );
  });
}
