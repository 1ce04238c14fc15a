import type { EventSource } from '../handler.ts';

export const changed: EventSource<'runbooks.changed'> = (_input, emit, { app }) =>
  app.runbooks.onChanged(({ id, state }) => emit({ id, state }));
