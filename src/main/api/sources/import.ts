import { importServers as applyImport } from '../../mcp/apply-import.ts';
import type { Handler } from '../handler.ts';
import { shownReport } from './import-report.ts';

export const importServers: Handler<'sources.import'> = async ({ text, name, replace, only }, { app }) => {
  const report = await applyImport(text, name, {
    servers: app.mcp.servers,
    secrets: app.mcp.secrets,
    replace,
    ...(only && { only }),
  });
  for (const added of report.added) {
    // A replaced server that runs was started with what stood there before.
    await app.mcp.pool.disconnect(added);
    app.sourcesChanged(added);
  }
  return shownReport(report);
};
