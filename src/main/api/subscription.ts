import { eventWindow } from '../../shared/contract/event-window.ts';

/** Events kept for a subscriber that does not keep up; the oldest go first. */
const mostWaiting = 256;

/** One subscriber: gets as many events as it has credit for, and is told how many it missed. */
export interface Subscription {
  emit(payload: unknown): void;
  /** The subscriber has dealt with that many. */
  acknowledge(count: number): void;
  /** Until now events were kept back: the subscriber did not know yet that it is one. */
  begin(): void;
  /** What was emitted is no longer delivered. */
  end(): void;
}

export function createSubscription(deliver: (payload: unknown, missed: number) => void): Subscription {
  let waiting: unknown[] = [];
  let credit = 0;
  let missed = 0;
  let over = false;
  const flush = () => {
    // A delivery may lead to the end of the subscription, which empties what waits.
    while (credit > 0 && waiting.length > 0) {
      credit -= 1;
      const payload = waiting.shift();
      const before = missed;
      missed = 0;
      deliver(payload, before);
    }
  };
  return {
    emit(payload) {
      if (over) return;
      waiting.push(payload);
      flush();
      if (waiting.length <= mostWaiting) return;
      waiting.shift();
      missed += 1;
    },
    acknowledge(count) {
      credit = Math.min(eventWindow, credit + count);
      flush();
    },
    begin() {
      credit = eventWindow;
      flush();
    },
    end() {
      over = true;
      waiting = [];
    },
  };
}
