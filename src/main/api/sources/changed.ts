import type { EventSource } from '../handler.ts';

export const changed: EventSource<'sources.changed'> = (_input, emit, { app }) =>
  app.onSourcesChanged((names) => emit({ names: [...names] }));
