import type { App } from '../../app.ts';
import { McpError } from '../../mcp/mcp-error.ts';
import type { ServerConfig } from '../../mcp/server-config.ts';

/** @throws McpError unknown-server */
export async function configured({ mcp }: App, name: string): Promise<ServerConfig> {
  const { servers } = await mcp.servers.read();
  const found = servers.find((server) => server.name === name);
  if (found) return found;
  throw new McpError(name, 'unknown-server', 'there is no server of this name', {
    hint:
      servers.length > 0
        ? `Configured are: ${servers.map((server) => server.name).join(', ')}.`
        : 'None is configured.',
  });
}
