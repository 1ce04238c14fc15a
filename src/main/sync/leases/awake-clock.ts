import { uptime } from 'node:os';
import { platform } from 'node:process';
import type { Clock } from '../../platform/clock.ts';

/**
 * Milliseconds that go on while the machine sleeps: a laptop that was shut must not believe that its lease stood still
 * with it. On Linux the usual monotonic clock does stand still; the system's uptime does not.
 */
export function awakeClock(clock: Pick<Clock, 'monotonicMs'>): () => number {
  if (platform !== 'linux') return () => clock.monotonicMs();
  return () => uptime() * 1_000;
}
