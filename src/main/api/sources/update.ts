import type { Handler } from '../handler.ts';
import { configured } from './configured.ts';
import { putEntry } from './put-entry.ts';

export const update: Handler<'sources.update'> = async ({ name, entry }, { app }) => {
  const before = await configured(app, name);
  const report = await putEntry(app, name, entry, before);
  // What runs was started with what stood there before.
  await app.mcp.pool.disconnect(name);
  app.sourcesChanged(name);
  return report;
};
