import { zoneOf } from '../app/time-zone.ts';
import { localeOf } from '../i18n/locale.ts';

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** `3 min. ago`, `in 2 hr.`, in the language's words. `now` in milliseconds since 1970. */
export function relativeTime(at: string, now: number, language: string): string {
  const exact = (Date.parse(at) - now) / 1000;
  // The screen's clock moves in steps: what happened since the last one is now, not still to come.
  const seconds = exact > 0 && exact < 15 ? 0 : exact;
  const format = relativeFormat(language);
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
  }
  return format.format(Math.trunc(seconds), 'second');
}

/** Date and time to the second with the zone's name. `timeZone` as in Preferences. */
export function absoluteTime(at: string, options: { timeZone: string; language: string }): string {
  return absoluteFormat(options.language, options.timeZone).format(new Date(at));
}

/** Making a format takes longer than drawing the row that it is for. */
const relativeFormats = new Map<string, Intl.RelativeTimeFormat>();
const absoluteFormats = new Map<string, Intl.DateTimeFormat>();

function relativeFormat(language: string): Intl.RelativeTimeFormat {
  const known = relativeFormats.get(language);
  if (known) return known;
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
  relativeFormats.set(language, format);
  return format;
}

function absoluteFormat(language: string, timeZone: string): Intl.DateTimeFormat {
  const key = `${language} ${timeZone}`;
  const known = absoluteFormats.get(key);
  if (known) return known;
  const zone = zoneOf(timeZone);
  const format = new Intl.DateTimeFormat(localeOf(language), {
    dateStyle: 'medium',
    timeStyle: 'long',
    ...(zone !== undefined && { timeZone: zone }),
  });
  absoluteFormats.set(key, format);
  return format;
}
