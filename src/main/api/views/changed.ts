import type { EventSource } from '../handler.ts';

export const changed: EventSource<'views.changed'> = (_input, emit, { app }) =>
  app.views.onChanged(() => emit({}));
