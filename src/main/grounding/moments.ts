import { months } from './vocabulary/words.ts';

/** A stretch of time that prose names: a day, a month, "three days ago". In milliseconds, the end excluded. */
export interface Moment {
  readonly from: number;
  readonly to: number;
}

interface FoundMoment extends Moment {
  readonly at: number;
  readonly end: number;
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const names = months
  .flat()
  .toSorted((a, b) => b.length - a.length)
  .join('|');
const numbers: Readonly<Record<string, number>> = Object.fromEntries(
  'a:1 an:1 one:1 einem:1 einer:1 two:2 zwei:2 three:3 drei:3 four:4 vier:4 five:5 fünf:5 six:6 sechs:6 seven:7 sieben:7 eight:8 acht:8 nine:9 neun:9 ten:10 zehn:10 eleven:11 elf:11 twelve:12 zwölf:12'
    .split(' ')
    .map((pair) => {
      const [word = '', value] = pair.split(':');
      return [word, Number(value)];
    }),
);
const count = `(\\d+|${Object.keys(numbers).join('|')})`;
const time = String.raw`(?:[T ,]+(?:at |um )?(\d{1,2}):(\d\d)(?::\d\d(?:\.\d+)?)?(?: ?(?:UTC|Z|Uhr))?)?`;

const patterns: readonly {
  readonly regex: RegExp;
  readonly read: (match: RegExpExecArray, now: number) => Moment | undefined;
}[] = [
  {
    regex: new RegExp(String.raw`\b(\d{4})-(\d\d)-(\d\d)${time}\b`, 'gi'),
    read: ([, y, m, d, hour, minute]) => day(Number(y), Number(m), Number(d), hour, minute),
  },
  {
    regex: new RegExp(String.raw`\b(\d{1,2})\.(\d{1,2})\.(\d{4})${time}\b`, 'gi'),
    read: ([, d, m, y, hour, minute]) => day(Number(y), Number(m), Number(d), hour, minute),
  },
  {
    regex: new RegExp(
      String.raw`\b(\d{1,2})(?:\.|st|nd|rd|th)? (?:of )?(${names})\.?,? (\d{4})${time}\b`,
      'gi',
    ),
    read: ([, d, m, y, hour, minute]) => day(Number(y), monthOf(m), Number(d), hour, minute),
  },
  {
    regex: new RegExp(String.raw`\b(${names})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})${time}\b`, 'gi'),
    read: ([, m, d, y, hour, minute]) => day(Number(y), monthOf(m), Number(d), hour, minute),
  },
  {
    regex: new RegExp(String.raw`\b(${names}) (\d{4})\b`, 'gi'),
    read: ([, m, y]) => ({
      from: Date.UTC(Number(y), monthOf(m) - 1, 1),
      to: Date.UTC(Number(y), monthOf(m), 1),
    }),
  },
  {
    regex: new RegExp(String.raw`\b(\d{1,2})(?:\.|st|nd|rd|th)? (${names})\b`, 'gi'),
    read: ([, d, m], now) => lastOf(monthOf(m), Number(d), now),
  },
  {
    // "May 5": months that are words as well only in this order with a capital.
    regex: new RegExp(String.raw`\b(${names}) (\d{1,2})(?:st|nd|rd|th)?\b(?!\d)`, 'gi'),
    read: (match, now) =>
      /^[a-z]/.test(match[0]) ? undefined : lastOf(monthOf(match[1]), Number(match[2]), now),
  },
  { regex: new RegExp(String.raw`\b${count} (minute|hour|day|week|month|year)s? ago\b`, 'gi'), read: ago },
  {
    regex: new RegExp(String.raw`\bvor ${count} (Minute|Stunde|Tag|Woche|Monat|Jahr)e?n?\b`, 'gi'),
    read: ago,
  },
  {
    regex: /\b(yesterday|gestern)\b/gi,
    read: (_, now) => ago(['', '1', 'day'] as unknown as RegExpExecArray, now),
  },
  {
    regex: /\b(today|heute)\b/gi,
    read: (_, now) => ({ from: Math.floor(now / dayMs) * dayMs, to: now + 1 }),
  },
];

/** The moments that a sentence names, in their order. */
export function momentsIn(text: string, now: number): readonly FoundMoment[] {
  const found: FoundMoment[] = [];
  for (const { regex, read } of patterns) {
    for (const match of text.matchAll(regex)) {
      const at = match.index;
      const end = at + match[0].length;
      if (found.some((one) => at < one.end && end > one.at)) continue;
      const moment = read(match, now);
      if (moment !== undefined && !Number.isNaN(moment.from)) found.push({ ...moment, at, end });
    }
  }
  return found.toSorted((a, b) => a.at - b.at);
}

function monthOf(name: string | undefined): number {
  return months.findIndex((one) => one.includes(name?.toLowerCase() ?? '')) + 1;
}

function day(year: number, month: number, date: number, hour?: string, minute?: string): Moment | undefined {
  if (month < 1 || month > 12 || date < 1 || date > 31) return undefined;
  const start = Date.UTC(year, month - 1, date);
  if (hour === undefined) return { from: start, to: start + dayMs };
  const from = start + Number(hour) * hourMs + Number(minute) * 60_000;
  return { from, to: from + 60_000 };
}

/** Without a year the last one that has passed is meant. */
function lastOf(month: number, date: number, now: number): Moment | undefined {
  const year = new Date(now).getUTCFullYear();
  const moment = day(year, month, date);
  return moment !== undefined && moment.from > now ? day(year - 1, month, date) : moment;
}

function ago([, n = '', unit = '']: RegExpExecArray, now: number): Moment | undefined {
  const number = numbers[n.toLowerCase()] ?? Number(n);
  const back = (size: number) => ({ from: now - (number + 0.5) * size, to: now - (number - 0.5) * size });
  switch (unit.toLowerCase().slice(0, 2)) {
    case 'mi':
      return back(60_000);
    case 'ho':
    case 'st':
      return back(hourMs);
    case 'da':
    case 'ta': {
      // By the calendar, or in full days that have passed.
      const start = (Math.floor(now / dayMs) - number) * dayMs;
      return { from: Math.min(start, now - (number + 1) * dayMs), to: start + dayMs };
    }
    case 'we':
    case 'wo':
      return back(7 * dayMs);
    case 'mo':
      return back(30.44 * dayMs);
    default:
      return back(365.25 * dayMs);
  }
}
