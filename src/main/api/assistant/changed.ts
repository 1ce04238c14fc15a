import type { EventSource } from '../handler.ts';

/** Only of whoever listens: conversations are each operator's own. */
export const changed: EventSource<'assistant.changed'> = (_, emit, { app, peer }) =>
  app.assistant.onChanged(({ id, operator }) => {
    if (operator === peer.operator) emit({ id });
  });
