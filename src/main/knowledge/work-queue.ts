/**
 * Work by name, one after the other: what is asked for again while it waits is done once, and while it runs, once more
 * after that.
 */
export interface WorkQueue {
  add(name: string): void;
  /** Until nothing waits or runs. */
  idle(): Promise<void>;
  readonly isBusy: boolean;
}

/** @param run never rejects */
export function createWorkQueue(run: (name: string) => Promise<void>, drained: () => void): WorkQueue {
  const waiting = new Set<string>();
  let running: Promise<void> | undefined;
  async function loop(): Promise<void> {
    for (;;) {
      const [name] = waiting;
      if (name === undefined) {
        // In the same turn in which nothing waits: what is added from now on begins anew.
        running = undefined;
        return;
      }
      waiting.delete(name);
      await run(name);
    }
  }
  return {
    get isBusy() {
      return running !== undefined;
    },
    add(name) {
      waiting.add(name);
      running ??= Promise.resolve()
        .then(loop)
        .finally(() => {
          if (running === undefined) drained();
        });
    },
    async idle() {
      for (let now = running; now !== undefined; now = running) await now;
    },
  };
}
