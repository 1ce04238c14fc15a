import type { Clock } from '../../platform/clock.ts';

/** When each workstation was last heard of, by this one's own clock, while something could be heard at all. */
export interface Hearing {
  heard(workstation: string): void;
  /** The shared database answers: from now on it counts that nothing comes. */
  connected(): void;
  cutOff(): void;
  /** @returns undefined while nothing can be heard */
  silentMs(workstation: string): number | undefined;
}

export function createHearing(clock: Pick<Clock, 'monotonicMs'>): Hearing {
  const last = new Map<string, number>();
  let since: number | undefined;
  return {
    heard(workstation) {
      last.set(workstation, clock.monotonicMs());
    },
    connected() {
      since ??= clock.monotonicMs();
    },
    cutOff() {
      since = undefined;
    },
    silentMs: (workstation) =>
      since === undefined ? undefined : clock.monotonicMs() - Math.max(since, last.get(workstation) ?? since),
  };
}
