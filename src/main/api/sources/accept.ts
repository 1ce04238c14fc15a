import type { Handler } from '../handler.ts';

export const accept: Handler<'sources.accept'> = async ({ name, fingerprint }, { app }) => {
  await app.mcp.pool.accept(name, fingerprint);
  return {};
};
