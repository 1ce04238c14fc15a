import type { Handler } from '../handler.ts';

export const passage: Handler<'knowledge.passage'> = async ({ id }, { app }) => {
  const found = await app.knowledge.passage(id);
  return found === undefined ? {} : { passage: { ...found, headings: [...found.headings] } };
};
