import type { Instant } from '../../../shared/model/ids.ts';
import type { Clock } from '../../platform/clock.ts';

/**
 * The wall clock as expiry sees it: what has passed stays passed. A clock that is set back does not bring back to life
 * what nobody approved in time.
 */
export function createLatestTime(clock: Pick<Clock, 'now' | 'monotonicMs'>): {
  hasPassed(at: Instant): boolean;
} {
  let latest = Date.parse(clock.now());
  let seenAt = clock.monotonicMs();
  return {
    hasPassed(at) {
      const monotonic = clock.monotonicMs();
      latest = Math.max(latest + Math.max(0, monotonic - seenAt), Date.parse(clock.now()));
      seenAt = monotonic;
      return latest >= Date.parse(at);
    },
  };
}
