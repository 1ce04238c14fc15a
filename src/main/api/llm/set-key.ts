import type { Handler } from '../handler.ts';

export const setKey: Handler<'llm.setKey'> = async ({ value }, { app }) => ({
  origin: await app.llm.setKey(value),
});
