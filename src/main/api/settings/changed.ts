import type { EventSource } from '../handler.ts';

export const changed: EventSource<'settings.changed'> = (_input, emit, { app }) =>
  app.liveSettings.onChanged(({ by, paths, problem }) =>
    emit({ by, paths: [...paths], ...(problem !== undefined && { problem }) }),
  );
