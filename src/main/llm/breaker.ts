import type { Clock } from '../platform/clock.ts';
import { LlmError } from './errors.ts';

const failuresToOpen = 5;
const shortestMs = 15_000;
const longestMs = 300_000;

/**
 * Keeps requests from an endpoint that is down: after several failures in a row none goes out for a while, then one
 * as a trial. Each trial that fails doubles the while.
 */
export interface Breaker {
  /** @throws LlmError llm-busy */
  enter(): void;
  succeeded(): void;
  failed(reason: string): void;
  /** Nothing was learned: whoever was the trial has gone away. */
  left(): void;
  /** Why nothing goes out now. */
  readonly problem: string | undefined;
}

export function createBreaker(clock: Clock, changed: () => void): Breaker {
  let inARow = 0;
  let pauseMs = shortestMs;
  let openUntil: number | undefined;
  let trial = false;
  let reason = '';

  return {
    enter() {
      if (openUntil === undefined) return;
      const left = openUntil - clock.monotonicMs();
      if (left <= 0 && !trial) {
        trial = true;
        return;
      }
      const when = left > 0 ? `in ${Math.ceil(left / 1000)} s` : 'as soon as the trial under way has ended';
      throw new LlmError(
        'llm-busy',
        `The model’s server failed ${inARow} times in a row; it is tried again ${when}. ${reason}`,
        {
          hint: 'Test the connection under Settings → Language model, or with `datacenter-docs llm test`: when it works, requests go out at once.',
        },
      );
    },
    succeeded() {
      const was = openUntil !== undefined || inARow > 0;
      inARow = 0;
      pauseMs = shortestMs;
      openUntil = undefined;
      trial = false;
      if (was) changed();
    },
    failed(why) {
      inARow++;
      reason = why;
      if (trial) pauseMs = Math.min(longestMs, pauseMs * 2);
      if (trial || inARow >= failuresToOpen) openUntil = clock.monotonicMs() + pauseMs;
      trial = false;
      changed();
    },
    left() {
      trial = false;
    },
    get problem() {
      return openUntil === undefined
        ? undefined
        : `The model’s server failed ${inARow} times in a row and is left alone for a while. ${reason}`;
    },
  };
}
