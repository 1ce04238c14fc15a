import type { EventSource } from '../handler.ts';

export const changed: EventSource<'sync.changed'> = (_input, emit, { app }) =>
  app.sync.onChanged((state) => emit({ state }));
