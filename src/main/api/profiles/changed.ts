import type { EventSource } from '../handler.ts';

export const changed: EventSource<'profiles.changed'> = (_input, emit, { app }) =>
  app.profiles.onChanged((ids) => emit({ ids: [...ids] }));
