import type { Handler } from '../handler.ts';

export const conversation: Handler<'assistant.conversation'> = async ({ id }, { app, peer }) =>
  app.assistant.conversation(peer.operator, id);
