import type { Clock } from '../platform/clock.ts';

export interface ProgressThrottle {
  report(progress: unknown): void;
  /** Delivers what is still kept back; nothing comes after it. */
  end(): void;
}

/** Progress in order, at most every `everyMs`; of what comes in between the newest counts, and the last is never lost. */
export function createProgressThrottle(
  deliver: (progress: unknown) => void,
  clock: Clock,
  everyMs: number,
): ProgressThrottle {
  const over = new AbortController();
  let lastMs = Number.NEGATIVE_INFINITY;
  let kept: { progress: unknown } | undefined;
  const flush = () => {
    if (!kept) return;
    const { progress } = kept;
    kept = undefined;
    lastMs = clock.monotonicMs();
    deliver(progress);
  };
  return {
    report(progress) {
      if (over.signal.aborted) return;
      const isTimed = kept !== undefined;
      kept = { progress };
      const waitMs = lastMs + everyMs - clock.monotonicMs();
      if (waitMs <= 0) flush();
      else if (!isTimed) clock.sleep(waitMs, over.signal).then(flush, () => {});
    },
    end() {
      flush();
      over.abort();
    },
  };
}
