import type { App } from '../../app.ts';

/** How many documents would be written anew. Working that out looks at every plan, so it is done behind the answer. */
export interface StaleDocuments {
  /** What is known now, and begins to work it out anew when the inventory or the documents changed since. */
  known(): number | undefined;
  /** Something changed that it depends on. */
  outdate(): void;
  /** Told when a new number is there. @returns what ends it */
  onKnown(listener: () => void): () => void;
}

const perApp = new WeakMap<App, StaleDocuments>();

export function staleDocuments(app: App): StaleDocuments {
  const existing = perApp.get(app);
  if (existing) return existing;
  const created = createStaleDocuments(
    () => app.documents.stale(),
    () => app.clock.monotonicMs(),
  );
  perApp.set(app, created);
  app.inventory.onChanged(() => created.outdate());
  app.liveSettings.onChanged(() => created.outdate());
  app.scheduler.onChanged((run) => {
    if (run.queue === 'documentation' && run.finishedAt !== undefined) created.outdate();
  });
  return created;
}

/** Not more often than ten times as long as it takes, so that it never keeps the process busy. */
export function createStaleDocuments(
  count: () => Promise<readonly unknown[]>,
  nowMs: () => number,
): StaleDocuments {
  const listeners = new Set<() => void>();
  let value: number | undefined;
  let outdated = true;
  let working = false;
  let restUntilMs = 0;

  async function work(): Promise<void> {
    working = true;
    outdated = false;
    const startedMs = nowMs();
    try {
      const next = (await count()).length;
      const isNew = next !== value;
      value = next;
      if (isNew) for (const listener of listeners) listener();
    } catch {
      // Without a number the count is left out; the documents screen says what is wrong.
      value = undefined;
    } finally {
      working = false;
      restUntilMs = nowMs() + 10 * (nowMs() - startedMs);
    }
  }

  return {
    known() {
      if (outdated && !working && nowMs() >= restUntilMs) void work();
      return value;
    },
    outdate() {
      outdated = true;
    },
    onKnown(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
