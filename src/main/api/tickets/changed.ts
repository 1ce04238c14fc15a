import type { EventSource } from '../handler.ts';

const everyMs = 250;
const mostIds = 200;

/** A burst is told in few events, and its last change is never lost. */
export const changed: EventSource<'tickets.changed'> = (_input, emit, { app }) => {
  const over = new AbortController();
  let waiting = new Set<string>();
  let isWaiting = false;
  const tell = () => {
    isWaiting = false;
    const ids = [...waiting];
    waiting = new Set();
    emit({ ids: ids.slice(0, mostIds), more: ids.length > mostIds });
  };
  const stop = app.tickets.onChanged(({ id }) => {
    waiting.add(id);
    if (isWaiting) return;
    isWaiting = true;
    app.clock.sleep(everyMs, over.signal).then(tell, () => {});
  });
  return () => {
    over.abort();
    stop();
  };
};
