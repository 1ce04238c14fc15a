import type { JobScheduleView } from '../../../shared/contract/jobs.ts';
import type { Catalogue } from '../../i18n/catalogue.tsx';

type Words = Catalogue['settings']['schedule']['words'];

/** A schedule in words where it is of a common form, else the expression itself. */
export function scheduleText(schedule: JobScheduleView, words: Words): string {
  if (schedule === 'manual') return words.manual;
  if ('everySeconds' in schedule) return everyText(schedule.everySeconds, words);
  const { cron, timeZone } = schedule;
  const text = cronText(cron, words) ?? cron;
  // A time of the day means nothing without a zone; beside it times stand in the zone of the screen.
  const zone = timeZone ?? (hasTimeOfDay(cron) ? words.machineTime : undefined);
  return zone === undefined ? text : words.inZone(text, zone);
}

function hasTimeOfDay(cron: string): boolean {
  return /^\d/.test(cron.trim().split(/\s+/)[1] ?? '');
}

function everyText(seconds: number, words: Words): string {
  if (seconds % 86_400 === 0) return words.everyDays(seconds / 86_400);
  if (seconds % 3_600 === 0) return words.everyHours(seconds / 3_600);
  if (seconds % 60 === 0) return words.everyMinutes(seconds / 60);
  return words.everySeconds(seconds);
}

function cronText(cron: string, words: Words): string | undefined {
  const [minute = '', hour = '', day = '', month = '', weekday = '', rest] = cron.trim().split(/\s+/);
  if (rest !== undefined || month !== '*') return undefined;
  const step = /^\*\/(\d+)$/;
  const everyMinutes = step.exec(minute)?.[1];
  if (everyMinutes !== undefined && hour === '*' && day === '*' && weekday === '*') {
    return words.everyMinutes(Number(everyMinutes));
  }
  if (minute === '*' && hour === '*' && day === '*' && weekday === '*') return words.everyMinutes(1);
  if (!/^\d+$/.test(minute)) return undefined;
  const past = minute.padStart(2, '0');
  if (day === '*' && weekday === '*') {
    if (hour === '*') return words.hourlyAt(past);
    const everyHours = step.exec(hour)?.[1];
    if (everyHours !== undefined) return words.everyHoursAt(Number(everyHours), past);
  }
  if (!/^\d+(,\d+)*$/.test(hour)) return undefined;
  const times = hour.split(',').map((one) => `${one.padStart(2, '0')}:${past}`);
  if (day === '*' && weekday === '*') return words.dailyAt(times);
  if (day === '*') {
    const days = weekdays(weekday);
    return days && words.weeklyAt(days.map(words.weekday), times);
  }
  return weekday === '*' && /^\d+$/.test(day) ? words.monthlyAt(Number(day), times) : undefined;
}

/** `1-5`, `0,6`: days with Sunday as 0; undefined for any other form. */
function weekdays(text: string): number[] | undefined {
  const days: number[] = [];
  for (const part of text.split(',')) {
    const range = /^([0-7])(?:-([0-7]))?$/.exec(part);
    if (!range) return undefined;
    const from = Number(range[1]);
    const to = Number(range[2] ?? range[1]);
    for (let day = from; day <= to; day++) days.push(day % 7);
  }
  return days;
}
