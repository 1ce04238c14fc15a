import { instant, type Instant } from '../../../shared/model/ids.ts';

export const periods = ['visit', 'hours8', 'day', 'week'] as const;
export type Period = (typeof periods)[number];

const hourMs = 3_600_000;
const lengths = { hours8: 8 * hourMs, day: 24 * hourMs, week: 7 * 24 * hourMs } as const;
/** So often the window of time moves on by itself. */
export const stepMs = 5 * 60_000;

/** The period that the address names; without one, since the last visit where there was one. */
export function periodOf(text: string | undefined, lastVisit: number | undefined): Period {
  const named = periods.find((one) => one === text);
  if (named !== undefined && (named !== 'visit' || lastVisit !== undefined)) return named;
  return lastVisit === undefined ? 'day' : 'visit';
}

/** From when on something is new. Moves in steps, so that what is asked stays the same question for a while. */
export function sinceOf(period: Period, now: number, lastVisit: number | undefined): Instant {
  if (period === 'visit' && lastVisit !== undefined) return instant(Math.min(lastVisit, now));
  const length = period === 'visit' ? lengths.day : lengths[period];
  return instant(Math.max(0, stepped(now) - length));
}

export function stepped(now: number): number {
  return Math.ceil(now / stepMs) * stepMs;
}
