import type { EventSource } from '../handler.ts';

export const changed: EventSource<'inventory.changed'> = ({ sources }, emit, { app }) =>
  app.inventory.onChanged(({ source, domain, kinds, changed }) => {
    if (sources && !sources.includes(source)) return;
    emit({ source, domain, kinds: [...kinds], changed, at: app.clock.now() });
  });
