import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { runCli } from '../../support/cli.ts';
import { serverUnderTest, type ServerUnderTest } from '../../support/couchdb/server-under-test.ts';
import { startFaultProxy, type FaultProxy } from '../../support/fault-proxy.ts';
import { spawnHttpLab } from '../../support/lab-client.ts';
import { startWorkstation, type Workstation } from '../../support/station/workstation.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/*
 * What the shared state is for, with the whole application: three workstations with data directories of their own, one
 * server that `init-db` has set up, one datacenter.
 */

const names = ['anna', 'bert', 'cleo'] as const;
const soon = { timeout: 45_000, interval: 50 };
const folder = temporaryFolder();
const callLog = join(folder.path, 'calls.log');
const passwords = new Map<string, string>();
let couch: ServerUnderTest;
let lab: ChildProcess;
let proxies: FaultProxy[] = [];
let stations: Workstation[] = [];

const reportSchema = z.looseObject({
  accounts: z.array(z.looseObject({ name: z.string(), password: z.string().exactOptional() })),
});
const documentSchema = z.looseObject({ _id: z.string(), _rev: z.string() });

beforeAll(async () => {
  const accounts = [
    'anna=approver,collector',
    'bert=approver',
    'cleo=approver',
    'vera=viewer',
    'otto=operator',
  ];
  couch = await serverUnderTest(accounts.map((account) => account.slice(0, account.indexOf('='))));
  const words = [
    '--data-dir',
    join(folder.path, 'admin'),
    '--json',
    'init-db',
    '--url',
    couch.url,
    '--admin',
    couch.admin.name,
  ];
  const set = await runCli([...words, ...accounts.flatMap((account) => ['--user', account])], {
    env: { COUCHDB_ADMIN_PASSWORD: couch.admin.password },
  });
  if (set.code !== 0) throw new Error(`init-db ended with ${set.code}: ${set.stderr}`);
  for (const { name, password = '' } of reportSchema.parse(set.json()).accounts)
    passwords.set(name, password);
  const estate = ['--vms', '100', '--domains', 'vmware', '--speed', '100'];
  const started = await spawnHttpLab([...estate, '--call-log', callLog]);
  lab = started.child;
  proxies = await Promise.all(names.map(() => startFaultProxy(() => couch.url)));
  stations = await Promise.all(
    names.map((name, at) =>
      startWorkstation({
        name,
        role: 'approver',
        dataDir: join(folder.path, name),
        lab: started.url,
        couch: { url: proxies[at]?.url ?? '', password: passwords.get(name) ?? '' },
      }),
    ),
  );
}, 120_000);

afterAll(async () => {
  for (const station of stations) await station[Symbol.asyncDispose]();
  for (const proxy of proxies) await proxy[Symbol.asyncDispose]();
  lab.kill('SIGKILL');
  await once(lab, 'exit');
  await couch[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
}, 60_000);

const all = () => stations as [Workstation, Workstation, Workstation];
const inventoryOf = async ({ client }: Workstation): Promise<number> =>
  (await client.inventory.rows({ query: {} })).total;
const documentsOf = async ({ client }: Workstation) =>
  (await client.documents.tree({})).documents.map(({ id, version }) => `${id} ${version}`).toSorted();
const waitsIn = async ({ client }: Workstation) =>
  (await client.sync.status({})).collections.filter(({ pending, parked }) => pending > parked);

/** Where more wants to run than there are cores, everything takes so much longer. */
const crowded = (): number => Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());

async function reachedAll(): Promise<void> {
  await vi.waitFor(async () => {
    for (const { client } of all()) expect((await client.sync.status({})).state).toBe('running');
  }, soon);
}

it('what one collects and documents, the others read within two seconds of the push', async () => {
  const [anna, bert, cleo] = all();
  await reachedAll();
  const collected = await anna.client.collection.collect({});
  expect(collected.failed).toEqual([]);
  await anna.client.documents.generate({});
  await vi.waitFor(async () => expect(await waitsIn(anna)).toEqual([]), soon);
  const pushed = performance.now();
  const own = { inventory: await inventoryOf(anna), documents: await documentsOf(anna) };
  await vi.waitFor(async () => {
    for (const other of [bert, cleo])
      expect({ inventory: await inventoryOf(other), documents: await documentsOf(other) }).toEqual(own);
  }, soon);
  expect(performance.now() - pushed).toBeLessThan(2_000 * crowded());
  expect(own.inventory).toBeGreaterThan(100);
  expect(own.documents.length).toBeGreaterThan(1);
});

it('all edit the same ticket and note while the server is away, meet, and agree without a loss', async () => {
  const [anna] = all();
  await reachedAll();
  const { ticket } = await anna.client.tickets.add({ title: 'web-01 hangs' });
  const [first] = (await anna.client.documents.tree({})).documents;
  if (!first) throw new Error('there is no document');
  const section = (await anna.client.documents.show({ id: first.id })).sections[0]?.key ?? '';
  const note = await anna.client.documents.addNote({ id: first.id, section, text: 'as it was' });
  await vi.waitFor(async () => {
    for (const { client } of all()) {
      await client.tickets.get({ id: ticket.id });
      expect((await client.documents.notes({ id: first.id })).notes).toHaveLength(1);
    }
  }, soon);
  for (const proxy of proxies) proxy.cut();
  for (const { client, name } of all()) {
    await client.tickets.comment({ id: ticket.id, text: `${name} was here` });
    await client.documents.editNote({ id: first.id, note: note.id, text: `${name} knows better` });
    await client.documents.addNote({ id: first.id, section, text: `${name} adds` });
  }
  for (const proxy of proxies) proxy.heal();
  const expected = (word: string) => names.map((name) => `${name} ${word}`);
  await vi.waitFor(async () => {
    const shown = await Promise.all(
      all().map(async ({ client }) => ({
        events: (await client.tickets.get({ id: ticket.id })).ticket.events,
        notes: (await client.documents.notes({ id: first.id })).notes,
      })),
    );
    for (const { events, notes } of shown) {
      const said = events.flatMap((event) => (event.is === 'comment' ? [event.text] : []));
      expect(said.toSorted()).toEqual(expected('was here'));
      const texts = notes.flatMap((one) => [one.text, ...(one.alternatives ?? []).map(({ text }) => text)]);
      expect(texts.toSorted()).toEqual([...expected('adds'), ...expected('knows better')].toSorted());
      expect({ events, notes }).toEqual(shown[0]);
    }
  }, soon);
});

it('all approve the same remediation at once, and it runs once', async () => {
  const [anna] = all();
  await reachedAll();
  const { rows } = await anna.client.inventory.rows({ query: { kinds: ['vm'] } });
  const [vm] = rows;
  if (!vm) throw new Error('there is no VM');
  const { id, plan } = await anna.client.remediation.propose({
    action: 'vm.snapshot.create',
    target: vm.id,
    parameters: { name: 'only-once' },
  });
  if (!plan) throw new Error('there is no plan');
  await vi.waitFor(async () => {
    for (const { client } of all()) expect((await client.remediation.get({ id })).plan?.hash).toBe(plan.hash);
  }, soon);
  const answers = await Promise.allSettled(
    all().map(({ client }) =>
      client.remediation.approve({ id, planHash: plan.hash, typedName: vm.name, run: true }),
    ),
  );
  await vi.waitFor(async () => {
    for (const { client } of all()) expect((await client.remediation.get({ id })).state).toBe('succeeded');
  }, soon);
  const calls = readFileSync(callLog, 'utf8')
    .split('\n')
    .filter((line) => line.includes('vmware_create_snapshot') && line.includes('only-once'));
  expect(calls).toHaveLength(1);
  expect(answers.some(({ status }) => status === 'fulfilled')).toBe(true);
  const claimants = await Promise.all(
    all().map(async ({ client }) => (await client.remediation.get({ id })).claim?.workstation),
  );
  expect(new Set(claimants).size).toBe(1);
});

async function ask(path: string, init: { who?: string; method?: string; body?: unknown } = {}) {
  const { who, method = 'GET', body } = init;
  const response = await fetch(`${couch.url}/${path}`, {
    method,
    headers: {
      ...(who !== undefined && {
        authorization: `Basic ${Buffer.from(`${who}:${passwords.get(who) ?? ''}`).toString('base64')}`,
      }),
      'content-type': 'application/json',
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as unknown };
}

const database = (name: string) => `datacenter-docs-${name}`;
const firstIn = async (name: string, who: string): Promise<z.output<typeof documentSchema>> => {
  const { body } = await ask(`${database(name)}/_all_docs?include_docs=true`, { who });
  const { rows } = z.object({ rows: z.array(z.object({ doc: z.unknown() })) }).parse(body);
  const documents = rows.map(({ doc }) => documentSchema.parse(doc));
  const found = documents.find(({ _id }) => !_id.startsWith('_'));
  if (!found) throw new Error(`there is nothing in ${name}`);
  return found;
};

/** What the server says to a document that stands there, changed; it is read again where somebody was quicker. */
async function tampered(who: string, name: string, change: object): Promise<number> {
  for (;;) {
    const document = { ...(await firstIn(name, who)), ...change };
    const path = `${database(name)}/${encodeURIComponent(document._id)}`;
    const { status } = await ask(path, { who, method: 'PUT', body: document });
    if (status !== 409) return status;
  }
}

it('a stranger, a viewer and a client that tampers are refused by the server itself', async () => {
  const ticket = await firstIn('tickets', 'vera');
  expect((await ask(database('tickets'))).status).toBe(401);
  expect((await ask(`${database('tickets')}/${ticket._id}`)).status).toBe(401);
  const audit = `audit-${new Date().getUTCFullYear()}`;
  const at = new Date().toISOString();
  const forged = { by: 'anna', at, planHash: 'x', workstation: 'w', breakGlass: false };
  const tampers: readonly [who: string, of: string, change: object][] = [
    ['vera', 'tickets', { title: 'nothing wrong' }],
    ['otto', 'tickets', { events: [] }],
    ['otto', 'tickets', { _deleted: true }],
    ['otto', 'remediations', { approvals: [forged] }],
    ['bert', 'remediations', { approvals: [forged] }],
    ['bert', 'remediations', { state: 'proposed' }],
    ['bert', 'remediations', { journal: [] }],
    ['anna', audit, { at: '2020-01-01T00:00:00.000Z' }],
    ['anna', audit, { _deleted: true }],
    ['otto', 'entities', { name: 'another' }],
    ['bert', 'claims', { workstation: 'mine' }],
    ['bert', 'claims', { _deleted: true }],
  ];
  for (const [who, of, change] of tampers)
    expect({ who, of, change, status: await tampered(who, of, change) }).toEqual({
      who,
      of,
      change,
      status: 403,
    });
  const design = await ask(`${database('tickets')}/_design/datacenter-docs`, { who: 'anna' });
  const redesigned = await ask(`${database('tickets')}/_design/datacenter-docs`, {
    who: 'anna',
    method: 'PUT',
    body: { ...documentSchema.parse(design.body), validate_doc_update: 'function () {}' },
  });
  expect(redesigned.status).toBe(403);
});

it('both sides are the same in the end, and every chain of the audit holds', async () => {
  await vi.waitFor(async () => {
    for (const station of all()) expect(await waitsIn(station)).toEqual([]);
    for (const { client } of all()) {
      const { collections } = await client.sync.check({});
      const apart = collections.filter(
        ({ collection, here, there, differing }) =>
          // Of its audit a workstation keeps what the server does not take; see below.
          differing.length > 0 || (collection !== 'audit' && here !== there),
      );
      expect(apart).toEqual([]);
    }
  }, soon);
  for (const { client } of all()) {
    // What was done before anybody had an account stays in its own chain, and is not tried again and again.
    expect((await client.sync.parked({})).items).toEqual([]);
    const { chains } = await client.audit.verify({});
    expect(chains.map((chain) => chain.break)).toEqual(names.map(() => undefined));
  }
});
