import type { Handler } from '../handler.ts';

export const remove: Handler<'assistant.remove'> = async ({ id }, { app, peer }) => {
  await app.assistant.remove(peer.operator, id);
  return {};
};
