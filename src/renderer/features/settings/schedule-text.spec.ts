import { expect, test } from 'vitest';
import { settings as de } from '../../i18n/de/settings.ts';
import { settings as en } from '../../i18n/en/settings.ts';
import { scheduleText } from './schedule-text.ts';

const say = (cron: string, timeZone?: string) =>
  scheduleText({ cron, ...(timeZone !== undefined && { timeZone }) }, en.schedule.words);

test('common cron expressions are said in words', () => {
  expect(say('0 * * * *')).toBe('every hour at :00');
  expect(say('*/15 * * * *')).toBe('every 15 minutes');
  expect(say('0 */6 * * *')).toBe('every 6 hours at :00');
  expect(say('0 2 * * *')).toBe('every day at 02:00 (time of the collecting machine)');
  expect(say('30 6,18 * * *')).toBe('every day at 06:30 and 18:30 (time of the collecting machine)');
  expect(say('0 3 * * 1-5')).toBe('on Mon, Tue, Wed, Thu and Fri at 03:00 (time of the collecting machine)');
  expect(say('0 4 1 * *')).toBe('on day 1 of each month at 04:00 (time of the collecting machine)');
  expect(say('0 2 * * *', 'Europe/Berlin')).toBe('every day at 02:00 (Europe/Berlin)');
});

test('what has no common form is shown as it stands', () => {
  expect(say('5-10 2 * * *')).toBe('5-10 2 * * * (time of the collecting machine)');
  expect(say('0 0 * * FRI#2')).toBe('0 0 * * FRI#2 (time of the collecting machine)');
});

test('intervals are said in the largest unit that fits, in each language', () => {
  expect(scheduleText({ everySeconds: 7_200 }, en.schedule.words)).toBe('every 2 hours');
  expect(scheduleText({ everySeconds: 90 }, en.schedule.words)).toBe('every 90 seconds');
  expect(scheduleText({ everySeconds: 3_600 }, de.schedule.words)).toBe('jede Stunde');
  expect(scheduleText('manual', de.schedule.words)).toBe('nur von Hand');
});
