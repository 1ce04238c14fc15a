import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openStore } from '../../src/main/store/open-store.ts';
import type { Store } from '../../src/main/store/store.ts';
import { systemClock } from '../../src/main/platform/clock.ts';
import { silentLogger } from '../../src/main/platform/logger.ts';
import { systemRandom } from '../../src/main/platform/random.ts';
import { longRun } from '../support/property.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const kills = longRun ? 300 : 15;
const seed = Number(process.env['DATACENTER_DOCS_SEED'] ?? Date.now() % 1_000_000);

/** Small, and the same on every machine: mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Starts the writer, kills it with SIGKILL so long after it is started or ready. @returns what it said. */
async function writeAndDie(
  dataDir: string,
  round: number,
  { after, ms }: { readonly after: 'start' | 'ready'; readonly ms: number },
): Promise<string[]> {
  const writer = fileURLToPath(new URL('store/writer.ts', import.meta.url));
  const child = spawn(process.execPath, [writer, dataDir, String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const kill = () => setTimeout(() => child.kill('SIGKILL'), ms);
  if (after === 'start') kill();
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    if (after === 'ready' && output === '') kill();
    output += chunk;
  });
  await new Promise((resolve) => child.once('close', resolve));
  return output.split('\n').slice(0, -1);
}

/** What must be there after everything that was acknowledged. */
class Acknowledged {
  readonly present = new Set<string>();
  readonly gone = new Set<string>();
  readonly audited = new Set<string>();
  counter: string | undefined;

  hear(line: string): void {
    const [what, key = ''] = line.split(' ');
    if (what === 'put') for (let index = 0; index < 10; index++) this.present.add(`batch-${key}-${index}`);
    if (what === 'insert') this.present.add(`single-${key}`);
    if (what === 'update') this.counter = key;
    if (what === 'audit') {
      this.audited.add(`audit-${key}`);
      // What comes next is its removal, which may be done and not yet said.
      this.present.delete(`single-${key}`);
    }
    if (what === 'remove') this.gone.add(`single-${key}`);
  }
}

async function idsOf(store: Store): Promise<{ entities: Set<string>; audited: Set<string> }> {
  const entities = new Set<string>();
  const audited = new Set<string>();
  for await (const batch of store.entities.each()) for (const { id } of batch) entities.add(id);
  for await (const batch of store.audit.each()) for (const { id } of batch) audited.add(id);
  return { entities, audited };
}

/** Keys of batches of which a part is there. */
function halfBatches(entities: ReadonlySet<string>): string[] {
  const counts = new Map<string, number>();
  for (const id of entities) {
    const key = /^batch-(.*)-\d$/.exec(id)?.[1];
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count !== 10).map(([key]) => key);
}

test(
  `a writer killed at ${kills} random moments loses nothing that was acknowledged (seed ${seed})`,
  { timeout: kills * 10_000 },
  async () => {
    using folder = temporaryFolder();
    const random = randomFrom(seed);
    const acknowledged = new Acknowledged();
    for (let round = 0; round < kills; round++) {
      // Every fourth dies while it starts, which is when files and tables are made.
      const after = round % 4 === 0 ? 'start' : 'ready';
      const ms = Math.floor(after === 'start' ? random() * 700 : random() ** 2 * 400);
      const said = await writeAndDie(folder.path, round, { after, ms });
      for (const line of said) acknowledged.hear(line);

      const store = await openStore({
        dataDir: folder.path,
        clock: systemClock,
        random: systemRandom,
        logger: silentLogger,
      });
      try {
        expect(store.setAside).toBeUndefined();
        const { entities, audited } = await idsOf(store);
        expect([...acknowledged.present].filter((id) => !entities.has(id))).toEqual([]);
        expect([...acknowledged.gone].filter((id) => entities.has(id))).toEqual([]);
        expect([...acknowledged.audited].filter((id) => !audited.has(id))).toEqual([]);
        expect(halfBatches(entities)).toEqual([]);
        const counter = await store.entities.get('counter');
        const [heardRound = 0, heardWrite = 0] = (acknowledged.counter ?? '0-0').split('-').map(Number);
        const [nowRound = 0, nowWrite = 0] = (counter?.name ?? '0-0').split('-').map(Number);
        expect(nowRound * 1e6 + nowWrite).toBeGreaterThanOrEqual(heardRound * 1e6 + heardWrite);
      } finally {
        await store.close();
      }
    }
    expect(acknowledged.present.size).toBeGreaterThan(kills);
  },
);
