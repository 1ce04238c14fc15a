import { Cron } from 'croner';
import { instant, type Instant } from '../../shared/model/ids.ts';
import type { JobSchedule } from './job.ts';

/**
 * The first time after `after` that a schedule is due; undefined when it never is again. Of an hour that a change to
 * summer time leaves out, cron takes the first moment after; of an hour that comes twice, the first.
 */
export function nextDue(schedule: JobSchedule, after: Instant): Instant | undefined {
  if (schedule === 'manual') return undefined;
  if ('everySeconds' in schedule) return instant(Date.parse(after) + schedule.everySeconds * 1_000);
  const next = cronOf(schedule).nextRun(new Date(after));
  return next ? instant(next) : undefined;
}

/** How many times a schedule was due in (after, until]; counting ends at `most`. */
export function countDue(schedule: JobSchedule, after: Instant, until: Instant, most = 1_000): number {
  let count = 0;
  for (let due = nextDue(schedule, after); due !== undefined && due <= until && count < most; count++) {
    due = nextDue(schedule, due);
  }
  return count;
}

/** Why a schedule cannot be used, in words. */
export function scheduleProblem(schedule: JobSchedule): string | undefined {
  if (schedule === 'manual' || 'everySeconds' in schedule) return undefined;
  try {
    return nextDue(schedule, instant(0)) === undefined ? 'it is never due' : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const patterns = new Map<string, Cron>();

function cronOf({ cron, timeZone }: { cron: string; timeZone?: string }): Cron {
  const key = `${cron}\n${timeZone ?? ''}`;
  let pattern = patterns.get(key);
  if (!pattern) {
    // Paused and without a function: it only computes; timers go through the clock.
    pattern = new Cron(cron, {
      paused: true,
      mode: '5-part',
      ...(timeZone === undefined ? {} : { timezone: timeZone }),
    });
    patterns.set(key, pattern);
  }
  return pattern;
}
