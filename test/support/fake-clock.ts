import { instant, type Instant } from '../../src/shared/model/ids.ts';
import type { Clock } from '../../src/main/platform/clock.ts';

interface Sleeper {
  readonly due: number;
  readonly order: number;
  wake(): void;
}

/** A clock that stands still until it is moved. */
export interface FakeClock extends Clock {
  /** Lets time pass; sleepers wake one after the other, at their time, and everything that follows at once runs. */
  advance(ms: number): Promise<void>;
  /** Sets the wall clock without letting time pass: an operator, NTP, or a machine that slept. */
  jump(to: string | number): void;
  /** How many are waiting. */
  readonly sleeping: number;
}

export function createFakeClock(start: string | number = '2026-11-23T12:00:00.000Z'): FakeClock {
  let wall = new Date(start).getTime();
  let monotonic = 0;
  let order = 0;
  const sleepers = new Set<Sleeper>();

  return {
    now: (): Instant => instant(wall),
    monotonicMs: () => monotonic,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason as Error);
          return;
        }
        if (ms <= 0) {
          resolve();
          return;
        }
        const sleeper: Sleeper = {
          due: monotonic + ms,
          order: order++,
          wake: () => {
            sleepers.delete(sleeper);
            signal?.removeEventListener('abort', onAbort);
            resolve();
          },
        };
        const onAbort = () => {
          sleepers.delete(sleeper);
          reject(signal?.reason as Error);
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', onAbort, { once: true });
      }),
    async advance(ms) {
      const end = monotonic + ms;
      await settle();
      for (;;) {
        const next = [...sleepers]
          .filter((sleeper) => sleeper.due <= end)
          .toSorted((a, b) => a.due - b.due || a.order - b.order)[0];
        if (!next) break;
        const step = Math.max(0, next.due - monotonic);
        monotonic += step;
        wall += step;
        next.wake();
        await settle();
      }
      wall += end - monotonic;
      monotonic = end;
      await settle();
    },
    jump(to) {
      wall = new Date(to).getTime();
    },
    get sleeping() {
      return sleepers.size;
    },
  };
}

/** Lets everything run that is only waiting for promises. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}
