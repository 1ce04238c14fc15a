import type { SiteTool, SiteTools } from './assistant/ports.ts';
import type { CollectorDefinition } from './collectors/collector.ts';
import { vouchedTools } from './collectors/vouching.ts';
import type { Mcp } from './mcp/open-mcp.ts';
import type { ServerConfig } from './mcp/server-config.ts';
import type { McpSession } from './mcp/session.ts';
import { monitoringTools } from './monitoring/registry.ts';

/**
 * The tools of connected, accepted servers that an adapter or the site calls read-only; nothing is started for them.
 * Sessions refuse every other tool by themselves, so that what is listed here decides nothing alone.
 */
export function createSiteTools(
  mcp: Pick<Mcp, 'pool' | 'servers'>,
  collectors: readonly CollectorDefinition[],
): SiteTools {
  async function sessions(): Promise<{ session: McpSession; readOnly: ReadonlySet<string> }[]> {
    const [status, { servers }] = await Promise.all([mcp.pool.describe(), mcp.servers.read()]);
    const open = await Promise.all(
      status
        .filter(({ state }) => state.is === 'connected')
        .map(async ({ name }) => {
          const session = await mcp.pool.session(name).catch(() => undefined);
          if (!session) return undefined;
          return { session, readOnly: readOnlyToolsOf(collectors, session, servers) };
        }),
    );
    return open.filter((one) => one !== undefined);
  }

  return {
    async list() {
      return (await sessions()).flatMap(({ session, readOnly }) =>
        session.server.tools
          .filter(({ name }) => readOnly.has(name))
          .map(({ name, description, inputSchema }): SiteTool => ({
            server: session.source,
            name,
            description: description ?? '',
            inputSchema,
          })),
      );
    },
    async call(server, tool, args, { signal, timeoutMs }) {
      const session = await mcp.pool.session(server, { signal });
      const { text, isError } = await session.callTool(tool, { ...args }, { signal, timeoutMs });
      return { text, isError };
    },
  };
}

/** Tools that an adapter or the site calls read-only, of those that the server has. */
export function readOnlyToolsOf(
  collectors: readonly CollectorDefinition[],
  session: Pick<McpSession, 'source' | 'server'>,
  servers: readonly ServerConfig[],
): ReadonlySet<string> {
  const site = servers.find(({ name }) => name === session.source)?.options.readOnlyTools ?? [];
  const offered = new Set(session.server.tools.map(({ name }) => name));
  const vouched = [...vouchedTools(collectors, session.server), ...monitoringTools(session.server)];
  return new Set([...vouched, ...site].filter((name) => offered.has(name)));
}
