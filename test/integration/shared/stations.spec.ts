import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { DocumentRecord } from '../../../src/shared/model/document.ts';
import type { Remediation } from '../../../src/shared/model/remediation.ts';
import { sharedCollections } from '../../../src/shared/model/sync.ts';
import type { Ticket } from '../../../src/shared/model/ticket.ts';
import { setUp } from '../../support/couchdb/station-with-store.ts';
import { startFaultProxy, type Fault, type FaultProxy } from '../../support/fault-proxy.ts';
import { buildEntity } from '../../support/build-view.ts';
import { firstDocument, firstRemediation, firstTicket } from '../../support/station/first-documents.ts';
import type { StationDocument } from '../../support/station/protocol.ts';
import { seededRandom } from '../../support/station/seeded-random.ts';
import { lostEdits, untruths, type Edit } from '../../support/station/shared-edits.ts';
import { spawnServer, type ServerProcess } from '../../support/station/spawn-server.ts';
import { spawnStation, type StationProcess } from '../../support/station/spawn-station.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Workstations and their server, each a process of its own, and what a network does to them. */
const seed = Number(process.env['DATACENTER_DOCS_SEED'] ?? Date.now() % 1_000_000);
const dayMs = 86_400_000;
const soon = { timeout: 40_000, interval: 25 };
const folder = temporaryFolder();
let server: ServerProcess;
let made = 0;
beforeAll(async () => {
  server = await spawnServer();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const newPrefix = async (): Promise<string> => {
  made += 1;
  const prefix = `p${made}`;
  await setUp(server, prefix);
  return prefix;
};

interface Placed {
  readonly prefix: string;
  readonly url?: string;
  readonly clockOffsetMs?: number;
}

function open(
  name: string,
  { prefix, url = server.url, clockOffsetMs = 0 }: Placed,
): Promise<StationProcess> {
  return spawnStation({
    name,
    dataDir: join(folder.path, `${prefix}-${name}`),
    url,
    user: server.admin.name,
    password: server.admin.password,
    prefix,
    watched: ['entities', 'documents'],
    clockOffsetMs,
    seed: seed + name.length + made,
  });
}

const ids = { tickets: 'T-abcdefgh', documents: 'test', remediations: 'R-history1' } as const;
const plain = (document: object): StationDocument => document as StationDocument;
const vm = (nativeId: string): StationDocument => plain(buildEntity('vm', nativeId, { source: 'vcenter-a' }));
const vms = (count: number, name: string) => Array.from({ length: count }, (_, i) => vm(`${name}-${i}`));
const put = (station: StationProcess, ...documents: StationDocument[]) =>
  station.ask('put', { collection: 'entities', documents });
const count = (station: StationProcess) => station.ask('count', { collection: 'entities' });

async function firstOf(station: StationProcess): Promise<void> {
  await station.ask('put', { collection: 'tickets', documents: [plain(firstTicket(ids.tickets))] });
  await station.ask('put', { collection: 'documents', documents: [plain(firstDocument(ids.documents))] });
  await station.ask('put', {
    collection: 'remediations',
    documents: [plain(firstRemediation(ids.remediations))],
  });
}

const stateOf = async (station: StationProcess) => ({
  tickets: (await station.ask('all', { collection: 'tickets' })) as unknown as Ticket[],
  documents: (await station.ask('all', { collection: 'documents' })) as unknown as DocumentRecord[],
  remediations: (await station.ask('all', { collection: 'remediations' })) as unknown as Remediation[],
});

async function haveTheFirst(stations: readonly StationProcess[]): Promise<void> {
  await vi.waitFor(async () => {
    for (const station of stations)
      expect(Object.values(await stateOf(station)).map(({ length }) => length)).toEqual([1, 1, 1]);
  }, soon);
}

async function agreeWithoutLoss(stations: readonly StationProcess[], edits: readonly Edit[]): Promise<void> {
  await vi.waitFor(async () => {
    const states = await Promise.all(stations.map(stateOf));
    for (const state of states) {
      expect(lostEdits(edits, state)).toEqual([]);
      expect(untruths(state.tickets)).toEqual([]);
      expect(state).toEqual(states[0]);
    }
  }, soon);
}

describe(`workstations as processes (seed ${seed})`, () => {
  it('read within two seconds what one of three wrote', async () => {
    const prefix = await newPrefix();
    await using a = await open('anna', { prefix });
    await using b = await open('bert', { prefix });
    await using c = await open('cleo', { prefix });
    await Promise.all([a, b, c].map((station) => station.ask('settled', null)));
    const latencies: number[] = [];
    for (let round = 0; round < 10; round++) {
      const { id } = vm(`live-${round}`);
      const arrived = Promise.all([b, c].map((station) => sees(station, id)));
      const begun = Date.now();
      await put(a, vm(`live-${round}`));
      latencies.push(...(await arrived).map((at) => at - begun));
    }
    expect(Math.max(...latencies)).toBeLessThan(2_000);
  });

  it('edit the same while the server is away, with clocks a day apart, meet, and agree without a loss', async () => {
    const prefix = await newPrefix();
    await using proxy = await startFaultProxy(() => server.url);
    const { url } = proxy;
    await using a = await open('anna', { prefix, url, clockOffsetMs: -dayMs });
    await using b = await open('bert', { prefix, url });
    await using c = await open('cleo', { prefix, url, clockOffsetMs: dayMs });
    const all = [a, b, c];
    await firstOf(a);
    await haveTheFirst(all);
    proxy.cut();
    const edits = (
      await Promise.all(all.map((station) => station.ask('edit', { times: 20, ...ids })))
    ).flat();
    proxy.heal();
    await agreeWithoutLoss(all, edits);
    expect(edits.length).toBeGreaterThan(30);
  });

  it('catch up after a day away: 5,000 changes there, 500 here', async () => {
    const prefix = await newPrefix();
    await using proxy = await startFaultProxy(() => server.url);
    await using here = await open('anna', { prefix });
    await using away = await open('bert', { prefix, url: proxy.url });
    await put(here, vm('before'));
    await vi.waitFor(async () => expect(await count(away)).toBe(1), soon);
    proxy.cut();
    await put(here, ...vms(5_000, 'there'));
    await put(away, ...vms(500, 'away'));
    await here.ask('settled', null);
    proxy.heal();
    await vi.waitFor(
      async () => expect([await count(away), await count(here)]).toEqual([5_501, 5_501]),
      soon,
    );
    const digests = await Promise.all(
      [here, away].map((one) => one.ask('digest', { collection: 'entities' })),
    );
    expect(digests[0]).toBe(digests[1]);
  });

  it('go on after a power cut where they were', async () => {
    const prefix = await newPrefix();
    await using a = await open('anna', { prefix });
    const before = await open('bert', { prefix });
    await put(before, ...vms(300, 'bert'));
    await before.kill();
    await put(a, ...vms(300, 'anna'));
    await using after = await open('bert', { prefix });
    await vi.waitFor(async () => expect([await count(a), await count(after)]).toEqual([600, 600]), soon);
  });
});

/** When something is written to a station's store, by the machine's clock. */
function sees(station: StationProcess, id: string): Promise<number> {
  return new Promise((resolve) => {
    const stop = station.onSeen((seen) => {
      if (!seen.ids.includes(id)) return;
      stop();
      resolve(seen.at);
    });
  });
}

describe('a network that breaks', () => {
  const statuses = ([401, 429, 500, 503] as const).map((status): [string, Fault] => [
    `HTTP ${status}`,
    { is: 'status', status, ...(status === 429 && { retryAfterSeconds: 1 }) },
  ]);
  const faults: readonly [string, Fault][] = [
    ['a connection that ends', { is: 'drop' }],
    ['half a request', { is: 'cut-request' }],
    ['half an answer', { is: 'cut-answer' }],
    ['an answer that gets lost', { is: 'lose-answer' }],
    ['a request that is sent twice', { is: 'duplicate' }],
    ['answers out of order', { is: 'reorder' }],
    ['delay', { is: 'delay', ms: 400 }],
    ['bytes that trickle', { is: 'slow', chunkBytes: 64, chunkMs: 2 }],
    ...statuses,
  ];

  it.each(faults)('loses nothing and stops nobody: %s', async (_, fault) => {
    const prefix = await newPrefix();
    await using proxy = await startFaultProxy(() => server.url);
    await using a = await open('anna', { prefix });
    await using b = await open('bert', { prefix, url: proxy.url });
    await firstOf(a);
    await haveTheFirst([a, b]);
    breakSome(proxy, fault);
    const edits = (
      await Promise.all([a, b].map((station) => station.ask('edit', { times: 10, ...ids })))
    ).flat();
    await put(a, ...vms(20, 'anna'));
    await put(b, ...vms(20, 'bert'));
    await vi.waitFor(() => expect(proxy.counts[fault.is] ?? 0).toBeGreaterThan(3), soon);
    proxy.fault = undefined;
    await agreeWithoutLoss([a, b], edits);
    await vi.waitFor(async () => expect([await count(a), await count(b)]).toEqual([40, 40]), soon);
    expect((await b.ask('report', null)).parked).toEqual([]);
  });

  it('sets aside what is called too large, and has it all when it is tried again', async () => {
    const prefix = await newPrefix();
    await using proxy = await startFaultProxy(() => server.url);
    await using a = await open('anna', { prefix });
    await using b = await open('bert', { prefix, url: proxy.url });
    await put(a, vm('first'));
    await vi.waitFor(async () => expect(await count(b)).toBe(1), soon);
    proxy.fault = ({ url }) =>
      url.pathname.endsWith('_bulk_docs') ? { is: 'status', status: 413 } : undefined;
    await put(b, ...vms(5, 'bert'));
    await vi.waitFor(async () => expect((await b.ask('report', null)).parked).toHaveLength(5), soon);
    await put(a, ...vms(5, 'anna'));
    await vi.waitFor(async () => expect(await count(b)).toBe(11), soon);
    expect(await count(a)).toBe(6);
    proxy.fault = undefined;
    await b.ask('repair', null);
    await vi.waitFor(async () => expect(await count(a)).toBe(11), soon);
    await vi.waitFor(async () => expect((await b.ask('report', null)).parked).toEqual([]), soon);
  });

  it('a network that swallows everything and comes back', async () => {
    const prefix = await newPrefix();
    await using proxy = await startFaultProxy(() => server.url);
    await using a = await open('anna', { prefix });
    await using b = await open('bert', { prefix, url: proxy.url });
    await put(a, vm('first'));
    await vi.waitFor(async () => expect(await count(b)).toBe(1), soon);
    proxy.fault = () => ({ is: 'black-hole' });
    await put(a, ...vms(20, 'anna'));
    await vi.waitFor(() => expect(proxy.counts['black-hole'] ?? 0).toBeGreaterThan(0), soon);
    proxy.fault = undefined;
    // What was swallowed is given up when its heart has not beaten for too long.
    await vi.waitFor(async () => expect(await count(b)).toBe(21), { timeout: 55_000, interval: 50 });
  });
});

/** Every second request, and polls among them, as a seed says. */
function breakSome(proxy: FaultProxy, fault: Fault): void {
  const random = seededRandom(seed);
  proxy.fault = () => (random.unit() < 0.5 ? fault : undefined);
}

it('a server that is killed and comes back from a backup of an hour ago has everything again', async () => {
  const own = await spawnServer();
  await setUp(own, 'killed');
  const at = (name: string) =>
    spawnStation({
      name,
      dataDir: join(folder.path, `killed-${name}`),
      url: own.url,
      user: own.admin.name,
      password: own.admin.password,
      prefix: 'killed',
      watched: [],
      clockOffsetMs: 0,
      seed,
    });
  await using a = await at('anna');
  await using b = await at('bert');
  await put(a, ...vms(50, 'before'));
  await firstOf(a);
  await haveTheFirst([a, b]);
  await vi.waitFor(async () => expect(await count(b)).toBe(50), soon);
  await Promise.all([a, b].map((station) => station.ask('settled', null)));
  const backup = await own.backup();
  await put(a, ...vms(70, 'anna-in-that-hour'));
  await put(b, ...vms(30, 'bert-in-that-hour'));
  const edits = [
    ...(await a.ask('edit', { times: 6, ...ids })),
    ...(await b.ask('edit', { times: 6, ...ids })),
  ];
  await vi.waitFor(async () => expect([await count(a), await count(b)]).toEqual([150, 150]), soon);
  await Promise.all([a, b].map((station) => station.ask('settled', null)));
  await own.kill();
  edits.push(...(await a.ask('edit', { times: 4, ...ids })), ...(await b.ask('edit', { times: 4, ...ids })));
  await using again = await spawnServer(own);
  await again.restore(backup);
  await agreeWithoutLoss([a, b], edits);
  // Somebody who comes anew has only the server to read from.
  await using newcomer = await at('cleo');
  await vi.waitFor(async () => expect(await count(newcomer)).toBe(150), soon);
  await agreeWithoutLoss([a, b, newcomer], edits);
  for (const collection of sharedCollections) {
    const digests = await Promise.all([a, b, newcomer].map((one) => one.ask('digest', { collection })));
    expect({ collection, states: new Set(digests).size }).toEqual({ collection, states: 1 });
  }
});
