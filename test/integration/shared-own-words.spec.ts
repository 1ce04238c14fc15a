import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addRxPlugin, createRxDatabase, type RxCollection } from 'rxdb';
import { RxDBMigrationSchemaPlugin } from 'rxdb/plugins/migration-schema';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { pino } from 'pino';
import { systemRandom } from '../../src/main/platform/random.ts';
import { tickets as definition } from '../../src/main/store/collections/tickets.ts';
import { mergeBy } from '../../src/main/store/merge-conflicts.ts';
import { getRxStorageNodeSqlite } from '../../src/main/store/rx-storage-sqlite.ts';
import { createCouchClient } from '../../src/main/sync/couch/couch-client.ts';
import { collectionMerges } from '../../src/main/sync/merge/registry.ts';
import { ownShare } from '../../src/main/sync/own-share.ts';
import { runCli } from '../support/cli.ts';
import { replicateDatabase } from '../support/couchdb/replicate-database.ts';
import { startStrictCouchDb, type StrictCouchDb } from '../support/couchdb/server.ts';
import { comment, created, sampleTicket } from '../support/rule-samples.ts';

/*
 * The server's rules believe everybody only of themselves. When it is taken back by a backup, what two people said in
 * one ticket since then has to come back all the same.
 */

addRxPlugin(RxDBMigrationSchemaPlugin);

let couch: StrictCouchDb;
let dataDir: string;
const passwords = new Map<string, string>();

beforeAll(async () => {
  couch = await startStrictCouchDb();
  dataDir = await mkdtemp(join(tmpdir(), 'own-words-'));
  const set = await runCli(
    [
      '--data-dir',
      dataDir,
      'init-db',
      '--json',
      '--url',
      couch.url,
      '--user',
      'alice=operator',
      '--user',
      'bob=operator',
    ],
    { env: { COUCHDB_ADMIN_PASSWORD: couch.admin.password } },
  );
  const { accounts } = set.json() as { accounts: { name: string; password: string }[] };
  for (const { name, password } of accounts) passwords.set(name, password);
});
afterAll(async () => {
  await couch[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true });
});

interface Ticket {
  readonly id: string;
  readonly events: readonly { readonly id: string }[];
}

async function station(account: string) {
  const database = await createRxDatabase({
    name: `words-${account}`,
    storage: getRxStorageNodeSqlite({ directory: ':memory:' }),
    multiInstance: false,
  });
  const { tickets } = mergeBy(collectionMerges, { tickets: definition }, pino({ level: 'silent' }));
  const made = await database.addCollections({ tickets });
  const collection = made.tickets as unknown as RxCollection<Ticket>;
  const client = createCouchClient({
    url: couch.url,
    credentials: () => Promise.resolve({ name: account, password: passwords.get(account) ?? '' }),
    fetch: (url, init) => fetch(url, init),
  });
  return {
    tickets: collection,
    replicate: (life: string) =>
      replicateDatabase({
        collection,
        life,
        client,
        path: '/datacenter-docs-tickets',
        random: systemRandom,
        shareOf: (mine, there) => ownShare('tickets', mine, there, account),
        onFault: () => undefined,
        onParked: () => undefined,
        backoff: { firstMs: 20, longestMs: 100 },
        heartbeatMs: 200,
      }),
    events: async () =>
      ((await collection.findOne('T-aaaaaaaa').exec())?.events ?? []).map(({ id }) => id).toSorted(),
    close: () => database.close(),
  };
}

async function onServer(): Promise<string[]> {
  const response = await fetch(`${couch.url}/datacenter-docs-tickets/T-aaaaaaaa`, {
    headers: { authorization: `Basic ${Buffer.from(`admin:${couch.admin.password}`).toString('base64')}` },
  });
  const { events = [] } = (await response.json()) as { events?: { id: string }[] };
  return events.map(({ id }) => id).toSorted();
}

test('what two people said since the backup is all there again', async () => {
  const [alice, bob] = [await station('alice'), await station('bob')];
  const { _id, ...fields } = sampleTicket();
  await alice.tickets.insert({ id: _id, ...fields } as unknown as Ticket);
  let running = [alice.replicate('first'), bob.replicate('first')];
  await vi.waitFor(async () => expect(await bob.events()).toEqual(['e-1']), { timeout: 20_000 });
  const backup = await couch.backup();

  for (const [who, name] of [
    [alice, 'alice'],
    [bob, 'bob'],
  ] as const) {
    const ticket = await who.tickets.findOne('T-aaaaaaaa').exec(true);
    const said = comment(name) as unknown as Ticket['events'][number];
    await ticket.incrementalModify((now) => ({ ...now, events: [...now.events, said] }));
  }
  const all = [String(created['id']), 'c-alice', 'c-bob'].toSorted();
  await vi.waitFor(
    async () => expect([await alice.events(), await bob.events(), await onServer()]).toEqual([all, all, all]),
    { timeout: 20_000 },
  );

  for (const one of running) await one.stop();
  await couch.restore(backup);
  expect(await onServer()).toEqual(['e-1']);
  running = [alice.replicate('second'), bob.replicate('second')];
  await vi.waitFor(async () => expect(await onServer()).toEqual(all), { timeout: 20_000 });
  await vi.waitFor(() => expect(running.map(({ parked }) => parked.size)).toEqual([0, 0]), {
    timeout: 20_000,
  });
  expect([await alice.events(), await bob.events()]).toEqual([all, all]);

  for (const one of running) await one.stop();
  await alice.close();
  await bob.close();
});
