import { monitoringOf } from '../../monitoring/registry.ts';
import type { Handler } from '../handler.ts';
import { readersOf, shownInspection, shownTool } from './inspection.ts';

export const inspect: Handler<'sources.inspect'> = async ({ name, acceptedCommand }, { app, signal }) => {
  const before = await app.mcp.trust.get(name);
  const inspection = await app.mcp.pool.inspect(name, {
    signal,
    ...(acceptedCommand !== undefined && { acceptedCommand }),
  });
  const { server } = inspection;
  return {
    ...shownInspection(inspection, before),
    server: {
      name: server.name,
      version: server.version,
      ...(server.instructions !== undefined && { instructions: server.instructions }),
    },
    tools: server.tools.map(shownTool),
    collectors: readersOf(app.collectors, server),
    askedFor: monitoringOf(server).map(({ gives }) => gives),
  };
};
