/**
 * Shared state: what replication costs beside the bare requests and beside PouchDB's own, against the same server in
 * the same run, and how soon others see what one wrote. The server is the double of the tests, a process of its own.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { usualTiming } from '../../src/main/sync/sync-timing.ts';
import { claimStation, setUpClaims } from '../support/claim-station.ts';
import { setUp } from '../support/couchdb/station-with-store.ts';
import type { StationDocument } from '../support/station/protocol.ts';
import { spawnServer, type ServerProcess } from '../support/station/spawn-server.ts';
import { spawnStation, type StationProcess } from '../support/station/spawn-station.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { loadNow, measured, type Figure } from './figures.ts';
import type { ManySaid, ManySetup } from './sync/many-stations.ts';
import { replicateByPouchDb } from './sync/plain-pouchdb.ts';
import { createDatabase, documentsIn, floorOf } from './sync/raw-couch.ts';

const documents = 10_000;
const batchSize = 500;
const rounds = 3;
const year = new Date().getUTCFullYear();
const figures: Figure[] = [];
const folder = temporaryFolder();
console.error(loadNow());

/** A change of one field as it is kept, of about 350 bytes. */
const change = (id: string): StationDocument => ({
  id,
  entityId: `vcenter-a:vm:${id}`,
  kind: 'vm',
  source: 'vcenter-a',
  entityName: `web-${id}`,
  runId: 'run-20261123-120000',
  at: `${year}-11-23T12:00:00.000Z`,
  type: 'field',
  class: 'configuration',
  path: 'attributes.memoryMiB',
  from: 4_096,
  to: 8_192,
  previousChangeAt: `${year}-11-20T12:00:00.000Z`,
  schemaVersion: 1,
});
const changes = (count: number, name: string): StationDocument[] =>
  Array.from({ length: count }, (_, at) => change(`${name}-${String(at).padStart(6, '0')}`));

const server = await spawnServer();
const station = (name: string, prefix: string) =>
  spawnStation({
    name,
    dataDir: join(folder.path, `${prefix}-${name}`),
    url: server.url,
    user: server.admin.name,
    password: server.admin.password,
    prefix,
    watched: ['changes'],
    timing: usualTiming,
    clockOffsetMs: 0,
    seed: 1,
  });
const count = (one: StationProcess) => one.ask('count', { collection: 'changes' });
const put = (one: StationProcess, list: readonly StationDocument[]) =>
  one.ask('put', { collection: 'changes', documents: list });

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(10);
}

/** How long until that many arrive at a station, by what it says itself. */
function arrivals(one: StationProcess, expected: number): Promise<number> {
  let seen = 0;
  return new Promise((resolve) => {
    const stop = one.onSeen(({ ids, at }) => {
      seen += ids.length;
      if (seen < expected) return;
      stop();
      resolve(at);
    });
  });
}

async function bulk(): Promise<void> {
  const rate = (ms: number) => (documents / ms) * 1_000;
  const all: Record<'push' | 'pull' | 'pushPouch' | 'pullPouch' | 'pushFloor' | 'pullFloor', number[]> = {
    push: [],
    pull: [],
    pushPouch: [],
    pullPouch: [],
    pushFloor: [],
    pullFloor: [],
  };
  const bytes = { push: 0, pull: 0 };
  for (let round = 0; round < rounds; round++) {
    const list = changes(documents, `bulk${round}`);
    const name = `bulk${round}`;
    await createDatabase(server, `floor${round}`);
    const floor = await floorOf(server, `floor${round}`, list, batchSize);
    all.pushFloor.push(rate(floor.pushMs));
    all.pullFloor.push(rate(floor.pullMs));

    await createDatabase(server, `pouch${round}`);
    const pouch = await replicateByPouchDb(`${server.url}/pouch${round}`, server.admin, list, batchSize);
    all.pushPouch.push(rate(pouch.pushMs));
    all.pullPouch.push(rate(pouch.pullMs));

    await setUp(server, name);
    await using writer = await station('writer', name);
    await using reader = await station('reader', name);
    for (const one of [writer, reader]) {
      await one.ask('settled', null);
      await one.ask('pause', null);
    }
    await put(writer, list);
    let before = await server.report();
    let begun = Date.now();
    await writer.ask('resume', null);
    await until(async () => (await documentsIn(server, `${name}-changes-${year}`)) > documents);
    all.push.push(rate(Date.now() - begun));
    bytes.push = traffic(before, await server.report()) / documents;

    await writer.ask('pause', null);
    const arrived = arrivals(reader, documents);
    before = await server.report();
    begun = Date.now();
    await reader.ask('resume', null);
    all.pull.push(rate((await arrived) - begun));
    if ((await count(reader)) !== documents) throw new Error('not everything arrived');
    bytes.pull = traffic(before, await server.report()) / documents;
  }
  const plain = (name: string, values: readonly number[], floor: readonly number[], aim: string): Figure => ({
    name,
    ...measured(values),
    unit: '/s',
    floor: measured(floor).value,
    floorIs: 'bare requests, nothing kept',
    aim,
  });
  figures.push(
    plain(`push of ${documents} documents of 350 bytes`, all.push, all.pushFloor, 'faster than PouchDB'),
    plain('the same by PouchDB, from memory', all.pushPouch, all.pushFloor, ''),
    plain(`pull of ${documents} documents of 350 bytes`, all.pull, all.pullFloor, 'faster than PouchDB'),
    plain('the same by PouchDB, into memory', all.pullPouch, all.pullFloor, ''),
    { name: 'bytes of bodies per document pushed, both ways', value: bytes.push, unit: 'B' },
    { name: 'bytes of bodies per document pulled, both ways', value: bytes.pull, unit: 'B' },
  );
}

const traffic = (
  before: { readonly received: number; readonly sent: number },
  after: { readonly received: number; readonly sent: number },
): number => after.received + after.sent - before.received - before.sent;

async function afterADay(): Promise<void> {
  await setUp(server, 'day');
  await using here = await station('here', 'day');
  await using away = await station('away', 'day');
  await Promise.all([here, away].map((one) => one.ask('settled', null)));
  await away.ask('pause', null);
  await put(here, changes(5_000, 'here'));
  await put(away, changes(500, 'away'));
  await here.ask('settled', null);
  const begun = performance.now();
  await away.ask('resume', null);
  await until(async () => (await count(away)) === 5_500 && (await count(here)) === 5_500);
  figures.push({
    name: 'both agree after a day away: 5,000 changes there, 500 here',
    value: performance.now() - begun,
    unit: 'ms',
  });
}

async function live(): Promise<void> {
  await setUp(server, 'live');
  await using here = await station('here', 'live');
  await using there = await station('there', 'live');
  await Promise.all([here, there].map((one) => one.ask('settled', null)));
  await sleep(500);
  const latencies: number[] = [];
  const before = await server.report();
  const writes = 200;
  for (let at = 0; at < writes; at++) {
    const arrived = arrivals(there, 1);
    const begun = Date.now();
    await put(here, [change(`live-${at}`)]);
    latencies.push((await arrived) - begun);
    await sleep(20);
  }
  const after = await server.report();
  figures.push(
    {
      name: 'from a write at one workstation to the store of another',
      ...measured(latencies),
      unit: 'ms',
      aim: '≤ 100 ms, p95 ≤ 500 ms',
    },
    {
      name: 'bytes of bodies per single change, written there and read here',
      value: traffic(before, after) / writes,
      unit: 'B',
    },
    {
      name: 'requests per single change, of both workstations',
      value: (after.requests - before.requests) / writes,
      unit: '',
    },
  );
}

async function claims(): Promise<void> {
  await setUpClaims({ ...server, traffic: { requests: 0, received: 0, sent: 0 } }, ['anna']);
  const { claims: own } = claimStation({
    name: 'anna',
    folder: join(folder.path, 'claims'),
    url: () => server.url,
    requestMs: 5_000,
  });
  const life = await own.life();
  const took: number[] = [];
  for (let at = 0; at < 100; at++) {
    const begun = performance.now();
    const claimed = await own.acquire({
      remediation: `R-bench-${at}`,
      ...(life !== undefined && { claimsLife: life }),
      workstation: 'anna',
      by: 'anna',
      planHash: 'hash',
    });
    took.push(performance.now() - begun);
    if (claimed.is !== 'made') throw new Error(`the claim was not made: ${JSON.stringify(claimed)}`);
  }
  figures.push({ name: 'a claim, on disk here and made there', ...measured(took), unit: 'ms' });
}

const perProcess = 12;

async function many(stations: number): Promise<void> {
  const name = `many${stations}`;
  await createDatabase(server, name);
  const latencies: number[] = [];
  let written = 0;
  const children = await Promise.all(
    Array.from({ length: Math.ceil(stations / perProcess) }, async (_, at) => {
      const setup: ManySetup = {
        url: server.url,
        ...server.admin,
        path: `/${name}`,
        stations: Math.min(perProcess, stations - at * perProcess),
      };
      const child = fork(
        fileURLToPath(new URL('sync/many-stations.ts', import.meta.url)),
        [JSON.stringify(setup)],
        { execArgv: ['--disable-warning=ExperimentalWarning'] },
      );
      await new Promise<void>((resolve) => {
        child.on('message', (said: ManySaid) => {
          if (said.is === 'ready') resolve();
          else latencies.push(said.at - Number(said.id.split('-')[1]));
        });
      });
      return child;
    }),
  );
  await sleep(1_000);
  const before = await server.report();
  const begun = performance.now();
  for (; written < 15; written++) {
    const { id, ...fields } = change(`at-${Date.now()}`);
    await writeOne(server, name, id, fields);
    await sleep(1_000);
  }
  await until(async () => latencies.length >= written * stations);
  const seconds = (performance.now() - begun) / 1_000;
  const after = await server.report();
  for (const child of children) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  const { value, spread } = measured(latencies);
  figures.push(
    {
      name: `${stations} stations of one collection, one change a second: until each has it`,
      value,
      unit: 'ms',
      ...(spread && { spread }),
      aim: '≤ 100 ms, p95 ≤ 500 ms',
    },
    {
      name: `${stations} stations: requests a second at the server`,
      value: (after.requests - before.requests) / seconds,
      unit: '/s',
    },
    {
      name: `${stations} stations: processor of the server`,
      value: ((after.cpuMs - before.cpuMs) / (seconds * 1_000)) * 100,
      unit: '%',
    },
  );
}

async function writeOne(to: ServerProcess, name: string, id: string, fields: object): Promise<void> {
  const { name: user, password } = to.admin;
  const response = await fetch(`${to.url}/${name}/${id}`, {
    method: 'PUT',
    headers: {
      authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(fields),
  });
  if (!response.ok) throw new Error(`a write was answered with ${response.status}`);
  await response.body?.cancel();
}

try {
  await bulk();
  await afterADay();
  await live();
  await claims();
  for (const stations of [5, 10, 25, 50]) await many(stations);
} finally {
  await server.kill();
  folder[Symbol.dispose]();
}
console.error(loadNow());
process.stdout.write(JSON.stringify(figures));
