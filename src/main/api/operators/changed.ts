import type { EventSource } from '../handler.ts';

export const changed: EventSource<'operators.changed'> = (_input, emit, { app }) =>
  app.operators.onChanged((names) => emit({ names: [...names] }));
