import type { Handler } from '../handler.ts';

export const resume: Handler<'sync.resume'> = async (_input, { app }) => {
  await app.sync.resume();
  return {};
};
