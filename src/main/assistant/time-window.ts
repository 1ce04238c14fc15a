import { instant, type Instant } from '../../shared/model/ids.ts';

const day = 86_400_000;
const units: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day,
  week: 7 * day,
  month: 30 * day,
};
const unitWords: readonly (readonly [RegExp, string])[] = [
  [/^min/i, 'minute'],
  [/^(?:h$|hour|hours|stunde|std)/i, 'hour'],
  [/^(?:d$|day|tag)/i, 'day'],
  [/^(?:w$|week|woche)/i, 'week'],
  [/^(?:month|monat)/i, 'month'],
];
const weekdays: readonly RegExp[] = [
  /sunday|sonntag/i,
  /monday|montag/i,
  /tuesday|dienstag/i,
  /wednesday|mittwoch/i,
  /thursday|donnerstag/i,
  /friday|freitag/i,
  /saturday|samstag|sonnabend/i,
];
const smallNumbers: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  ein: 1,
  eine: 1,
  einer: 1,
  einem: 1,
  zwei: 2,
  drei: 3,
};

/**
 * The moment from which a question asks: "this week", "seit gestern", "last 24 hours", "7d". Days begin at midnight
 * UTC, weeks on Monday, as everything is shown in UTC.
 * @returns undefined when it names no time
 */
export function sinceOf(text: string, now: Instant): Instant | undefined {
  const at = Date.parse(now);
  const midnight = at - (at % day);
  const iso = /\b(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)Z?)?\b/.exec(text);
  if (iso) {
    const time = Date.parse(`${iso[1]}T${iso[2] ?? '00:00'}${iso[2]?.length === 8 ? '' : ':00'}.000Z`);
    return Number.isNaN(time) ? undefined : instant(time);
  }
  const amount =
    /\b(\d{1,4}|an?|one|two|three|eine?[rm]?|zwei|drei)\s*(min(?:ute[ns]?|s)?|h|hours?|stunden?|std|d|days?|tage?n?|w|weeks?|wochen?|months?|monate?n?)\b/i.exec(
      text,
    );
  const ago = amount && (/\d/.test(amount[1] ?? '') || /last|past|ago|letzt|vor|since|seit/i.test(text));
  if (amount && ago) {
    const count = Number(amount[1]) || (smallNumbers[(amount[1] ?? '').toLowerCase()] ?? 1);
    const unit = unitWords.find(([pattern]) => pattern.test(amount[2] ?? ''))?.[1] ?? 'day';
    return instant(at - count * (units[unit] ?? day));
  }
  if (/\b(?:today|heute)\b/i.test(text)) return instant(midnight);
  if (/\b(?:yesterday|gestern)\b/i.test(text)) return instant(midnight - day);
  if (/\b(?:this week|diese[rn]? woche)\b/i.test(text)) {
    return instant(midnight - ((new Date(midnight).getUTCDay() + 6) % 7) * day);
  }
  if (/\b(?:this month|diese[nms]? monat)\b/i.test(text)) {
    const date = new Date(midnight);
    return instant(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1));
  }
  if (/\b(?:last|past|letzte[rnsm]?|vergangene[rnsm]?) (?:week|woche)\b/i.test(text))
    return instant(at - 7 * day);
  if (/\b(?:last|past|letzte[rnsm]?|vergangene[rnsm]?) (?:month|monat)\b/i.test(text))
    return instant(at - 30 * day);
  if (/\b(?:last|past|over)\s*night\b|overnight|letzte nacht|über nacht/i.test(text))
    return instant(at - day / 2);
  const weekday = weekdays.findIndex((pattern) => pattern.test(text));
  if (weekday === -1) return undefined;
  const back = (new Date(midnight).getUTCDay() - weekday + 7) % 7;
  return instant(midnight - back * day);
}

const timeWord =
  /^(?:since|seit|from|ab|in|the|den|der|last|past|letzte[nrsm]?|vergangene[nrsm]?|this|diese[nrsm]?|over|über|overnight|night|nacht|today|heute|yesterday|gestern|ago|vor|an?|one|two|three|eine?[rm]?|zwei|drei|\d{1,4}(?:min|h|d|w)?|\d{4}-\d\d-\d\d(?:T[\d:]+Z?)?|min(?:ute[ns]?|s)?|h|hours?|stunden?|std|d|days?|tage?n?|w|weeks?|wochen?|months?|monate?n?)$/i;
const weekdayName =
  /^(?:(?:sun|mon|tues|wednes|thurs|fri|satur)day|(?:sonn|mon|diens|donners|frei|sams)tag|mittwoch|sonnabend)$/i;

/** Whether a text says when and nothing else: "7d", "since Monday", "letzte Woche". */
export function saysOnlyWhen(text: string): boolean {
  return text.split(/\s+/).every((word) => word === '' || timeWord.test(word) || weekdayName.test(word));
}
