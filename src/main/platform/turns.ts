import { setImmediate } from 'node:timers/promises';
import type { Clock } from './clock.ts';

/** How long one piece of work keeps everything else waiting. */
const longestTurnMs = 25;

/** Long work in pieces: between two of them servers answer, and windows paint. */
export interface Turns {
  /** This piece has lasted long enough. */
  readonly isOver: boolean;
  /** Everything else has its turn, then the next piece begins. */
  next(): Promise<void>;
}

export function createTurns(
  clock: Pick<Clock, 'monotonicMs'>,
  pause: () => Promise<void> = () => setImmediate(),
): Turns {
  let begunMs = clock.monotonicMs();
  return {
    get isOver() {
      return clock.monotonicMs() - begunMs >= longestTurnMs;
    },
    async next() {
      await pause();
      begunMs = clock.monotonicMs();
    },
  };
}

/** Work that says by `yield` where it may be interrupted, a turn at a time. */
export async function inTurns<T>(steps: Iterator<void, T>, turns: Turns): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (turns.isOver) await turns.next();
  }
}

/** The same work in one go. */
export function atOnce<T>(steps: Iterator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
