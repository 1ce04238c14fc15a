import type { EventSource } from '../handler.ts';

export const changed: EventSource<'llm.changed'> = (_input, emit, { app }) =>
  app.llm.onChanged(() => emit({}));
