import type { Handler } from '../handler.ts';
import { configured } from './configured.ts';

export const revoke: Handler<'sources.revoke'> = async ({ name }, { app }) => {
  await configured(app, name);
  await app.mcp.pool.revoke(name);
  return {};
};
