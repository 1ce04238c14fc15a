/** One execution that several callers may wait for. It is cancelled when the last of them has given up. */
export interface Flight<T> {
  readonly result: Promise<T>;
  /**
   * Waits for the result. A caller that aborts while others still wait is released at once, with the signal's
   * reason; the last one waits for what the cancelled execution has to say.
   */
  join(signal: AbortSignal | undefined): Promise<T>;
}

export function startFlight<T>(execute: (signal: AbortSignal) => Promise<T>): Flight<T> {
  const controller = new AbortController();
  const result = execute(controller.signal);
  let waiting = 0;
  return {
    result,
    async join(signal) {
      waiting++;
      if (!signal) return result;
      let giveUp: (() => void) | undefined;
      const released = new Promise<never>((_, reject) => {
        giveUp = () => {
          waiting--;
          if (waiting === 0) controller.abort(signal.reason);
          else reject(signal.reason as Error);
        };
      });
      if (signal.aborted) giveUp?.();
      else if (giveUp) signal.addEventListener('abort', giveUp, { once: true });
      try {
        return await Promise.race([result, released]);
      } finally {
        if (giveUp) signal.removeEventListener('abort', giveUp);
      }
    },
  };
}
