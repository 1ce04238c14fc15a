import type { Handler } from '../handler.ts';

export const rename: Handler<'assistant.rename'> = async ({ id, title }, { app, peer }) => {
  await app.assistant.rename(peer.operator, id, title);
  return {};
};
