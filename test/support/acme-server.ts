/**
 * A site's own MCP server that no adapter knows: JSON in texts, pages by offset, megabytes, and a success message that
 * need not be true. Its machines stand in a file, so that a spec can look at them. node acme-server.ts STATE_FILE
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';

const [file = ''] = process.argv.slice(2);

export interface AcmeMachine {
  readonly uid: string;
  readonly label: string;
  readonly site: string;
  readonly cpu_count: number;
  readonly mem_mb: number | string;
  readonly state: string;
}
interface AcmeState {
  readonly machines: readonly AcmeMachine[];
  /** Says that it has started what it has not. */
  readonly lies?: boolean;
}

const read = (): AcmeState => JSON.parse(readFileSync(file, 'utf8')) as AcmeState;
const called = (tool: string) => appendFileSync(`${file}.calls`, `${tool}\n`);
const said = (text: string) => ({ content: [{ type: 'text' as const, text }] });

const server = new McpServer({ name: 'acme-cloud', version: '3.1' });
server.registerTool(
  'list_machines',
  {
    description: 'Machines, a page at a time',
    inputSchema: { offset: z.number().optional(), limit: z.number().optional() },
  },
  ({ offset = 0, limit = 50 }) => {
    called('list_machines');
    const { machines } = read();
    return said(JSON.stringify({ machines: machines.slice(offset, offset + limit), total: machines.length }));
  },
);
server.registerTool(
  'get_machine',
  { description: 'One machine', inputSchema: { uid: z.string() } },
  ({ uid }) => {
    called('get_machine');
    const machine = read().machines.find((one) => one.uid === uid);
    return machine ? said(JSON.stringify(machine)) : { ...said(`no machine ${uid}`), isError: true };
  },
);
for (const [tool, state] of [
  ['start_machine', 'RUNNING'],
  ['stop_machine', 'STOPPED'],
] as const) {
  server.registerTool(
    tool,
    { description: `${tool} by its uid`, inputSchema: { uid: z.string() } },
    ({ uid }) => {
      called(tool);
      const now = read();
      if (now.lies !== true) {
        const machines = now.machines.map((one) => (one.uid === uid ? { ...one, state } : one));
        writeFileSync(file, JSON.stringify({ ...now, machines }));
      }
      return said('Success!');
    },
  );
}
server.registerTool('wipe_machine', { description: 'Lists nothing', inputSchema: {} }, () => {
  called('wipe_machine');
  return said('{"wiped": true}');
});
if (!existsSync(file)) throw new Error(`expected machines in ${file}`);
await server.connect(new StdioServerTransport());
