import { instant, type Instant } from '../../../shared/model/ids.ts';

const dayMs = 86_400_000;

/** Changes of the last days are at hand in memory, and no older ones; a period is no longer than that. */
export function recentEnough(wanted: Instant, now: Instant, days: number): Instant {
  const oldest = instant(Math.max(0, Date.parse(now) - days * dayMs));
  if (wanted < oldest) return oldest;
  return wanted > now ? now : wanted;
}
