import { cancelled } from './errors.ts';

/** chat: somebody waits for it. background: nobody does. */
export type Urgency = 'chat' | 'background';

/** So many of the urgent kind go first in a row before one that nobody waits for. */
const chatsInARow = 8;

/**
 * Lets so many requests go at the same time. Chat goes before background; within each, features take turns, so that a
 * hundred sections of prose do not keep one ticket waiting. With two places or more, one is kept free for chat.
 */
export interface Turns {
  /** Waits for a place. @returns what gives it back. @throws LlmError cancelled */
  take(urgency: Urgency, feature: string, signal?: AbortSignal): Promise<() => void>;
  readonly waiting: number;
  readonly running: number;
}

interface Waiter {
  readonly go: () => void;
}

type Lane = Map<string, Waiter[]>;

export function createTurns(places: () => number): Turns {
  const lanes: Record<Urgency, Lane> = { chat: new Map(), background: new Map() };
  const running: Record<Urgency, number> = { chat: 0, background: 0 };
  let inARow = 0;

  const isWaiting = (urgency: Urgency) => lanes[urgency].size > 0;
  const room = (urgency: Urgency): boolean => {
    const all = places();
    const total = running.chat + running.background;
    if (total >= all) return false;
    return urgency === 'chat' || all === 1 || running.background < all - 1;
  };

  function nextLane(): Urgency | undefined {
    const chat = isWaiting('chat') && room('chat');
    const background = isWaiting('background') && room('background');
    if (chat && background) return inARow >= chatsInARow ? 'background' : 'chat';
    if (chat) return 'chat';
    return background ? 'background' : undefined;
  }

  function advance(): void {
    for (let urgency = nextLane(); urgency !== undefined; urgency = nextLane()) {
      const lane = lanes[urgency];
      const [feature, waiters] = lane.entries().next().value ?? [];
      const waiter = waiters?.shift();
      if (feature === undefined || waiters === undefined || waiter === undefined) return;
      // To the end of the round, where more of it wait.
      lane.delete(feature);
      if (waiters.length > 0) lane.set(feature, waiters);
      inARow = urgency === 'chat' ? inARow + 1 : 0;
      running[urgency]++;
      waiter.go();
    }
  }

  return {
    take(urgency, feature, signal) {
      if (signal?.aborted) return Promise.reject(cancelled());
      return new Promise((resolve, reject) => {
        const lane = lanes[urgency];
        const onAbort = () => {
          const waiters = lane.get(feature)?.filter((one) => one !== waiter) ?? [];
          if (waiters.length > 0) lane.set(feature, waiters);
          else lane.delete(feature);
          reject(cancelled());
        };
        const waiter: Waiter = {
          go: () => {
            signal?.removeEventListener('abort', onAbort);
            let held = true;
            resolve(() => {
              if (!held) return;
              held = false;
              running[urgency]--;
              advance();
            });
          },
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        lane.set(feature, [...(lane.get(feature) ?? []), waiter]);
        advance();
      });
    },
    get waiting() {
      return [...lanes.chat.values(), ...lanes.background.values()].reduce(
        (sum, list) => sum + list.length,
        0,
      );
    },
    get running() {
      return running.chat + running.background;
    },
  };
}
