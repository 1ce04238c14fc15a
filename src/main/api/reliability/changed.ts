import type { EventSource } from '../handler.ts';

export const changed: EventSource<'reliability.changed'> = (_input, emit, { app }) =>
  app.reliability.onChanged((counts) => emit({ ...counts }));
