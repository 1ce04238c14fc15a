import type { Handler } from '../handler.ts';

export const state: Handler<'llm.state'> = async (_input, { app }) => {
  const { environment, ...described } = await app.llm.describe();
  return { ...described, environment: [...environment] };
};
