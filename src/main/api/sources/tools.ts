import { vouchedTools, whoSpeaksFor } from '../../collectors/vouching.ts';
import { McpError } from '../../mcp/mcp-error.ts';
import type { ServerDescription } from '../../mcp/session.ts';
import { monitoringOf, monitoringTools } from '../../monitoring/registry.ts';
import type { Handler } from '../handler.ts';
import { configured } from './configured.ts';
import { shownTool } from './inspection.ts';

export const tools: Handler<'sources.tools'> = async ({ name }, { app, signal }) => {
  const { options } = await configured(app, name);
  const whoSpeaks = (server: ServerDescription, tool: string) => {
    const { vouchedBy, guardedBy } = whoSpeaksFor(app.collectors, server, tool);
    const watching = monitoringOf(server).filter(({ readOnlyTools }) => readOnlyTools.includes(tool));
    return {
      vouchedBy: [...vouchedBy, ...watching.map(({ title }) => title)],
      guardedBy: [...guardedBy],
    };
  };
  const shown = (server: ServerDescription) => {
    const vouched = new Set([...vouchedTools(app.collectors, server), ...monitoringTools(server)]);
    return server.tools.map((tool) => ({
      ...shownTool(tool),
      readOnly: options.readOnlyTools.includes(tool.name)
        ? ('site' as const)
        : vouched.has(tool.name)
          ? ('adapter' as const)
          : ('none' as const),
      ...whoSpeaks(server, tool.name),
    }));
  };
  try {
    const { server } = await app.mcp.pool.session(name, { signal });
    return {
      from: 'server',
      server: {
        name: server.name,
        version: server.version,
        ...(server.instructions !== undefined && { instructions: server.instructions }),
      },
      tools: shown(server),
    };
  } catch (error) {
    const accepted = await app.mcp.trust.get(name);
    if (!(error instanceof McpError) || signal.aborted || !accepted) throw error;
    const { code, message, hint } = error;
    return {
      from: 'accepted',
      problem: { code, message, ...(hint !== undefined && { hint }) },
      tools: shown({ name, version: '', tools: accepted.tools }),
    };
  }
};
