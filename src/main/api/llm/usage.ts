import type { Handler } from '../handler.ts';

export const usage: Handler<'llm.usage'> = async ({ days }, { app }) => {
  const { since, total, today, features } = await app.llm.usage(days);
  return { ...(since !== undefined && { since }), total, today, features: [...features] };
};
