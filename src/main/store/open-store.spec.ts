import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { RxCollection } from 'rxdb';
import { afterEach, describe, expect, test } from 'vitest';
import { buildEntity } from '../../../test/support/build-view.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import type { Entity } from '../../shared/model/entity.ts';
import { systemClock } from '../platform/clock.ts';
import { silentLogger, type Logger } from '../platform/logger.ts';
import { systemRandom } from '../platform/random.ts';
import { collectionDefinitions } from './collections/registry.ts';
import { openStore, type StoreOptions } from './open-store.ts';
import { setAsideBefore } from './sqlite/set-aside.ts';
import type { Store } from './store.ts';

const opened: Store[] = [];
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

async function open(dataDir: string, more: Partial<StoreOptions> = {}): Promise<Store> {
  const store = await openStore({
    dataDir,
    clock: systemClock,
    random: systemRandom,
    logger: silentLogger,
    ...more,
  });
  opened.push(store);
  return store;
}

/** RxDB's types of a document are beyond the compiler for the union of all kinds. */
const rxOf = (store: Store) =>
  store.entities.rx as unknown as RxCollection<{ id: string; name: string; kind: string }>;

const vm = (name: string, parts: { source?: string; partition?: string } = {}): Entity =>
  buildEntity('vm', name, parts);
const vms = (count: number): Entity[] => Array.from({ length: count }, (_, index) => vm(`vm-${index}`));
const names = (entities: readonly Entity[]) => entities.map(({ name }) => name);

describe('a store', () => {
  test('has exactly the twelve collections of the design', async () => {
    expect(Object.keys(collectionDefinitions)).toHaveLength(12);
    const store = await open(':memory:');
    expect(Object.keys(store.entities.rx.database.collections).toSorted()).toEqual(
      Object.keys(collectionDefinitions).toSorted(),
    );
  });

  test('gives back what was put, after it was closed and opened too, and nothing of its own', async () => {
    using folder = temporaryFolder();
    const entity = vm('a');
    const first = await open(folder.path);
    await first.entities.put([entity]);
    expect(await first.entities.get(entity.id)).toEqual(entity);
    await first.close();
    const second = await open(folder.path);
    expect(await second.entities.find({ selector: {} })).toEqual([entity]);
  });

  test('replaces whole documents; of two with one id in a call the later stays', async () => {
    const store = await open(':memory:');
    await store.entities.put([{ ...vm('a'), samples: { x: [[1, 2]] } }]);
    await store.entities.put([
      { ...vm('a'), name: 'first' },
      { ...vm('a'), name: 'second' },
    ]);
    expect(await store.entities.find({ selector: {} })).toEqual([{ ...vm('a'), name: 'second' }]);
  });

  test('inserts only what is not there, and again what was removed', async () => {
    const store = await open(':memory:');
    expect(await store.entities.insert(vm('a'))).toBe(true);
    expect(await store.entities.insert({ ...vm('a'), name: 'other' })).toBe(false);
    expect(names(await store.entities.getMany([vm('a').id, vm('missing').id]))).toEqual(['a']);
    await store.entities.remove([vm('a').id, vm('missing').id]);
    expect(await store.entities.get(vm('a').id)).toBeUndefined();
    expect(await store.entities.count({ selector: {} })).toBe(0);
    expect(await store.entities.insert({ ...vm('a'), name: 'other' })).toBe(true);
  });

  test('keeps what was removed on disk until it is purged', async () => {
    using folder = temporaryFolder();
    const store = await open(folder.path);
    await store.entities.put([vm('a'), vm('b')]);
    await store.entities.remove([vm('a').id]);
    const tombstones = () => {
      using database = new DatabaseSync(store.file, { readOnly: true });
      return database.prepare('SELECT count(*) AS n FROM "entities-1" WHERE deleted = 1').get()?.['n'];
    };
    await store.entities.purge(60_000);
    expect(tombstones()).toBe(1);
    await store.entities.purge(0);
    expect(tombstones()).toBe(0);
    expect(names(await store.entities.find({ selector: {} }))).toEqual(['b']);
  });

  test('changes a document by what it is at that moment, so that none of many changes is lost', async () => {
    const store = await open(':memory:');
    await store.entities.put([vm('a')]);
    const { id } = vm('a');
    const longer = (now: Entity): Entity => ({ ...now, name: `${now.name}+` });
    await Promise.all(Array.from({ length: 20 }, () => store.entities.update(id, longer)));
    const all = `a${'+'.repeat(20)}`;
    expect((await store.entities.get(id))?.name).toBe(all);
    expect(await store.entities.count({ selector: { name: all } })).toBe(1);
  });

  test('leaves a document alone when it is not there, is not to be changed, or the change fails', async () => {
    const store = await open(':memory:');
    await store.entities.put([vm('a')]);
    const { id } = vm('a');
    expect(await store.entities.update(vm('b').id, () => vm('b'))).toBeUndefined();
    expect(await store.entities.update(id, () => undefined)).toBeUndefined();
    await expect(
      store.entities.update(id, () => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await store.entities.find({ selector: {} })).toEqual([vm('a')]);
  });

  test('of many simultaneous inserts of one id exactly one succeeds', async () => {
    const store = await open(':memory:');
    const results = await Promise.all(Array.from({ length: 20 }, () => store.entities.insert(vm('a'))));
    expect(results.filter(Boolean)).toHaveLength(1);
  });

  test('refuses a document without an id, naming the collection', async () => {
    const store = await open(':memory:');
    await expect(store.entities.put([{ ...vm('a'), id: '' as never }])).rejects.toMatchObject({
      code: 'document-id-invalid',
      message: expect.stringContaining('entities'),
    });
    await expect(store.entities.put([{ ...vm('a'), id: 'x'.repeat(401) as never }])).rejects.toMatchObject({
      code: 'document-id-invalid',
    });
  });

  test('walks all documents in batches in order of id', async () => {
    const store = await open(':memory:');
    await store.entities.put(vms(25));
    const batches: string[][] = [];
    for await (const batch of store.entities.each(10)) batches.push(batch.map(({ id }) => id));
    expect(batches.map((batch) => batch.length)).toEqual([10, 10, 5]);
    expect(batches.flat()).toEqual(
      vms(25)
        .map(({ id }) => id)
        .toSorted(),
    );
  });

  test('shows the same documents through RxDB, and what RxDB writes through itself', async () => {
    const store = await open(':memory:');
    await store.entities.put([vm('a')]);
    const rx = rxOf(store);
    const document = await rx.findOne(vm('a').id).exec();
    await document?.incrementalModify((data) => ({ ...data, name: 'renamed' }));
    expect(await store.entities.get(vm('a').id)).toEqual({ ...vm('a'), name: 'renamed' });
    await store.entities.put([{ ...vm('a'), name: 'again' }]);
    expect(document?.getLatest().name).toBe('again');
    await store.entities.remove([vm('a').id]);
    expect(await rx.findOne(vm('a').id).exec()).toBeNull();
  });

  test('observed queries follow its writes', async () => {
    const store = await open(':memory:');
    const seen: string[][] = [];
    const subscription = rxOf(store)
      .find({ selector: { kind: 'vm' }, sort: [{ id: 'asc' }] })
      .$.subscribe((found) => seen.push(found.map((document) => document.name)));
    await store.entities.put(vms(3));
    await store.entities.put([{ ...vm('vm-1'), name: 'renamed' }]);
    await store.entities.remove([vm('vm-0').id]);
    await expect.poll(() => seen.at(-1)).toEqual(['renamed', 'vm-2']);
    subscription.unsubscribe();
  });

  test('counts and finds under observation stay right through large and small writes', async () => {
    const store = await open(':memory:');
    const rx = rxOf(store);
    const counts: number[] = [];
    const found: string[][] = [];
    const subscriptions = [
      rx.count({ selector: { name: { $gt: 'vm-2' } } }).$.subscribe((count) => counts.push(count)),
      rx
        .find({ selector: { name: { $gt: 'vm-2' } }, sort: [{ name: 'asc' }], limit: 2 })
        .$.subscribe((documents) => found.push(documents.map(({ name }) => name))),
    ];
    const expected = async () => {
      const names = (await store.entities.find({ selector: {} }))
        .map(({ name }) => name)
        .filter((name) => name > 'vm-2');
      return [names.length, names.toSorted().slice(0, 2)];
    };
    const renamed = (entities: readonly Entity[], name: (old: string) => string) =>
      entities.map((entity) => ({ ...entity, name: name(entity.name) }));
    for (const write of [
      () => store.entities.put(vms(350)),
      () => store.entities.put(renamed(vms(101), (old) => `a ${old}`)),
      () => store.entities.put(renamed(vms(100), (old) => `z ${old}`)),
      () => store.entities.put(renamed(vms(10), (old) => `b ${old}`)),
      () => store.entities.remove(vms(150).map(({ id }) => id)),
      () => store.entities.remove(vms(155).map(({ id }) => id)),
    ]) {
      await write();
      await expect.poll(() => [counts.at(-1), found.at(-1)]).toEqual(await expected());
    }
    for (const subscription of subscriptions) subscription.unsubscribe();
  });

  test('says which file has a document that is no longer JSON', async () => {
    using folder = temporaryFolder();
    const store = await open(folder.path);
    await store.entities.put(vms(2));
    {
      using database = new DatabaseSync(store.file);
      database.prepare(`UPDATE "entities-1" SET data = '{"id":' WHERE id = ?`).run(vm('vm-1').id);
    }
    await expect(store.entities.get(vm('vm-1').id)).rejects.toMatchObject({ code: 'store-corrupt' });
    await expect(store.entities.find({ selector: {} })).rejects.toThrow(store.file);
    expect((await store.entities.get(vm('vm-0').id))?.name).toBe('vm-0');
  });

  test('lets other work run during a large write, which is read whole or not at all', async () => {
    using folder = temporaryFolder();
    const store = await open(folder.path);
    const counts = new Set<number>();
    const state = { writing: true };
    const written = store.entities.put(vms(5000)).then(() => (state.writing = false));
    let turns = 0;
    while (state.writing) {
      counts.add(await store.entities.count({ selector: {} }));
      await new Promise((resolve) => setImmediate(resolve));
      turns++;
    }
    await written;
    expect(turns).toBeGreaterThan(5);
    expect([...counts].filter((count) => count !== 5000)).toEqual([0]);
  });

  test('lies in one private file in a private folder', async () => {
    using folder = temporaryFolder();
    const dataDir = join(folder.path, 'new', 'data');
    const store = await open(dataDir);
    expect(store.file).toBe(join(dataDir, 'store.sqlite'));
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(readdirSync(dataDir).map((name) => [name, statSync(join(dataDir, name)).mode & 0o077])).toEqual(
      readdirSync(dataDir).map((name) => [name, 0]),
    );
    await store.close();
    expect(readdirSync(dataDir).toSorted()).toEqual(['lock.guard', 'store.sqlite']);
  });

  test('has its directory to itself: a second one hears who is there', async () => {
    using folder = temporaryFolder();
    await open(folder.path, { what: 'worker' });
    await expect(open(folder.path)).rejects.toMatchObject({
      code: 'data-dir-locked',
      message: expect.stringContaining(`worker (process ${process.pid}`),
    });
  });
});

describe('a full disk', () => {
  test('fails the write with a clear error, keeps what was there, and goes on when there is room', async () => {
    using folder = temporaryFolder();
    const store = await open(folder.path, { maxPages: 150 });
    await store.entities.put(vms(50));
    await expect(store.entities.put(vms(20_000))).rejects.toMatchObject({ code: 'store-full' });
    expect(await store.entities.count({ selector: {} })).toBe(50);
    await store.entities.put([{ ...vm('vm-1'), name: 'renamed' }]);
    expect((await store.entities.get(vm('vm-1').id))?.name).toBe('renamed');
    await store.close();
    const again = await open(folder.path);
    await again.entities.put(vms(2000));
    expect(await again.entities.count({ selector: {} })).toBe(2000);
  });
});

describe('a damaged file', () => {
  const damages: Record<string, (file: string) => void> = {
    'of garbage': (file) => {
      writeFileSync(file, Buffer.alloc(50_000, 'garbage '));
    },
    'with garbage at its beginning': (file) => {
      const bytes = readFileSync(file);
      bytes.fill(0xa5, 0, 4096);
      writeFileSync(file, bytes);
    },
    'with garbage in its middle': (file) => {
      const bytes = readFileSync(file);
      for (let at = 40_960; at + 4096 < bytes.length; at += 8192) bytes.fill(0xa5, at, at + 4096);
      writeFileSync(file, bytes);
    },
    'with zeroed pages': (file) => {
      const bytes = readFileSync(file);
      bytes.fill(0, 8192 * 3, bytes.length - 8192);
      writeFileSync(file, bytes);
    },
    'cut in half': (file) => {
      truncateSync(file, Math.floor(statSync(file).size / 2));
    },
    'cut to a few bytes': (file) => {
      truncateSync(file, 60);
    },
  };

  test.each(Object.keys(damages))('%s is set aside whole, and a fresh store begun', async (how) => {
    using folder = temporaryFolder();
    const before = await open(folder.path);
    await before.entities.put(vms(500));
    await before.close();
    damages[how]?.(before.file);
    const damaged = readFileSync(before.file);
    writeFileSync(`${before.file}-wal`, 'what was in the log');

    const errors: object[] = [];
    const logger: Logger = { ...silentLogger, error: (fields) => void errors.push(fields) };
    const store = await open(folder.path, { logger });
    expect(store.setAside).toMatchObject({ file: before.file, reason: expect.stringMatching(/\S/) });
    expect(errors).toEqual([store.setAside]);
    const movedTo = store.setAside?.movedTo ?? '';
    expect(movedTo).toMatch(/store\.sqlite\.corrupt-\d{8}T\d{6}Z$/);
    expect(readFileSync(movedTo).equals(damaged)).toBe(true);
    expect(existsSync(`${movedTo}-wal`)).toBe(true);
    expect(await store.entities.count({ selector: {} })).toBe(0);
    await store.entities.put(vms(1));
    await store.close();

    const sound = await open(folder.path);
    expect(sound.setAside).toBeUndefined();
    expect(await sound.entities.count({ selector: {} })).toBe(1);
  });

  test('damaged twice in one second is set aside twice', async () => {
    using folder = temporaryFolder();
    const clock = { ...systemClock, now: () => '2026-11-23T12:00:00.000Z' as never };
    for (const content of ['first', 'second']) {
      writeFileSync(join(folder.path, 'store.sqlite'), content);
      const store = await open(folder.path, { clock });
      expect(readFileSync(store.setAside?.movedTo ?? '', 'utf8')).toBe(content);
      await store.close();
    }
    const movedTo = join(folder.path, 'store.sqlite.corrupt-20261123T120000Z');
    expect(setAsideBefore(join(folder.path, 'store.sqlite'))).toEqual([movedTo, `${movedTo}-2`]);
  });

  test('an empty file is a new store', async () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'store.sqlite'), '');
    const store = await open(folder.path);
    expect(store.setAside).toBeUndefined();
  });
});
