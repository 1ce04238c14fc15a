import type { Handler } from '../handler.ts';

export const ask: Handler<'assistant.ask'> = async (input, { app, peer, signal, progress }) =>
  app.assistant.ask({ ...input, operator: peer.operator }, { signal, progress });
