import type { Handler } from '../handler.ts';

export const conversations: Handler<'assistant.conversations'> = async (input, { app, peer }) =>
  app.assistant.conversations(peer.operator, input);
