import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { LabDomain } from '../../src/lab/domain.ts';
import { collectors } from '../../src/main/collectors/registry.ts';
import type { InventoryView } from '../../src/main/inventory/view.ts';
import { acceptBuiltIn, openMcp } from '../../src/main/mcp/open-mcp.ts';
import { parseServer } from '../../src/main/mcp/server-config.ts';
import type { McpSession, McpWriter } from '../../src/main/mcp/session.ts';
import type { LiveReader } from '../../src/main/remediation/action-adapter.ts';
import type { Stage } from '../../src/main/remediation/actions/shared/rehearsal.ts';
import { buildView } from './build-view.ts';
import { connectHttp, spawnHttpLab } from './lab-client.ts';
import { collectEntities } from './network-estate.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** One domain of the lab in a process of its own, over HTTP through the application's own pool; time stands still. */
export interface ActionStage extends AsyncDisposable {
  readonly lab: Stage;
  readonly source: string;
  /** Tools that the collector's adapter of this domain vouches for, and no others. */
  reader(timeoutMs: number, asked?: Set<string>): Promise<LiveReader>;
  writer(writes: readonly string[]): McpWriter;
  fault(name: string, tools: Iterable<string>, settings?: Readonly<Record<string, unknown>>): Promise<void>;
  liftFaults(): Promise<void>;
  /** Names of the tools that were called at the lab, by anybody, oldest first. */
  arrived(): readonly string[];
  /** Connects anew where a fault has ended the connection. */
  reconnect(): Promise<void>;
}

const source = 'lab';

export async function openActionStage(domain: LabDomain['name']): Promise<ActionStage> {
  const folder = temporaryFolder();
  const log = join(folder.path, 'calls');
  const { child, url } = await spawnHttpLab(['--frozen', '--domains', domain, '--call-log', log]);
  // Faults and the stage's own calls come over a connection of their own.
  const control = await connectHttp(url);
  // There is no journal here: what an engine permits is its own matter.
  const mcp = openMcp({ dataDir: folder.path, permits: () => Promise.resolve(true) });
  const parsed = parseServer(source, { type: 'http', url, datacenterDocs: { simulated: true } });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  await mcp.servers.put([parsed.config]);
  await acceptBuiltIn(mcp.pool, source);
  const adapter = collectors
    .find((one) => one.domain === domain)
    ?.adapters.find(({ id }) => id === `lab-${domain}`);
  if (!adapter) throw new Error(`expected an adapter lab-${domain}`);
  const readOnly = new Set(adapter.readOnlyTools);

  const call = async (name: string, args: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const result = (await control.callTool({ name, arguments: { ...args } })) as CallToolResult;
    if (result.isError === true) throw new Error(`${name}: ${JSON.stringify(result.content)}`);
    return result.structuredContent;
  };
  const session = (): Promise<McpSession> =>
    mcp.pool.session(source, { readOnlyTools: adapter.readOnlyTools });
  const had = new Map<string, number>();
  let turn = 0;
  let view: InventoryView = buildView([]);
  const look = async () => {
    view = buildView((await collectEntities(adapter, await session())).entities);
    return view;
  };
  const witness = followLog(log);
  await look();

  return {
    source,
    lab: {
      call,
      pass: async (seconds) => void (await call('lab_advance', { seconds })),
      get view() {
        return view;
      },
      look,
      fresh: (candidates) => {
        const [next] = candidates.toSorted((a, b) => (had.get(a.id) ?? 0) - (had.get(b.id) ?? 0));
        if (!next) throw new Error('the lab has nothing to rehearse with');
        had.set(next.id, (turn += 1));
        return next;
      },
    },
    reader: async (timeoutMs, asked) => {
      const open = await session();
      return {
        source,
        call: (tool, args) => {
          if (!readOnly.has(tool)) throw new Error(`${tool} is none that ${adapter.id} calls read-only`);
          asked?.add(tool);
          return open.callTool(tool, { ...args }, { timeoutMs });
        },
      };
    },
    writer: (writes) => mcp.pool.writer(source, { writes }),
    fault: async (name, tools, settings = {}) => {
      for (const tool of tools) await call('lab_fault', { name, tools: tool, ...settings });
    },
    liftFaults: async () => void (await call('lab_fault', { name: 'all', on: false })),
    arrived: () => witness.read(),
    reconnect: () => mcp.pool.disconnect(source),
    async [Symbol.asyncDispose]() {
      await mcp.close();
      await control.close();
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      folder[Symbol.dispose]();
    },
  };
}

/** Reads on where it ended: a log of thousands of calls is asked for at every turn. */
function followLog(file: string): { read(): readonly string[] } {
  const names: string[] = [];
  let seen = 0;
  return {
    read() {
      const text = readFileSync(file).subarray(seen).toString('utf8');
      seen += Buffer.byteLength(text);
      for (const line of text.split('\n').filter(Boolean))
        names.push((JSON.parse(line) as { name: string }).name);
      return names;
    },
  };
}
