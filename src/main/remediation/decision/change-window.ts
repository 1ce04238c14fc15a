import { weekdays, type Policy } from '../../../shared/model/policy.ts';
import { clockChange, offsetAt, wallText, wallTime, type WallTime } from './zoned-time.ts';

type Window = Policy['changeWindows'][number];

/**
 * Whether a change window is open. Windows are what clocks on the wall show: an hour that summer time leaves out is
 * short of one, an hour that comes twice is in them twice.
 */
export function changeWindowAt(
  windows: readonly Window[],
  timeZone: string,
  now: number,
): {
  readonly open?: Window;
  readonly local: string;
  /** When the next one opens, while none is. */ readonly next?: number;
} {
  const wall = wallTime(now, timeZone);
  const local = wallText(wall, timeZone);
  const open = windows.find((window) => isIn(window, wall));
  if (open) return { open, local };
  const next = nextOpening(windows, timeZone, now);
  return { local, ...(next !== undefined && { next }) };
}

function isIn({ days, from, to }: Window, { weekday, minuteOfDay }: WallTime): boolean {
  const [begins, ends] = [minutes(from), minutes(to)];
  const on = (day: number) => days.includes(weekdays[(day + 7) % 7] ?? 'mon');
  if (begins < ends) return on(weekday) && minuteOfDay >= begins && minuteOfDay < ends;
  // Over midnight: what begins on a day ends on the next. Equal times are a whole day.
  return (on(weekday) && minuteOfDay >= begins) || (on(weekday - 1) && minuteOfDay < ends);
}

const dayMs = 86_400_000;
/** Every window opens within a week; one that a change of the clocks swallows, within two. */
const daysAhead = 15;

/**
 * A window opens when clocks show its beginning, or when they are changed over it: both are tried, and the first one
 * at which a window is open is taken.
 */
function nextOpening(windows: readonly Window[], timeZone: string, now: number): number | undefined {
  const today = wallTime(now, timeZone);
  const beginnings = [...new Set(windows.map(({ from }) => minutes(from)))];
  let best: number | undefined;
  for (let ahead = 0; ahead <= daysAhead; ahead += 1) {
    const midnight = Date.UTC(today.year, today.month - 1, today.day + ahead);
    const offsets = new Set([offsetAt(midnight - dayMs, timeZone), offsetAt(midnight + 2 * dayMs, timeZone)]);
    const change =
      offsets.size > 1 ? clockChange(midnight - dayMs, midnight + 2 * dayMs, timeZone) : undefined;
    const moments = [...offsets].flatMap((offset) =>
      beginnings.map((beginning) => midnight + beginning * 60_000 - offset),
    );
    if (change !== undefined) moments.push(change);
    for (const at of moments) {
      if (at > now && (best === undefined || at < best) && isOpen(windows, at, timeZone)) best = at;
    }
    // In UTC the days of a zone overlap: a day more is enough to be sure.
    if (best !== undefined && best < midnight - dayMs) return best;
  }
  return best;
}

function isOpen(windows: readonly Window[], ms: number, timeZone: string): boolean {
  const wall = wallTime(ms, timeZone);
  return windows.some((window) => isIn(window, wall));
}

function minutes(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
}
