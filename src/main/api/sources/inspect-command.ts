import type { Handler } from '../handler.ts';
import { shownInspection } from './inspection.ts';

export const inspectCommand: Handler<'sources.inspectCommand'> = async ({ name }, { app }) =>
  shownInspection(await app.mcp.pool.inspectCommand(name), await app.mcp.trust.get(name));
