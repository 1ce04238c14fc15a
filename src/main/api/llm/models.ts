import type { Handler } from '../handler.ts';

export const models: Handler<'llm.models'> = async (_input, { app, signal }) => ({
  models: [...(await app.llm.models(signal))],
});
