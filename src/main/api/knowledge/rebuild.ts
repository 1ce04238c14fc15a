import type { Handler } from '../handler.ts';

export const rebuild: Handler<'knowledge.rebuild'> = async (_, { app, signal, progress }) => {
  await app.knowledge.rebuild({ signal, onProgress: progress });
  const { passages } = await app.knowledge.status();
  return { passages };
};
