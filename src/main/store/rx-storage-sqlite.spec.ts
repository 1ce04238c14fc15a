import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  addRxPlugin,
  createRxDatabase,
  fillWithDefaultSettings,
  getChangedDocumentsSince,
  now,
  prepareQuery,
  randomToken,
  type EventBulk,
  type RxCollectionCreator,
  type RxDatabase,
  type RxDocumentData,
  type RxJsonSchema,
  type RxStorage,
  type RxStorageInstance,
} from 'rxdb';
import { wrappedKeyEncryptionCryptoJsStorage } from 'rxdb/plugins/encryption-crypto-js';
import { wrappedKeyCompressionStorage } from 'rxdb/plugins/key-compression';
import { RxDBMigrationSchemaPlugin } from 'rxdb/plugins/migration-schema';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { lastValueFrom } from 'rxjs';
import { describe, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { getRxStorageNodeSqlite, type SqliteStorage } from './rx-storage-sqlite.ts';

addRxPlugin(RxDBMigrationSchemaPlugin);

interface Note {
  readonly key: string;
  readonly value: string;
}

const schema = (version = 0, more: Partial<RxJsonSchema<Note>> = {}): RxJsonSchema<RxDocumentData<Note>> =>
  fillWithDefaultSettings<Note>({
    version,
    primaryKey: 'key',
    type: 'object',
    properties: { key: { type: 'string', maxLength: 100 }, value: { type: 'string', maxLength: 100 } },
    required: ['key', 'value'],
    indexes: ['value'],
    ...more,
  });

const note = (key: string, parts: Partial<RxDocumentData<Note>> = {}): RxDocumentData<Note> => ({
  key,
  value: 'v',
  _deleted: false,
  _attachments: {},
  _meta: { lwt: now() },
  _rev: '1-a',
  ...parts,
});

type Instance = RxStorageInstance<Note, unknown, never>;

function open(
  storage: SqliteStorage,
  parts: {
    database?: string;
    collection?: string;
    schema?: RxJsonSchema<RxDocumentData<Note>>;
    shared?: boolean;
  } = {},
): Promise<Instance> {
  return storage.createStorageInstance<Note>({
    databaseInstanceToken: randomToken(10),
    databaseName: parts.database ?? 'database',
    collectionName: parts.collection ?? 'notes',
    schema: parts.schema ?? schema(),
    options: {},
    multiInstance: parts.shared ?? false,
    devMode: true,
  }) as Promise<Instance>;
}

const inMemory = () => getRxStorageNodeSqlite({ directory: ':memory:' });
const everything = (version = 0) =>
  prepareQuery<Note>(schema(version), { selector: {}, sort: [{ key: 'asc' }], skip: 0 });
const keysOf = (documents: readonly Note[]) => documents.map(({ key }) => key);

describe('a storage instance', () => {
  test('keeps the names it was made with', async () => {
    const instance = await open(inMemory(), { database: 'Some Database/é', collection: 'UPPER_case' });
    expect(instance).toMatchObject({ databaseName: 'Some Database/é', collectionName: 'UPPER_case' });
    await instance.close();
  });

  test.each([
    ['key compression without its wrapper', { keyCompression: true }, 'UT5'],
    ['encryption without its wrapper', { encrypted: ['value'] }, 'UT6'],
    ['attachments', { attachments: {} }, 'keeps no attachments'],
  ])('refuses %s', async (_, parts, says) => {
    await expect(open(inMemory(), { schema: schema(0, parts as never) })).rejects.toThrow(says);
  });

  test('refuses a document with an attachment, and its data', async () => {
    const instance = await open(inMemory());
    const attachment = { length: 1, type: 'text/plain', digest: 'x' };
    await expect(
      instance.bulkWrite([{ document: note('a', { _attachments: { file: attachment } }) }], 'test'),
    ).rejects.toThrow('keeps none');
    await expect(instance.getAttachmentData('a', 'file', 'x')).rejects.toThrow('keeps no attachments');
    expect(await instance.findDocumentsById(['a'], true)).toEqual([]);
    await instance.close();
  });

  test('closes any number of times, and after remove', async () => {
    const storage = inMemory();
    const instance = await open(storage);
    await Promise.all([instance.close(), instance.close()]);
    await expect(instance.close()).resolves.toBeUndefined();
    const other = await open(storage);
    await other.remove();
    await expect(other.close()).resolves.toBeUndefined();
  });

  test('says that it is closed to whoever comes later', async () => {
    const instance = await open(inMemory());
    await instance.close();
    for (const late of [
      () => instance.bulkWrite([{ document: note('a') }], 'test'),
      () => instance.findDocumentsById(['a'], true),
      () => instance.query(everything()),
      () => instance.count(everything()),
      () => instance.cleanup(0),
      () => instance.remove(),
    ]) {
      await expect(late()).rejects.toThrow('notes of database database is closed');
    }
  });

  test('finishes the writes that were asked for before it closes', async () => {
    using folder = temporaryFolder();
    const storage = getRxStorageNodeSqlite({ directory: folder.path });
    const instance = await open(storage);
    const write = instance.bulkWrite([{ document: note('a') }], 'test');
    await instance.close();
    await write;
    const again = await open(storage);
    expect(keysOf(await again.findDocumentsById(['a'], false))).toEqual(['a']);
    await again.close();
  });
});

describe('ending', () => {
  const byChange = () =>
    prepareQuery<Note>(schema(), {
      selector: { '_meta.lwt': { $gt: 1 } },
      sort: [{ '_meta.lwt': 'asc' } as never, { key: 'asc' }],
      skip: 0,
    });
  const reads: [string, (instance: Instance) => Promise<unknown>][] = [
    ['a query', (instance) => instance.query(everything())],
    ['a query by change', (instance) => instance.query(byChange())],
    ['a count by change', (instance) => instance.count(byChange())],
    ['reading changes', (instance) => getChangedDocumentsSince(instance, 10)],
  ];

  test.each(reads)('waits for %s', async (_, read) => {
    for (const end of ['close', 'remove'] as const) {
      for (let ticks = 0; ticks < 6; ticks++) {
        const instance = await open(inMemory());
        await instance.bulkWrite([{ document: note('a') }], 'test');
        const reading = read(instance);
        for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
        const ended = instance[end]();
        await expect(reading).resolves.toBeDefined();
        await ended;
      }
    }
  });

  test('refuses work from the moment it is asked for', async () => {
    for (const end of ['close', 'remove'] as const) {
      const instance = await open(inMemory());
      const ended = instance[end]();
      await expect(instance.query(everything())).rejects.toThrow('is closed');
      await expect(instance.bulkWrite([{ document: note('a') }], 'test')).rejects.toThrow('is closed');
      await ended;
    }
  });

  test('of one instance lets another read on, also in order of change, once the table is there again', async () => {
    const storage = inMemory();
    const [a, b] = [await open(storage), await open(storage)];
    await a.remove();
    await expect(getChangedDocumentsSince(b, 10)).rejects.toThrow('no such table');
    const c = await open(storage);
    await c.bulkWrite([{ document: note('a') }], 'test');
    expect(keysOf((await getChangedDocumentsSince(b, 10)).documents)).toEqual(['a']);
    await Promise.all([b.close(), c.close()]);
  });
});

describe('writing', () => {
  test('gives exactly what was written, other _meta fields and unusual texts included', async () => {
    const instance = await open(inMemory());
    const written = note('ключ "quoted" \0 \uD800 😀', {
      value: 'äöüßé 日本\n\t',
      _meta: { lwt: now(), checkpoint_1: 5, other: { deep: [1] } },
    });
    await instance.bulkWrite([{ document: written }], 'test');
    expect(await instance.findDocumentsById([written.key], false)).toEqual([written]);
    await instance.close();
  });

  test('gives a conflict with what is stored and nothing more, and writes the other rows', async () => {
    const instance = await open(inMemory());
    const stored = note('a');
    await instance.bulkWrite([{ document: stored }], 'test');
    const { error } = await instance.bulkWrite([{ document: note('a') }, { document: note('b') }], 'test');
    expect(error).toMatchObject([{ status: 409, documentId: 'a', documentInDb: stored }]);
    expect(keysOf(await instance.findDocumentsById(['a', 'b'], true))).toEqual(['a', 'b']);
    await instance.close();
  });

  test('of two simultaneous inserts of one key the first succeeds', async () => {
    const instance = await open(inMemory());
    const [first, second] = await Promise.all([
      instance.bulkWrite([{ document: note('a', { value: 'first' }) }], 'test'),
      instance.bulkWrite([{ document: note('a', { value: 'second' }) }], 'test'),
    ]);
    expect(first.error).toEqual([]);
    expect(second.error).toMatchObject([{ status: 409 }]);
    await instance.close();
  });

  test('a second row of one key in one call meets what the first one wrote', async () => {
    const instance = await open(inMemory());
    const first = note('a', { _rev: '1-x' });
    const { error } = await instance.bulkWrite(
      [
        { document: first },
        { document: note('a', { value: 'blind' }) },
        { document: note('a', { value: 'next', _rev: '2-x' }), previous: first },
      ],
      'test',
    );
    expect(error).toMatchObject([{ status: 409, writeRow: { document: { value: 'blind' } } }]);
    expect(await instance.findDocumentsById(['a'], true)).toMatchObject([{ value: 'next', _rev: '2-x' }]);
    await instance.close();
  });

  test('two storages of one process write to one file at the same time', async () => {
    using folder = temporaryFolder();
    const instances = await Promise.all(
      [1, 2, 3].map(() => open(getRxStorageNodeSqlite({ directory: folder.path }))),
    );
    await Promise.all(
      instances.flatMap((instance, which) =>
        Array.from({ length: 20 }, (_, index) =>
          instance.bulkWrite([{ document: note(`key-${which}-${index}`) }], 'test'),
        ),
      ),
    );
    for (const instance of instances) expect((await instance.count(everything())).count).toBe(60);
    await Promise.all(instances.map((instance) => instance.close()));
  });

  test('a failure inside a call leaves nothing of the call behind', async () => {
    const instance = await open(inMemory());
    const unwritable = note('b', {
      value: {
        toJSON: () => {
          throw new Error('unwritable');
        },
      } as never,
    });
    await expect(
      instance.bulkWrite([{ document: note('a') }, { document: unwritable }], 'test'),
    ).rejects.toThrow('unwritable');
    expect(await instance.count(everything())).toEqual({ count: 0, mode: 'fast' });
    await instance.bulkWrite([{ document: note('c') }], 'test');
    expect(await instance.count(everything())).toEqual({ count: 1, mode: 'fast' });
    await instance.close();
  });

  test('takes and finds ten thousand at once', async () => {
    const instance = await open(inMemory());
    const keys = Array.from({ length: 10_000 }, (_, index) => `key-${index}`);
    await instance.bulkWrite(
      keys.map((key) => ({ document: note(key) })),
      'test',
    );
    expect(await instance.findDocumentsById(keys, false)).toHaveLength(10_000);
    await instance.close();
  });
});

describe('the change stream', () => {
  test('has told of a write before the write resolves, with its context and a checkpoint', async () => {
    const instance = await open(inMemory());
    const heard: EventBulk<unknown, unknown>[] = [];
    instance.changeStream().subscribe((bulk) => heard.push(bulk));
    await instance.bulkWrite([{ document: note('b') }, { document: note('a') }], 'origin');
    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatchObject({
      context: 'origin',
      events: [{ operation: 'INSERT' }, { operation: 'INSERT' }],
    });
    const later = await getChangedDocumentsSince(instance, 10, heard[0]?.checkpoint);
    expect(later.documents).toEqual([]);
    await instance.close();
  });

  test('is silent about a write that only failed', async () => {
    const instance = await open(inMemory());
    await instance.bulkWrite([{ document: note('a') }], 'test');
    let heard = 0;
    instance.changeStream().subscribe(() => heard++);
    await instance.bulkWrite([{ document: note('a') }], 'test');
    expect(heard).toBe(0);
    await instance.close();
  });

  test('ends when the instance closes', async () => {
    const instance = await open(inMemory());
    let ended = false;
    instance.changeStream().subscribe({ complete: () => (ended = true) });
    await instance.close();
    expect(ended).toBe(true);
  });

  test('reaches other instances when RxDB asks for that', async () => {
    using folder = temporaryFolder();
    const storage = () => getRxStorageNodeSqlite({ directory: folder.path });
    const a = await open(storage(), { shared: true });
    const b = await open(storage(), { shared: true });
    const heard = new Promise((resolve) =>
      b.changeStream().subscribe((bulk) => resolve(bulk.events[0]?.documentId)),
    );
    await a.bulkWrite([{ document: note('a') }], 'test');
    expect(await heard).toBe('a');
    expect(keysOf(await b.findDocumentsById(['a'], false))).toEqual(['a']);
    await Promise.all([a.close(), b.close()]);
  });
});

describe('what changed since a checkpoint', () => {
  test('comes in order of change, page by page, deletions included, each document once', async () => {
    const instance = await open(inMemory());
    const lwt = now();
    const keys = ['d', 'a', '\uE000', '😀', 'c', 'b'];
    await instance.bulkWrite(
      keys.map((key) => ({ document: note(key, { _meta: { lwt } }) })),
      'test',
    );
    const old = note('a', { _meta: { lwt } });
    await instance.bulkWrite(
      [{ previous: old, document: note('a', { _deleted: true, _rev: '2-a' }) }],
      'test',
    );
    const seen: string[] = [];
    let checkpoint: unknown;
    for (let page = 0; page < 4; page++) {
      const result = await getChangedDocumentsSince(instance, 2, checkpoint);
      seen.push(...keysOf(result.documents));
      checkpoint = result.checkpoint;
    }
    expect(seen).toEqual(['b', 'c', 'd', '😀', '\uE000', 'a']);
    const nothing = await getChangedDocumentsSince(instance, 2, checkpoint);
    expect(nothing).toEqual({ documents: [], checkpoint });
    await instance.close();
  });
});

describe('cleanup', () => {
  test('removes tombstones that are old enough and nothing else', async () => {
    const instance = await open(inMemory());
    const dead = Array.from({ length: 12_000 }, (_, index) => note(`dead-${index}`, { _deleted: true }));
    await instance.bulkWrite(
      [{ document: note('alive') }, ...dead.map((document) => ({ document }))],
      'test',
    );
    expect(await instance.cleanup(60_000)).toBe(true);
    expect((await instance.count(everything())).count).toBe(12_001);
    let calls = 1;
    while (!(await instance.cleanup(0))) calls++;
    expect(calls).toBe(3);
    expect(keysOf((await instance.query(everything())).documents)).toEqual(['alive']);
    await instance.close();
  });

  test('takes tombstones of the current millisecond, of whichever copy of RxDB', async () => {
    const instance = await open(inMemory());
    const millisecond = Math.ceil(now()) + 1000;
    vi.useFakeTimers({ toFake: ['Date'], now: millisecond });
    try {
      const dead = note('dead', { _deleted: true, _meta: { lwt: millisecond + 0.5 } });
      await instance.bulkWrite([{ document: dead }], 'test');
      expect(await instance.cleanup(0)).toBe(true);
    } finally {
      vi.useRealTimers();
    }
    expect(await instance.findDocumentsById(['dead'], true)).toEqual([]);
    await instance.close();
  });
});

describe('in memory', () => {
  test('instances that share see the same documents and changes until the last one closes', async () => {
    const database = randomToken(10);
    const a = await open(inMemory(), { database, shared: true });
    const b = await open(inMemory(), { database, shared: true });
    const heard = new Promise((resolve) =>
      b.changeStream().subscribe((bulk) => resolve(bulk.events[0]?.documentId)),
    );
    await a.bulkWrite([{ document: note('a') }], 'test');
    expect(await heard).toBe('a');
    await a.close();
    expect(keysOf(await b.findDocumentsById(['a'], false))).toEqual(['a']);
    await b.close();
    const c = await open(inMemory(), { database, shared: true });
    expect(await c.findDocumentsById(['a'], true)).toEqual([]);
    await c.close();
  });

  test('documents last as long as the storage, until their collections are removed', async () => {
    const storage = inMemory();
    const first = await open(storage);
    await first.bulkWrite([{ document: note('a') }], 'test');
    await first.close();
    const again = await open(storage);
    expect(keysOf((await again.query(everything())).documents)).toEqual(['a']);
    await again.remove();
    const afresh = await open(storage);
    expect((await afresh.query(everything())).documents).toEqual([]);
    await afresh.close();
  });

  test('the others are a storage for themselves', async () => {
    const database = randomToken(10);
    const a = await open(inMemory(), { database });
    const b = await open(inMemory(), { database, shared: true });
    const c = await open(inMemory(), { database });
    for (const [index, instance] of [a, b, c].entries()) {
      await instance.bulkWrite([{ document: note(`in-${index}`) }], 'test');
      expect(keysOf((await instance.query(everything())).documents)).toEqual([`in-${index}`]);
    }
    await Promise.all([a.close(), b.close(), c.close()]);
  });
});

describe('several instances of a collection', () => {
  const listen = (instance: Instance): (string | undefined)[] => {
    const heard: (string | undefined)[] = [];
    instance.changeStream().subscribe(({ events }) => heard.push(...events.map((event) => event.documentId)));
    return heard;
  };

  test.each([
    ['of one storage', 1],
    ['of two storages', 2],
  ])('%s hear of a write as soon as it is done', async (_, storages) => {
    using folder = temporaryFolder();
    const [first, second] = Array.from({ length: storages }, () =>
      getRxStorageNodeSqlite({ directory: folder.path }),
    ) as [SqliteStorage, SqliteStorage?];
    const a = await open(first);
    const b = await open(second ?? first, { shared: true });
    const heard = listen(b);
    await a.bulkWrite([{ document: note('a') }], 'test');
    expect(heard).toEqual(['a']);
    await Promise.all([a.close(), b.close()]);
  });

  test('hear of each write once, however the news travels', async () => {
    using folder = temporaryFolder();
    const storage = getRxStorageNodeSqlite({ directory: folder.path });
    const other = getRxStorageNodeSqlite({ directory: folder.path, cacheBytes: 1024 * 1024 });
    const [a, b, far] = await Promise.all([
      open(storage, { shared: true }),
      open(storage, { shared: true }),
      open(other, { shared: true }),
    ]);
    const all = [a, b, far].map(listen);
    await a.bulkWrite([{ document: note('1') }], 'test');
    await far.bulkWrite([{ document: note('2') }], 'test');
    await b.bulkWrite([{ document: note('3') }], 'test');
    const complete = (): void => {
      for (const heard of all) expect(new Set(heard)).toEqual(new Set(['1', '2', '3']));
    };
    await vi.waitFor(complete);
    // A channel delivers in order: whatever else was on its way has come before this.
    await a.bulkWrite([{ document: note('4') }], 'test');
    await vi.waitFor(() => {
      expect(all[2]).toContain('4');
    });
    expect(all.map((heard) => heard.length)).toEqual([4, 4, 4]);
    await Promise.all([a.close(), b.close(), far.close()]);
  });

  test('of other collections and versions hear nothing', async () => {
    const storage = inMemory();
    const a = await open(storage, { shared: true });
    const others = await Promise.all([
      open(storage, { shared: true, collection: 'other' }),
      open(storage, { shared: true, schema: schema(1) }),
      open(storage, { shared: true, database: 'other' }),
    ]);
    const heard = others.map(listen);
    const own = listen(a);
    await a.bulkWrite([{ document: note('a') }], 'test');
    expect([own, ...heard]).toEqual([['a'], [], [], []]);
    await Promise.all([a, ...others].map((instance) => instance.close()));
  });

  test('that are closed hear nothing more, and their streams end', async () => {
    const storage = inMemory();
    const a = await open(storage);
    const b = await open(storage);
    const heard = listen(b);
    const ended = lastValueFrom(b.changeStream(), { defaultValue: undefined });
    await b.close();
    await ended;
    await lastValueFrom(b.changeStream(), { defaultValue: undefined });
    await a.bulkWrite([{ document: note('a') }], 'test');
    expect(heard).toEqual([]);
    await a.close();
  });
});

describe('one file', () => {
  test('holds all collections and versions of a database, apart from each other', async () => {
    using folder = temporaryFolder();
    const storage = getRxStorageNodeSqlite({ directory: folder.path });
    const instances = await Promise.all([
      open(storage),
      open(storage, { schema: schema(1) }),
      open(storage, { collection: 'others' }),
      open(storage, { collection: 'with "quotes"' }),
      open(storage, { database: 'elsewhere' }),
    ]);
    for (const [index, instance] of instances.entries()) {
      await instance.bulkWrite([{ document: note(`in-${index}`) }], 'test');
    }
    for (const [index, instance] of instances.entries()) {
      const { documents } = await instance.query(everything(instance.schema.version));
      expect(keysOf(documents)).toEqual([`in-${index}`]);
    }
    await instances[2]?.remove();
    await Promise.all(instances.map((instance) => instance.close()));
    const [again, empty] = await Promise.all([open(storage), open(storage, { collection: 'others' })]);
    expect((await again.count(everything())).count).toBe(1);
    expect((await empty.count(everything())).count).toBe(0);
    await Promise.all([again.close(), empty.close()]);
  });

  test('is readable by its owner alone', async () => {
    using folder = temporaryFolder();
    const instance = await open(getRxStorageNodeSqlite({ directory: join(folder.path, 'new') }));
    await instance.bulkWrite([{ document: note('a') }], 'test');
    for (const name of ['database.sqlite', 'database.sqlite-wal', 'database.sqlite-shm']) {
      expect([name, statSync(join(folder.path, 'new', name)).mode & 0o777]).toEqual([name, 0o600]);
    }
    expect(statSync(join(folder.path, 'new')).mode & 0o777).toBe(0o700);
    await instance.close();
  });

  test('gains the columns of an index that a schema gains', async () => {
    using folder = temporaryFolder();
    const storage = getRxStorageNodeSqlite({ directory: folder.path });
    const before = await open(storage, { schema: schema(0, { indexes: [] }) });
    await before.bulkWrite(
      [{ document: note('a', { value: 'x' }) }, { document: note('b', { value: 'y' }) }],
      'test',
    );
    await before.close();
    const after = await open(storage);
    const { documents } = await after.query(
      prepareQuery<Note>(schema(), {
        selector: { value: { $eq: 'y' } },
        sort: [{ value: 'asc' }, { key: 'asc' }],
        skip: 0,
      }),
    );
    expect(keysOf(documents)).toEqual(['b']);
    await after.close();
  });

  test('is searched through the index of the query', async () => {
    using folder = temporaryFolder();
    const instance = await open(getRxStorageNodeSqlite({ directory: folder.path }));
    await instance.bulkWrite(
      Array.from({ length: 200 }, (_, index) => ({ document: note(`k${index}`) })),
      'test',
    );
    using database = new DatabaseSync(join(folder.path, 'database.sqlite'));
    const plan = database
      .prepare(
        `EXPLAIN QUERY PLAN SELECT data FROM "notes-0" WHERE deleted = 0 AND "f:value" = ? ORDER BY "f:value", id`,
      )
      .all('v')
      .map((row) => row['detail']);
    expect(plan).toEqual(['SEARCH notes-0 USING INDEX notes-0/_deleted,value,key (f:value=?)']);
    await instance.close();
  });
});

describe('under RxDB', () => {
  const plain: RxJsonSchema<Note> = {
    version: 0,
    primaryKey: 'key',
    type: 'object',
    properties: { key: { type: 'string', maxLength: 100 }, value: { type: 'string', maxLength: 100 } },
    required: ['key', 'value'],
    indexes: ['value'],
  };

  async function withDatabase(
    storage: RxStorage<never, never>,
    collections: Record<string, RxCollectionCreator>,
    work: (database: RxDatabase) => Promise<void>,
    more: { password?: string } = {},
  ): Promise<void> {
    const database = await createRxDatabase({ name: 'app', storage, multiInstance: false, ...more });
    try {
      await database.addCollections(collections);
      await work(database);
    } finally {
      await database.close();
    }
  }

  test('a schema migrates with its documents, and deleted ones stay deleted', async () => {
    using folder = temporaryFolder();
    const storage = getRxStorageNodeSqlite({ directory: folder.path }) as unknown as RxStorage<never, never>;
    await withDatabase(storage, { notes: { schema: plain } }, async ({ collections }) => {
      await collections['notes']?.bulkInsert(
        Array.from({ length: 300 }, (_, index) => ({ key: `k${index}`, value: 'v' })),
      );
      await collections['notes']?.findOne('k7').remove();
    });
    const next = { ...plain, version: 1, properties: { ...plain.properties, length: { type: 'number' } } };
    const migrationStrategies = { 1: (old: Note) => ({ ...old, length: old.value.length }) };
    await withDatabase(
      storage,
      { notes: { schema: next as never, migrationStrategies } },
      async ({ collections }) => {
        expect(await collections['notes']?.count().exec()).toBe(299);
        expect((await collections['notes']?.findOne('k8').exec())?.toJSON()).toEqual({
          key: 'k8',
          value: 'v',
          length: 1,
        });
        expect(await collections['notes']?.findOne('k7').exec()).toBeNull();
      },
    );
  });

  test('observed queries follow writes', async () => {
    await withDatabase(
      inMemory() as never,
      { notes: { schema: plain } },
      async ({ collections: { notes } }) => {
        const seen: string[][] = [];
        const subscription = notes
          ?.find({ selector: { value: { $gt: 'b' } }, sort: [{ value: 'asc' }] })
          .$.subscribe((documents: Note[]) => seen.push(documents.map(({ key }) => key)));
        await notes?.insert({ key: '1', value: 'c' });
        await notes?.insert({ key: '2', value: 'a' });
        await notes?.findOne('2').patch({ value: 'bb' });
        await notes?.findOne('1').remove();
        expect((await notes?.find({ selector: { value: { $gt: 'b' } } }).exec())?.length).toBe(1);
        await expect.poll(() => seen.at(-1)).toEqual(['2']);
        subscription?.unsubscribe();
      },
    );
  });

  test("keys can be compressed and fields encrypted by RxDB's wrappers", async () => {
    using folder = temporaryFolder();
    const storage = wrappedKeyEncryptionCryptoJsStorage({
      storage: wrappedKeyCompressionStorage({
        storage: getRxStorageNodeSqlite({ directory: folder.path }),
      }),
    }) as unknown as RxStorage<never, never>;
    const secret = {
      ...plain,
      keyCompression: true,
      indexes: [],
      encrypted: ['value'],
    };
    await withDatabase(
      storage,
      { notes: { schema: secret } },
      async ({ collections: { notes } }) => {
        await notes?.bulkInsert([{ key: 'k', value: 'in the clear' }]);
        expect((await notes?.findOne('k').exec())?.get('value')).toBe('in the clear');
      },
      { password: 'a long password' },
    );
    using database = new DatabaseSync(join(folder.path, 'app.sqlite'));
    const stored = database.prepare('SELECT data FROM "notes-0"').all();
    expect(stored).toHaveLength(1);
    expect(JSON.stringify(stored)).not.toContain('in the clear');
  });

  test('a composite primary key is found again', async () => {
    const composite = {
      version: 0,
      primaryKey: { key: 'id', fields: ['first', 'second'], separator: '|' },
      type: 'object',
      properties: {
        id: { type: 'string', maxLength: 100 },
        first: { type: 'string', maxLength: 40 },
        second: { type: 'string', maxLength: 40 },
      },
      required: ['id', 'first', 'second'],
    };
    await withDatabase(
      inMemory() as never,
      { pairs: { schema: composite as never } },
      async ({ collections: { pairs } }) => {
        await pairs?.bulkInsert([
          { first: 'a', second: 'b' },
          { first: 'a', second: 'c' },
        ]);
        expect((await pairs?.findOne('a|c').exec())?.get('second')).toBe('c');
        expect(await pairs?.find({ selector: { first: 'a' } }).exec()).toHaveLength(2);
      },
    );
  });

  test('replication sends what changed here and takes what changed there', async () => {
    await withDatabase(
      inMemory() as never,
      { notes: { schema: plain } },
      async ({ collections: { notes } }) => {
        if (!notes) throw new Error('no collection');
        const server = new Map<string, Note & { _deleted: boolean }>([
          ['there', { key: 'there', value: 'from the server', _deleted: false }],
        ]);
        await notes.bulkInsert(
          Array.from({ length: 25 }, (_, index) => ({ key: `here-${index}`, value: 'v' })),
        );
        const state = replicateRxCollection<Note, { at: number }>({
          collection: notes as never,
          replicationIdentifier: 'test',
          live: false,
          pull: {
            handler: async (checkpoint) => ({
              documents: checkpoint ? [] : [...server.values()].filter(({ key }) => key === 'there'),
              checkpoint: { at: 1 },
            }),
          },
          push: {
            batchSize: 10,
            handler: async (rows) => {
              for (const { newDocumentState } of rows) server.set(newDocumentState.key, newDocumentState);
              return [];
            },
          },
        });
        await state.awaitInitialReplication();
        await state.cancel();
        expect(server.size).toBe(26);
        expect((await notes.findOne('there').exec())?.get('value')).toBe('from the server');
      },
    );
  });
});
