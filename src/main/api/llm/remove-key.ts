import type { Handler } from '../handler.ts';

export const removeKey: Handler<'llm.removeKey'> = async (_input, { app }) => ({
  removed: await app.llm.removeKey(),
});
