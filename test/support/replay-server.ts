/**
 * A real MCP server that answers what another one answered: `node replay-server.ts FILE`. FILE holds a `Recording`, and
 * is read again at each call, so that a spec can let time pass by writing another one.
 */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, ListToolsRequestSchema, type Tool } from '@modelcontextprotocol/sdk/types.js';
import type { Recording } from './recorded-session.ts';

const [file = ''] = process.argv.slice(2);
const read = () => JSON.parse(readFileSync(file, 'utf8')) as Recording;
const { name, version } = read().server;

const server = new Server({ name, version }, { capabilities: { tools: {} } });
server.setRequestHandler(ListToolsRequestSchema, () => ({
  tools: read().server.tools.map((tool) => ({ ...tool }) as Tool),
}));
server.setRequestHandler(CallToolRequestSchema, ({ params }) => {
  const found = read().calls.find(
    ({ tool, args }) => tool === params.name && isDeepStrictEqual(args, params.arguments ?? {}),
  );
  const { isError, text } = found?.result ?? { isError: true, text: 'that was never recorded' };
  return { isError, content: [{ type: 'text', text }] };
});
await server.connect(new StdioServerTransport());
