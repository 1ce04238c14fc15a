import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createCollection } from '../../src/main/collectors/collection.ts';
import { collectors } from '../../src/main/collectors/registry.ts';
import { createInventory } from '../../src/main/inventory/inventory.ts';
import { acceptBuiltIn, openMcp } from '../../src/main/mcp/open-mcp.ts';
import { parseServer } from '../../src/main/mcp/server-config.ts';
import type { McpSession } from '../../src/main/mcp/session.ts';
import { systemClock } from '../../src/main/platform/clock.ts';
import { silentLogger } from '../../src/main/platform/logger.ts';
import { systemRandom } from '../../src/main/platform/random.ts';
import { openStore } from '../../src/main/store/open-store.ts';
import type { Figure } from './run.ts';

/**
 * Collection of 10,000 VMs from the lab over stdio, first and again unchanged, against the least that it can cost:
 * the same MCP calls (whose answers the connection parses) and one plain SQLite transaction with a row of JSON for each
 * record.
 */
const directory = mkdtempSync(join(tmpdir(), 'datacenter-docs-bench-'));
const config = parseServer('lab', {
  command: process.execPath,
  args: [
    '--disable-warning=ExperimentalWarning',
    'src/lab/main.ts',
    '--stdio',
    '--frozen',
    '--size',
    'large',
    '--domains',
    'vmware',
  ],
  datacenterDocs: { simulated: true },
});
if (!config.ok) throw new Error(JSON.stringify(config.problems));

const mcp = openMcp({ dataDir: directory, builtIn: [config.config] });
await acceptBuiltIn(mcp.pool, 'lab');
const vmware = collectors.filter((collector) => collector.domain === 'vmware');
const readOnlyTools = vmware.flatMap((collector) =>
  collector.adapters.flatMap((adapter) => adapter.readOnlyTools),
);
const warm = await mcp.pool.session('lab', { readOnlyTools });

const calls: { name: string; args: Record<string, unknown> }[] = [];
const recording = (session: McpSession): McpSession => ({
  ...session,
  source: session.source,
  server: session.server,
  readResource: (uri, options) => session.readResource(uri, options),
  callTool: (name, args, options) => {
    calls.push({ name, args });
    return session.callTool(name, args, options);
  },
});

const store = await openStore({
  dataDir: directory,
  clock: systemClock,
  random: systemRandom,
  logger: silentLogger,
  what: 'bench',
});
const inventory = createInventory({ store, clock: systemClock, random: systemRandom, logger: silentLogger });
const collection = createCollection({
  inventory,
  collectors: vmware,
  sessions: async (source, options) => recording(await mcp.pool.session(source, options)),
  simulated: () => true,
  logger: silentLogger,
  settings: { callTimeoutMs: 60_000 },
});

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  globalThis.gc?.();
  const started = performance.now();
  const result = await work();
  return { ms: performance.now() - started, result };
}

const first = await timed(() => collection.collect({ source: 'lab' }));
const replay = [...calls];
const again = await timed(() => collection.collect({ source: 'lab' }));
await collection.collect({ source: 'lab' });
const third = await timed(() => collection.collect({ source: 'lab' }));
globalThis.gc?.();
const residentMiB = process.memoryUsage().rss / 2 ** 20;

const floorOnce = async (file: string) => {
  const database = new DatabaseSync(join(directory, file));
  database.exec(
    'PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; CREATE TABLE row(id INTEGER PRIMARY KEY, data TEXT)',
  );
  const insert = database.prepare('INSERT INTO row(data) VALUES (?)');
  let rows = 0;
  database.exec('BEGIN');
  for (const { name, args } of replay) {
    const { data } = await warm.callTool(name, args);
    for (const value of Object.values(data as Record<string, unknown>)) {
      if (!Array.isArray(value)) continue;
      for (const record of value) {
        insert.run(JSON.stringify(record));
        rows += 1;
      }
    }
  }
  database.exec('COMMIT');
  database.close();
  return rows;
};
await floorOnce('floor-warm.db');
const floor = await timed(() => floorOnce('floor.db'));
const callsOnly = await timed(async () => {
  for (const { name, args } of replay) await warm.callTool(name, args);
});

const [run] = first.result;
const seen = run?.counts.seen ?? 0;
if (run?.outcome !== 'succeeded' || third.result[0]?.counts.unchanged !== seen) {
  throw new Error(
    `the bench measures nothing: ${JSON.stringify([run?.outcome, run?.counts, third.result[0]?.counts])}`,
  );
}
const floorIs = `the same ${replay.length} MCP calls, parsed, one SQLite transaction`;
const figures: Figure[] = [
  {
    name: `first collection, ${seen} entities (10,000 VMs)`,
    value: first.ms,
    unit: 'ms',
    floor: floor.ms,
    floorIs,
    aim: '≤ 2 ×',
  },
  {
    name: 'unchanged re-collection, second run',
    value: again.ms,
    unit: 'ms',
    floor: floor.ms,
    floorIs,
    aim: '≤ 1.3 ×',
  },
  {
    name: 'unchanged re-collection, fourth run',
    value: third.ms,
    unit: 'ms',
    floor: floor.ms,
    floorIs,
    aim: '≤ 1.3 ×',
  },
  { name: 'of which: the MCP calls alone', value: callsOnly.ms, unit: 'ms' },
  { name: 'resident memory after four collections', value: residentMiB, unit: 'MiB', aim: '≤ 300 MiB' },
];
await mcp.close();
await store.close();
rmSync(directory, { recursive: true, force: true });
process.stdout.write(JSON.stringify(figures));
