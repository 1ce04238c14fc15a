import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addRxPlugin, createRxDatabase, type RxCollection } from 'rxdb';
import { RxDBMigrationSchemaPlugin } from 'rxdb/plugins/migration-schema';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { pino } from 'pino';
import { systemRandom } from '../../src/main/platform/random.ts';
import { remediations as definition } from '../../src/main/store/collections/remediations.ts';
import { mergeBy } from '../../src/main/store/merge-conflicts.ts';
import { getRxStorageNodeSqlite } from '../../src/main/store/rx-storage-sqlite.ts';
import { createCouchClient } from '../../src/main/sync/couch/couch-client.ts';
import { collectionMerges } from '../../src/main/sync/merge/registry.ts';
import { ownShare } from '../../src/main/sync/own-share.ts';
import { runCli } from '../support/cli.ts';
import { replicateDatabase } from '../support/couchdb/replicate-database.ts';
import { startStrictCouchDb, type StrictCouchDb } from '../support/couchdb/server.ts';
import { approval, at, entry, later, sampleRemediation } from '../support/rule-samples.ts';

/*
 * Two stations ran one remediation by breaking glass. When the server is taken back by a backup that knows of neither
 * run, each station may say its own alone, and both have to come back all the same.
 */

addRxPlugin(RxDBMigrationSchemaPlugin);

let couch: StrictCouchDb;
let dataDir: string;
const passwords = new Map<string, string>();

beforeAll(async () => {
  couch = await startStrictCouchDb();
  dataDir = await mkdtemp(join(tmpdir(), 'own-runs-'));
  const people = ['--user', 'alice=approver', '--user', 'bob=approver'];
  const set = await runCli(['--data-dir', dataDir, 'init-db', '--json', '--url', couch.url, ...people], {
    env: { COUCHDB_ADMIN_PASSWORD: couch.admin.password },
  });
  const { accounts } = set.json() as { accounts: { name: string; password: string }[] };
  for (const { name, password } of accounts) passwords.set(name, password);
});
afterAll(async () => {
  await couch[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true });
});

interface Run {
  readonly state: string;
  readonly claim?: { readonly operator?: string };
  readonly journal: readonly object[];
}
interface Remediation extends Run {
  readonly id: string;
  readonly otherRuns?: readonly Run[];
}

const decision = { is: 'approval', at, approvals: { count: 1, role: 'approver', typedName: false } };
const waiting = () => {
  const { _id, ...fields } = sampleRemediation({ claimsLife: 'life-1', decision });
  return { id: _id, ...fields } as unknown as Remediation;
};
const ranBy = (account: string) => ({
  state: 'succeeded',
  claim: {
    workstation: `of-${account}`,
    at: later,
    nonce: `nonce-${account}`,
    operator: account,
    breakGlass: { by: account, typed: 'web-1' },
  },
  approvals: [approval(account, { breakGlass: true })],
  journal: [
    entry(1, 'planned', { planHash: 'plan-1', by: account, dryRun: false }),
    entry(2, 'ended', { state: 'succeeded', text: `it answers, says ${account}` }),
  ],
  outcome: `it answers, says ${account}`,
});

/** Who ran it, and how far. */
const runsIn = (document: Remediation | undefined): string[] =>
  document
    ? [document, ...(document.otherRuns ?? [])]
        .map(({ claim, state, journal }) => `${claim?.operator ?? 'nobody'} ${state} ${journal.length}`)
        .toSorted()
    : [];
const both = ['alice succeeded 2', 'bob succeeded 2'];

async function station(account: string) {
  const database = await createRxDatabase({
    name: `runs-${account}`,
    storage: getRxStorageNodeSqlite({ directory: ':memory:' }),
    multiInstance: false,
  });
  const { remediations } = mergeBy(collectionMerges, { remediations: definition }, pino({ level: 'silent' }));
  const made = await database.addCollections({ remediations });
  const collection = made.remediations as unknown as RxCollection<Remediation>;
  const client = createCouchClient({
    url: couch.url,
    credentials: () => Promise.resolve({ name: account, password: passwords.get(account) ?? '' }),
    fetch: (url, init) => fetch(url, init),
  });
  const found = async () => (await collection.findOne('R-1').exec()) ?? undefined;
  return {
    collection,
    found,
    replicate: (life: string) =>
      replicateDatabase({
        collection,
        life,
        client,
        path: '/datacenter-docs-remediations',
        random: systemRandom,
        shareOf: (mine, there) => ownShare('remediations', mine, there, account),
        onFault: () => undefined,
        onParked: () => undefined,
        backoff: { firstMs: 20, longestMs: 100 },
        heartbeatMs: 200,
      }),
    runs: async () => runsIn((await found())?.toMutableJSON()),
    close: () => database.close(),
  };
}

async function onServer(): Promise<string[]> {
  const response = await fetch(`${couch.url}/datacenter-docs-remediations/R-1`, {
    headers: { authorization: `Basic ${Buffer.from(`admin:${couch.admin.password}`).toString('base64')}` },
  });
  return response.ok ? runsIn((await response.json()) as Remediation) : [];
}

test('both runs of a remediation that two ran are there again', async () => {
  const [alice, bob] = [await station('alice'), await station('bob')];
  await alice.collection.insert(waiting());
  let running = [alice.replicate('first'), bob.replicate('first')];
  const patience = { timeout: 20_000 };
  await vi.waitFor(async () => expect(await bob.runs()).toEqual(['nobody awaiting-approval 0']), patience);
  const backup = await couch.backup();

  for (const one of running) await one.stop();
  for (const [who, name] of [
    [alice, 'alice'],
    [bob, 'bob'],
  ] as const) {
    const waits = await who.found();
    await waits?.incrementalModify((now) => ({ ...now, ...ranBy(name) }));
  }
  running = [alice.replicate('first'), bob.replicate('first')];
  await vi.waitFor(
    async () => expect([await alice.runs(), await bob.runs(), await onServer()]).toEqual([both, both, both]),
    patience,
  );

  for (const one of running) await one.stop();
  await couch.restore(backup);
  expect(await onServer()).toEqual(['nobody awaiting-approval 0']);
  running = [alice.replicate('second'), bob.replicate('second')];
  await vi.waitFor(async () => expect(await onServer()).toEqual(both), patience);
  await vi.waitFor(() => expect(running.map(({ parked }) => parked.size)).toEqual([0, 0]), patience);
  expect([await alice.runs(), await bob.runs()]).toEqual([both, both]);

  for (const one of running) await one.stop();
  await alice.close();
  await bob.close();
});
