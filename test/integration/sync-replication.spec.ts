import { setTimeout as sleep } from 'node:timers/promises';
import { createRxDatabase, type RxCollection, type RxConflictHandler, type RxDatabase } from 'rxdb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemRandom } from '../../src/main/platform/random.ts';
import { equalValue } from '../../src/main/inventory/digest.ts';
import { collection as define, shortText } from '../../src/main/store/collections/definition.ts';
import { getRxStorageNodeSqlite } from '../../src/main/store/rx-storage-sqlite.ts';
import { createCouchClient } from '../../src/main/sync/couch/couch-client.ts';
import { replicateDatabase, type DatabaseReplication } from '../support/couchdb/replicate-database.ts';
import { startStrictCouchDb, type StrictCouchDb } from '../support/couchdb/server.ts';

let couch: StrictCouchDb;
beforeAll(async () => {
  couch = await startStrictCouchDb({ limits: { document: 20_000 } });
});
afterAll(() => couch[Symbol.asyncDispose]());

interface Thing {
  readonly id: string;
  readonly text: string;
}

/** Both texts, each once: neither edit is lost. */
const both: RxConflictHandler<Thing> = {
  isEqual: (a, b) => equalValue(a, b),
  resolve: ({ realMasterState, newDocumentState }) => {
    if (realMasterState._deleted || newDocumentState._deleted)
      return Promise.resolve({ ...newDocumentState, _deleted: true });
    const texts = new Set([...realMasterState.text.split('+'), ...newDocumentState.text.split('+')]);
    return Promise.resolve({ ...newDocumentState, text: [...texts].toSorted().join('+') });
  },
};

interface Station extends AsyncDisposable {
  readonly things: RxCollection<Thing>;
  readonly replication: DatabaseReplication;
  readonly faults: unknown[];
  readonly texts: () => Promise<Record<string, string>>;
}

let made = 0;
type Break = (url: URL, init: RequestInit | undefined) => Promise<Response> | undefined;

async function station(name: string, breaks: { by?: Break } = {}): Promise<Station> {
  const database: RxDatabase = await createRxDatabase({
    name: `station${(made += 1)}`,
    storage: getRxStorageNodeSqlite({ directory: ':memory:' }),
    multiInstance: false,
  });
  const { things }: { things: RxCollection<Thing> } = await database.addCollections({
    things: {
      ...define({ version: 0, indexed: { text: shortText }, others: [], indexes: [] }),
      conflictHandler: both,
    },
  });
  const faults: unknown[] = [];
  const replication = replicateDatabase({
    collection: things,
    life: 'first',
    client: createCouchClient({
      url: couch.url,
      credentials: () => Promise.resolve(couch.admin),
      fetch: (url, init) => breaks.by?.(new URL(url), init) ?? fetch(url, init),
    }),
    path: `/${name}`,
    random: systemRandom,
    onFault: (fault) => faults.push(fault),
    onParked: () => undefined,
    backoff: { firstMs: 20, longestMs: 100 },
    heartbeatMs: 200,
  });
  return {
    things,
    replication,
    faults,
    texts: async () => Object.fromEntries((await things.find().exec()).map(({ id, text }) => [id, text])),
    async [Symbol.asyncDispose]() {
      await replication.stop();
      await database.close();
    },
  };
}

const asAdmin = (path: string, init: RequestInit = {}) =>
  fetch(`${couch.url}${path}`, {
    ...init,
    headers: {
      authorization: `Basic ${Buffer.from(`${couch.admin.name}:${couch.admin.password}`).toString('base64')}`,
      'content-type': 'application/json',
    },
  });
const put = (path: string, body?: unknown) =>
  asAdmin(path, { method: 'PUT', ...(body !== undefined && { body: JSON.stringify(body) }) });
const onServer = async (path: string) => (await asAdmin(path)).json() as Promise<Record<string, unknown>>;
const soon = { timeout: 25_000, interval: 20 };
const isPoll = (url: URL) => url.searchParams.get('feed') === 'longpoll';

describe('two stations and one database', () => {
  it('have what each wrote, live, and agree on what both changed while they were apart', async () => {
    await put('/agree');
    await using a = await station('agree');
    const cut: { by?: Break } = {};
    await using b = await station('agree', cut);
    await a.things.insert({ id: 'x', text: 'first' });
    await vi.waitFor(async () => expect(await b.texts()).toEqual({ x: 'first' }), soon);
    cut.by = () => Promise.reject(new TypeError('the network is gone'));
    await (await b.things.findOne('x').exec(true)).incrementalPatch({ text: 'of-b' });
    await b.things.insert({ id: 'y', text: 'new' });
    await (await a.things.findOne('x').exec(true)).incrementalPatch({ text: 'of-a' });
    await sleep(100);
    delete cut.by;
    await vi.waitFor(async () => {
      expect(await a.texts()).toEqual({ x: 'of-a+of-b', y: 'new' });
      expect(await b.texts()).toEqual(await a.texts());
    }, soon);
  });

  it('miss nothing that was written while a poll was broken', async () => {
    await put('/broken-poll');
    await using a = await station('broken-poll');
    const cut: { by?: Break } = {};
    await using b = await station('broken-poll', cut);
    await Promise.all([a.replication.settled(), b.replication.settled()]);
    cut.by = (url) => (isPoll(url) ? Promise.reject(new TypeError('cut')) : undefined);
    await a.things.bulkInsert(Array.from({ length: 20 }, (_, i) => ({ id: `n${i}`, text: `${i}` })));
    await a.replication.settled();
    await sleep(300);
    delete cut.by;
    await vi.waitFor(async () => expect(Object.keys(await b.texts())).toHaveLength(20), soon);
  });

  it.each([401, 413, 429, 500])('go on after the poll was answered with %i', async (status) => {
    const name = `status-${status}`;
    await put(`/${name}`);
    await using a = await station(name);
    const cut: { by?: Break } = {};
    await using b = await station(name, cut);
    await b.replication.settled();
    cut.by = (url) =>
      isPoll(url) ? Promise.resolve(Response.json({ error: 'x', reason: 'y' }, { status })) : undefined;
    await a.things.insert({ id: 'w', text: 'during' });
    await vi.waitFor(() => expect(b.faults.length).toBeGreaterThan(1), soon);
    delete cut.by;
    await a.things.insert({ id: 'z', text: 'after' });
    await vi.waitFor(async () => expect(await b.texts()).toEqual({ w: 'during', z: 'after' }), soon);
  });

  it('ask the rule of the collection when one deletes what the other edits', async () => {
    await put('/deleted');
    await using a = await station('deleted');
    const cut: { by?: Break } = {};
    await using b = await station('deleted', cut);
    await a.things.insert({ id: 'q', text: 'zero' });
    await vi.waitFor(async () => expect(await b.texts()).toEqual({ q: 'zero' }), soon);
    cut.by = () => Promise.reject(new TypeError('cut'));
    await (await b.things.findOne('q').exec(true)).incrementalPatch({ text: 'edited' });
    await (await a.things.findOne('q').exec(true)).remove();
    await a.replication.settled();
    delete cut.by;
    await vi.waitFor(async () => expect([await a.texts(), await b.texts()]).toEqual([{}, {}]), soon);
    await b.things.insert({ id: 'q', text: 'again' });
    await vi.waitFor(async () => expect(await a.texts()).toEqual({ q: 'again' }), soon);
  });

  it('do not take design documents for things', async () => {
    await put('/designed');
    await put('/designed/_design/one', { views: {} });
    await put('/designed/t', { text: 'thing' });
    await using a = await station('designed');
    await vi.waitFor(async () => expect(await a.texts()).toStrictEqual({ t: 'thing' }), soon);
    await put('/designed/_design/two', { views: {} });
    await put('/designed/u', { text: 'later' });
    await vi.waitFor(async () => expect(await a.texts()).toStrictEqual({ t: 'thing', u: 'later' }), soon);
  });

  it('set aside what the server refuses, and send everything else', async () => {
    await put('/rules');
    await put('/rules/_design/rules', {
      validate_doc_update: `function (doc) { if (doc.text === 'bad') throw ({ forbidden: 'not here' }); }`,
    });
    await using a = await station('rules');
    await a.things.bulkInsert([
      { id: 'good', text: 'good' },
      { id: 'bad', text: 'bad' },
      { id: 'large', text: 'x'.repeat(30_000) },
    ]);
    await a.things.insert({ id: 'later', text: 'later' });
    await vi.waitFor(
      async () => expect(await onServer('/rules/later')).toMatchObject({ text: 'later' }),
      soon,
    );
    expect(await onServer('/rules/good')).toMatchObject({ text: 'good' });
    expect([...a.replication.parked.values()].toSorted((x, y) => (x.id < y.id ? -1 : 1))).toMatchObject([
      { id: 'bad', reason: expect.stringContaining('not here') },
      { id: 'large', reason: expect.stringContaining('too_large') },
    ]);
    await (await a.things.findOne('bad').exec(true)).incrementalPatch({ text: 'mended' });
    await vi.waitFor(
      async () => expect(await onServer('/rules/bad')).toMatchObject({ text: 'mended' }),
      soon,
    );
    expect([...a.replication.parked.keys()]).toEqual(['large']);
  });

  it('delete the same, and end with it', async () => {
    await put('/tombs');
    const cut: { by?: Break } = {};
    await using a = await station('tombs');
    await using b = await station('tombs', cut);
    await a.things.insert({ id: 't', text: 't' });
    await vi.waitFor(async () => expect(await b.texts()).toEqual({ t: 't' }), soon);
    cut.by = () => Promise.reject(new TypeError('cut'));
    await (await b.things.findOne('t').exec(true)).remove();
    await (await a.things.findOne('t').exec(true)).remove();
    await a.replication.settled();
    delete cut.by;
    await b.replication.settled();
    const { requests } = couch.traffic;
    await sleep(500);
    // Heartbeats need no request: nobody goes round in circles.
    expect(couch.traffic.requests - requests).toBeLessThan(10);
  });
});
