/** Simulated time. It only moves when asked: nothing runs in the background. */
export interface LabClock {
  now(): number;
  /** Whole simulated seconds that real time has brought since the last call; 0 while frozen. */
  elapse(): number;
  /** Moves on by hand. */
  skip(seconds: number): void;
}

export interface LabClockOptions {
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly frozen: boolean;
  /** Simulated seconds per real second. */
  readonly speed: number;
  readonly monotonicMs: () => number;
}

export function createLabClock({ start, frozen, speed, monotonicMs }: LabClockOptions): LabClock {
  let now = start;
  let last = monotonicMs();
  return {
    now: () => now,
    elapse: () => {
      if (frozen) return 0;
      const seconds = Math.floor(((monotonicMs() - last) / 1000) * speed);
      if (seconds <= 0) return 0;
      last += (seconds * 1000) / speed;
      now += seconds * 1000;
      return seconds;
    },
    skip: (seconds) => {
      now += seconds * 1000;
    },
  };
}
