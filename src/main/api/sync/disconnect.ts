import type { Handler } from '../handler.ts';

export const disconnect: Handler<'sync.disconnect'> = async (_input, { app }) => {
  await app.sync.disconnect();
  return {};
};
