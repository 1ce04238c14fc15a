import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { createCollection } from '../../src/main/collectors/collection.ts';
import { collectors } from '../../src/main/collectors/registry.ts';
import type { McpSession } from '../../src/main/mcp/session.ts';
import { giveMemoryBack } from '../../src/main/platform/memory.ts';
import { silentLogger } from '../../src/main/platform/logger.ts';
import { openLabApp } from '../support/lab-app.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { Figure } from './figures.ts';

/**
 * Collection of 10,000 VMs from the lab over stdio, first and again unchanged, against the least that it can cost
 * (collect-floor.ts), each in a process of its own: cold against cold, warm against warm.
 */
using folder = temporaryFolder();
const app = await openLabApp(folder.path, ['--frozen', '--size', 'large', '--domains', 'vmware']);
const vmware = collectors.filter((collector) => collector.domain === 'vmware');
const calls: { name: string; args: Record<string, unknown> }[] = [];
const recording = (session: McpSession): McpSession => ({
  source: session.source,
  server: session.server,
  readResource: (uri, options) => session.readResource(uri, options),
  callTool: (name, args, options) => {
    calls.push({ name, args });
    return session.callTool(name, args, options);
  },
});
const collection = createCollection({
  inventory: app.inventory,
  collectors: vmware,
  sessions: async (source, options) => recording(await app.mcp.pool.session(source, options)),
  simulated: () => true,
  logger: silentLogger,
  settings: { callTimeoutMs: 60_000 },
});
// The floor is not charged with starting the server either.
await app.mcp.pool.session('lab');

const runs: { ms: number; seen: number; unchanged: number }[] = [];
let replay: typeof calls = [];
for (let round = 0; round < 4; round++) {
  globalThis.gc?.();
  const started = performance.now();
  const [run] = await collection.collect({ source: 'lab' });
  const ms = performance.now() - started;
  if (run?.outcome !== 'succeeded')
    throw new Error(`the bench measures nothing: ${JSON.stringify(run?.error)}`);
  runs.push({ ms, seen: run.counts.seen, unchanged: run.counts.unchanged });
  if (round === 0) replay = [...calls];
}
const [first, second, , fourth] = runs;
if (first === undefined || second === undefined || fourth?.unchanged !== first.seen) {
  throw new Error(`the bench measures nothing: ${JSON.stringify(runs)}`);
}
const busyMiB = process.memoryUsage().rss / 2 ** 20;
giveMemoryBack();
const restingMiB = process.memoryUsage().rss / 2 ** 20;
await app.close();

const child = spawnSync(
  process.execPath,
  ['--disable-warning=ExperimentalWarning', '--expose-gc', join(import.meta.dirname, 'collect-floor.ts')],
  {
    input: JSON.stringify({
      directory: folder.path,
      readOnlyTools: vmware.flatMap(({ adapters }) => adapters.flatMap((adapter) => adapter.readOnlyTools)),
      calls: replay,
    }),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'inherit'],
  },
);
const floor = z
  .object({ coldMs: z.number(), secondMs: z.number(), warmMs: z.number(), callsMs: z.number() })
  .parse(JSON.parse(child.stdout));

const floorIs = `the same ${replay.length} MCP calls, one SQLite transaction`;
const figures: Figure[] = [
  {
    name: `first collection, ${first.seen} entities (10,000 VMs), cold`,
    value: first.ms,
    unit: 'ms',
    floor: floor.coldMs,
    floorIs,
    aim: '≤ 2 ×',
  },
  {
    name: 'unchanged, second run',
    value: second.ms,
    unit: 'ms',
    floor: floor.secondMs,
    floorIs,
    aim: '≤ 1.3 ×',
  },
  {
    name: 'unchanged, fourth run',
    value: fourth.ms,
    unit: 'ms',
    floor: floor.warmMs,
    floorIs,
    aim: '≤ 1.3 ×',
  },
  { name: 'of which: the MCP calls alone, warm', value: floor.callsMs, unit: 'ms' },
  { name: 'resident memory right after four collections', value: busyMiB, unit: 'MiB' },
  { name: 'resident memory at rest', value: restingMiB, unit: 'MiB', aim: '≤ 300 MiB' },
];
process.stdout.write(JSON.stringify(figures));
