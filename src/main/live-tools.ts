import type { CollectorDefinition } from './collectors/collector.ts';
import type { Mcp } from './mcp/open-mcp.ts';
import { readOnlyToolsOf } from './site-tools.ts';
import type { LiveTools } from './tickets/ports.ts';

/** The read-only tools of one accepted server, connected for it: a ticket is looked at also when nothing runs yet. */
export function createLiveTools(
  mcp: Pick<Mcp, 'pool' | 'servers'>,
  collectors: readonly CollectorDefinition[],
): LiveTools {
  return {
    async of(server, signal) {
      const session = await mcp.pool.session(server, { signal });
      const { servers } = await mcp.servers.read();
      return readOnlyToolsOf(collectors, session, servers);
    },
    async call(server, tool, args, { signal, timeoutMs }) {
      const session = await mcp.pool.session(server, { signal });
      const { text, isError } = await session.callTool(tool, { ...args }, { signal, timeoutMs });
      return { text, isError };
    },
  };
}
