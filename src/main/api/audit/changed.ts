import type { EventSource } from '../handler.ts';

export const changed: EventSource<'audit.changed'> = (_input, emit, { app }) =>
  app.audit.onChanged(({ id }) => emit({ id }));
