import { describe, expect, test } from 'vitest';
import { dueRuns } from './schedule.ts';

const at = (time: string) => Date.parse(`2026-01-15T${time}:00Z`);

describe('a cron schedule', () => {
  test('is due at its minutes, after the last run and up to now', () => {
    expect(dueRuns('*/30 * * * *', at('08:00'), at('09:05'))).toEqual([at('08:30'), at('09:00')]);
  });
  test('is due at its hour only', () => {
    expect(dueRuns('30 2 * * *', at('00:00'), at('23:59'))).toEqual([at('02:30')]);
  });
  test('takes lists', () => {
    expect(dueRuns('5,10 4 * * *', at('00:00'), at('23:59'))).toEqual([at('04:05'), at('04:10')]);
  });
  test('is not due again within the minute that it ran in', () => {
    expect(dueRuns('* * * * *', at('08:00'), at('08:00') + 59_000)).toEqual([]);
  });
});
