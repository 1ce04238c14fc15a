/**
 * What the store costs beside plain SQLite doing the least that keeps and finds the same JSON:
 *   node test/bench/store.ts [--json] [--sizes 10000,100000]
 * The floor is one table `(id TEXT PRIMARY KEY, data TEXT)` in the same journal mode, one transaction a write, one
 * statement a read. Both sides run in this process in turns, three times; the best of each counts.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { openStore } from '../../src/main/store/open-store.ts';
import type { Store } from '../../src/main/store/store.ts';
import { systemClock } from '../../src/main/platform/clock.ts';
import { silentLogger } from '../../src/main/platform/logger.ts';
import { systemRandom } from '../../src/main/platform/random.ts';
import type { Entity } from '../../src/shared/model/entity.ts';
import { buildEntity } from '../support/build-view.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

export interface StoreFigure {
  readonly what: string;
  readonly documents: number;
  /** Milliseconds, best of three. */
  readonly ms: number;
  readonly floorMs: number;
  /** Longest time in one go without letting other work run, milliseconds. */
  readonly blockedMs?: number;
}

const rounds = 3;

/** A VM of about 2 KB. */
function vm(index: number, round: number): Entity {
  const entity = buildEntity('vm', `vm-${index}`, {
    source: `vcenter-${index % 4}`,
    partition: `cluster-${index % 40}`,
    keys: [`uuid:${index.toString(16).padStart(32, '0')}`],
    labels: Object.fromEntries(
      Array.from({ length: 28 }, (_, label) => [
        `label-${label}`,
        `value ${label} of ${index}: ${'x'.repeat(25)}`,
      ]),
    ),
  });
  return { ...entity, name: `vm-${index}-${round}` };
}

class Floor {
  readonly #database: DatabaseSync;

  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    this.#database.exec(`PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
      PRAGMA cache_size = -16384; CREATE TABLE entities (id TEXT PRIMARY KEY, kind TEXT, source TEXT, data TEXT);
      CREATE INDEX by_kind ON entities (kind, source, id)`);
  }

  put(entities: readonly Entity[]): void {
    const put = this.#database.prepare('INSERT OR REPLACE INTO entities VALUES (?, ?, ?, ?)');
    this.#database.exec('BEGIN');
    for (const entity of entities) put.run(entity.id, entity.kind, entity.source, JSON.stringify(entity));
    this.#database.exec('COMMIT');
  }

  select(where: string, ...values: string[]): Entity[] {
    return this.#database
      .prepare(`SELECT data FROM entities WHERE ${where}`)
      .all(...values)
      .map((row) => JSON.parse(String(row['data'])) as Entity);
  }

  byId(ids: readonly string[]): Entity[] {
    const get = this.#database.prepare('SELECT data FROM entities WHERE id = ?');
    return ids.flatMap((id) => {
      const row = get.get(id);
      return row ? [JSON.parse(String(row['data'])) as Entity] : [];
    });
  }

  close(): void {
    this.#database.close();
  }
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Runs `work` and watches for how long the event loop stood still at most. */
async function timedWithGaps(work: () => Promise<unknown>): Promise<{ ms: number; blockedMs: number }> {
  let last = performance.now();
  let blockedMs = 0;
  const state = { running: true };
  const watch = (): void => {
    const now = performance.now();
    blockedMs = Math.max(blockedMs, now - last);
    last = now;
    if (state.running) setImmediate(watch);
  };
  setImmediate(watch);
  const ms = await timed(work);
  state.running = false;
  return { ms, blockedMs: Math.max(blockedMs, performance.now() - last) };
}

async function drain(store: Store): Promise<number> {
  let count = 0;
  for await (const batch of store.entities.each()) count += batch.length;
  return count;
}

export async function measureStore(documents: number): Promise<StoreFigure[]> {
  const best = new Map<string, { ms: number; floorMs: number; blockedMs?: number }>();
  const keep = (what: string, ms: number, floorMs: number, blockedMs?: number) => {
    const before = best.get(what);
    best.set(what, {
      ms: Math.min(ms, before?.ms ?? Infinity),
      floorMs: Math.min(floorMs, before?.floorMs ?? Infinity),
      ...(blockedMs !== undefined && { blockedMs: Math.min(blockedMs, before?.blockedMs ?? Infinity) }),
    });
  };
  for (let round = 0; round < rounds; round++) {
    using folder = temporaryFolder();
    const options = { dataDir: folder.path, clock: systemClock, random: systemRandom, logger: silentLogger };
    const floor = new Floor(join(folder.path, 'floor.sqlite'));
    const store = await openStore(options);
    const entities = Array.from({ length: documents }, (_, index) => vm(index, 0));
    const again = Array.from({ length: documents }, (_, index) => vm(index, 1));
    const ids = entities.map((entity) => entity.id);

    const writes = [
      ['put new', entities],
      ['put over', again],
    ] as const;
    for (const [what, batch] of writes) {
      const floorMs = await timed(() => {
        floor.put(batch);
      });
      const { ms, blockedMs } = await timedWithGaps(() => store.entities.put(batch));
      keep(what, ms, floorMs, blockedMs);
    }
    const reads: readonly (readonly [string, () => unknown, () => unknown])[] = [
      [
        'read all by kind',
        () => store.entities.find({ selector: { kind: 'vm' } }),
        () => floor.select('kind = ?', 'vm'),
      ],
      [
        'read a quarter by source',
        () => store.entities.find({ selector: { kind: 'vm', source: 'vcenter-1' } }),
        () => floor.select('kind = ? AND source = ?', 'vm', 'vcenter-1'),
      ],
      ['walk all', () => drain(store), () => floor.select('1')],
      ['get many by id', () => store.entities.getMany(ids), () => floor.byId(ids)],
    ];
    for (const [what, ours, theirs] of reads) keep(what, await timed(ours), await timed(theirs));
    await store.close();
    floor.close();
    keep('open and close', await timed(async () => (await openStore(options)).close()), 0);
  }
  return [...best].map(([what, figures]) => ({ what, documents, ...figures }));
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      sizes: { type: 'string', default: '10000,100000' },
    },
  });
  const figures: StoreFigure[] = [];
  for (const size of values.sizes.split(',')) figures.push(...(await measureStore(Number(size))));
  if (values.json) {
    console.log(JSON.stringify({ figures }, undefined, 2));
    return;
  }
  for (const { what, documents, ms, floorMs, blockedMs } of figures) {
    const ratio = floorMs > 0 ? `${(ms / floorMs).toFixed(2)} × the floor of ${floorMs.toFixed(0)} ms` : '';
    const blocked = blockedMs === undefined ? '' : `, blocked at most ${blockedMs.toFixed(0)} ms`;
    console.log(
      `${what.padEnd(26)} ${String(documents).padStart(7)}  ${ms.toFixed(0).padStart(6)} ms  ${ratio}${blocked}`,
    );
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
