import type { EventSource } from '../handler.ts';

/** What the inventory learns makes documents out of date; `stale` says so without naming which. */
export const changed: EventSource<'documents.changed'> = (_input, emit, { app }) => {
  const stops = [
    app.documents.onChanged((ids) => emit({ ids: [...ids], stale: true })),
    app.inventory.onChanged(() => emit({ ids: [], stale: true })),
  ];
  return () => {
    for (const stop of stops) stop();
  };
};
