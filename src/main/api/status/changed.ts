import type { EventSource } from '../handler.ts';
import { staleDocuments } from './stale-documents.ts';

const everyMs = 1_000;

/** Whatever the status is made of may have changed: once a second at most, and the last change is never lost. */
export const changed: EventSource<'status.changed'> = (_input, emit, { app }) => {
  const { clock } = app;
  const over = new AbortController();
  let waiting = false;
  let lastMs = Number.NEGATIVE_INFINITY;
  let shape = '';

  const tell = () => {
    waiting = false;
    lastMs = clock.monotonicMs();
    emit({ at: clock.now() });
  };
  const something = () => {
    if (waiting || over.signal.aborted) return;
    const waitMs = lastMs + everyMs - clock.monotonicMs();
    if (waitMs <= 0) {
      tell();
      return;
    }
    waiting = true;
    clock.sleep(waitMs, over.signal).then(tell, () => {});
  };

  const stop = [
    app.inventory.onChanged(something),
    app.onSourcesChanged(something),
    app.sync.onChanged(something),
    app.liveSettings.onChanged(something),
    app.tickets.onChanged(something),
    app.remediations.onChanged(something),
    app.remediations.onSwitched(something),
    app.documents.onChanged(() => {
      staleDocuments(app).outdate();
      something();
    }),
    app.scheduler.onChanged((run) => {
      // Progress of a run changes nothing that is counted.
      const next = `${run.id} ${run.outcome}`;
      if (next === shape) return;
      shape = next;
      something();
    }),
    staleDocuments(app).onKnown(something),
  ];
  return () => {
    over.abort();
    for (const end of stop) end();
  };
};
