import type { Handler } from '../handler.ts';

export const logs: Handler<'sources.logs'> = ({ name }, { app }) => ({
  lines: app.mcp.pool.stderr(name),
});
