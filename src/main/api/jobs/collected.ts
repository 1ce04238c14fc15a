import type { EventSource } from '../handler.ts';

export const collected: EventSource<'jobs.collected'> = (_input, emit, { app }) =>
  app.inventory.onChanged(({ source, domain, runId }) => {
    // A source that was forgotten is no run.
    if (runId !== '') emit({ source, domain, runId });
  });
