import type { Handler } from '../handler.ts';
import { configured } from './configured.ts';

export const setDisabled: Handler<'sources.setDisabled'> = async ({ name, disabled }, { app }) => {
  const config = await configured(app, name);
  await app.mcp.servers.put([{ ...config, disabled }]);
  if (disabled) await app.mcp.pool.disconnect(name);
  app.sourcesChanged(name);
  return {};
};
