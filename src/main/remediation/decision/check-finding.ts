import type { DecisionCheck } from '../../../shared/model/decision.ts';
import { instant, type Instant } from '../../../shared/model/ids.ts';

/** What a check comes to, without its name. */
export type Finding = Omit<DecisionCheck, 'check'>;

type Stops = Finding['stops'];

export const passed = (stops: Stops, text: string): Finding => ({ passed: true, stops, text });

export const failed = (stops: Stops, text: string, until?: number): Finding => ({
  passed: false,
  stops,
  text,
  ...(until !== undefined && Number.isFinite(until) && { until: moment(until) }),
});

export const finding = (ok: boolean, stops: Stops, text: string, until?: number): Finding =>
  ok ? passed(stops, text) : failed(stops, text, until);

/** The last moment that a date can hold: a policy may be written for longer than that. */
const lastMoment = 8.64e15;

function moment(ms: number): Instant {
  return instant(Math.max(-lastMoment, Math.min(lastMoment, ms)));
}

/** `1 minute`, `12 minutes`, `3 h 20 min`, `2 days`. */
export function spanText(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  if (minutes < 120) return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
  if (minutes < 48 * 60) {
    const rest = minutes % 60;
    return `${Math.floor(minutes / 60)} h${rest === 0 ? '' : ` ${rest} min`}`;
  }
  return `${Math.floor(minutes / 1_440)} days`;
}
