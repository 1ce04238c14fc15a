import type { Handler } from '../handler.ts';
import { checkName } from './set-secret.ts';

export const deleteSecret: Handler<'sources.deleteSecret'> = async ({ name }, { app }) => {
  checkName(name);
  const deleted = await app.mcp.secrets.delete(name);
  app.sourcesChanged();
  return { deleted };
};
