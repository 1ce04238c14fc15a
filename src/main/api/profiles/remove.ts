import type { Handler } from '../handler.ts';

export const remove: Handler<'profiles.remove'> = async ({ id }, { app }) => {
  await app.profiles.remove(id);
  return {};
};
