import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { openMcp } from '../../src/main/mcp/open-mcp.ts';

/**
 * The least that a collection can cost: the same MCP calls, whose answers the connection parses, and one plain SQLite
 * transaction with a row of JSON for each record. Run as a process of its own by collect.bench.ts, with the calls to
 * replay on stdin, over a data directory whose server is accepted already: its first round is as cold as a first
 * collection is, the later ones as warm as later collections are.
 */
const replaySchema = z.object({
  directory: z.string(),
  readOnlyTools: z.array(z.string()),
  calls: z.array(z.object({ name: z.string(), args: z.record(z.string(), z.unknown()) })),
});
const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const { directory, readOnlyTools, calls } = replaySchema.parse(
  JSON.parse(Buffer.concat(chunks).toString('utf8')),
);

const mcp = openMcp({ dataDir: directory });
const session = await mcp.pool.session('lab', { readOnlyTools });
const rounds: number[] = [];
for (let round = 0; round < 4; round++) {
  globalThis.gc?.();
  const started = performance.now();
  await collectOnce(join(directory, `floor-${round}.db`));
  rounds.push(performance.now() - started);
}
const started = performance.now();
for (const { name, args } of calls) await session.callTool(name, args);
const callsMs = performance.now() - started;
await mcp.close();
process.stdout.write(JSON.stringify({ coldMs: rounds[0], secondMs: rounds[1], warmMs: rounds[3], callsMs }));

async function collectOnce(file: string): Promise<void> {
  const database = new DatabaseSync(file);
  database.exec(
    'PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; CREATE TABLE row(id INTEGER PRIMARY KEY, data TEXT)',
  );
  const insert = database.prepare('INSERT INTO row(data) VALUES (?)');
  database.exec('BEGIN');
  for (const { name, args } of calls) {
    const { data } = await session.callTool(name, args);
    for (const value of Object.values(data as Record<string, unknown>)) {
      if (!Array.isArray(value)) continue;
      for (const record of value) insert.run(JSON.stringify(record));
    }
  }
  database.exec('COMMIT');
  database.close();
}
