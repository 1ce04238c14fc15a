import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { instant } from '../../src/shared/model/ids.ts';
import { couchRoles } from '../../src/main/sync/layout.ts';
import { feedbackSchemaVersion, type Feedback } from '../../src/shared/model/feedback.ts';
import { startStrictCouchDb, type StrictCouchDb } from '../support/couchdb/server.ts';
import {
  ask,
  makeDatabase,
  openStation,
  setUp,
  type StationWithStore,
} from '../support/couchdb/station-with-store.ts';
import { sampleAudit, sampleEntity } from '../support/rule-samples.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let couch: StrictCouchDb;
beforeAll(async () => {
  couch = await startStrictCouchDb();
});
afterAll(() => couch[Symbol.asyncDispose]());

const soon = { timeout: 20_000, interval: 25 };
const feedback = (id: string, by = 'ann'): Feedback => ({
  id,
  schemaVersion: feedbackSchemaVersion,
  about: { is: 'diagnosis', ticket: 'T-aaaaaaaa' },
  verdict: 'up',
  by,
  at: instant(Date.now()),
});
const change = (id: string, at: string) => ({
  id,
  entityId: 'a:vm:1',
  kind: 'vm',
  source: 'a',
  entityName: 'one',
  runId: 'r',
  at,
  type: 'field',
  class: 'configuration',
  path: 'name',
  schemaVersion: 1,
});
const thisYear = new Date().getUTCFullYear();
const put = (station: StationWithStore, ...ids: string[]) =>
  station.store.feedback.put(ids.map((id) => ({ ...feedback(id) })));
const idsThere = async (database: string) => {
  const { rows } = (await ask(couch, `/${database}/_all_docs`)) as { rows: { id: string }[] };
  return rows
    .map(({ id }) => id)
    .filter((id) => !id.startsWith('_'))
    .toSorted();
};
const open = (dataDir: string, prefix: string, more: Partial<Parameters<typeof openStation>[0]> = {}) =>
  openStation({
    dataDir,
    url: couch.url,
    user: couch.admin.name,
    password: couch.admin.password,
    prefix,
    ...more,
  });
const collection = async (station: StationWithStore, name: string) =>
  (await station.sync.status()).collections.find((one) => one.name === name);

describe('a station and its server', () => {
  it('have what the other wrote, and say so', async () => {
    await setUp(couch, 'both');
    using folder = temporaryFolder();
    await using station = await open(folder.path, 'both');
    const received: string[] = [];
    station.sync.onReceived(({ collection: from, ids }) =>
      received.push(...ids.map((id) => `${from} ${id}`)),
    );
    await put(station, 'f-here');
    await vi.waitFor(async () => expect(await idsThere('both-feedback')).toEqual(['f-here']), soon);
    const { id: _, ...there } = feedback('f-there', 'bob');
    await ask(couch, '/both-feedback/f-there', { method: 'PUT', body: there });
    await vi.waitFor(
      async () => expect(await station.store.feedback.get('f-there')).toMatchObject({ by: 'bob' }),
      soon,
    );
    expect(received).toEqual(['feedback f-there']);
    await station.settled();
    const status = await station.sync.status();
    expect(status).toMatchObject({
      state: 'running',
      user: couch.admin.name,
      serverVersion: '3.5.0',
      workstation: 'noc-1',
      roles: ['_admin'],
    });
    expect(Math.abs(status.clockSkewMs ?? Infinity)).toBeLessThan(2_000);
    expect(status.collections).toHaveLength(11);
    expect(status.collections.every(({ pending, fault }) => pending === 0 && fault === undefined)).toBe(true);
  });

  it('does not take what is none of its documents, and reads on', async () => {
    await setUp(couch, 'hostile');
    using folder = temporaryFolder();
    await using station = await open(folder.path, 'hostile');
    await ask(couch, '/hostile-feedback/f-bad', { method: 'PUT', body: { verdict: 'sideways' } });
    const { id: _, ...good } = feedback('f-good');
    await ask(couch, '/hostile-feedback/f-good', { method: 'PUT', body: good });
    await vi.waitFor(async () => expect(await station.store.feedback.get('f-good')).toBeDefined(), soon);
    expect(await station.store.feedback.get('f-bad')).toBeUndefined();
    expect(station.sync.parked()).toMatchObject([
      { collection: 'feedback', id: 'f-bad', reason: expect.stringContaining('not understood') },
    ]);
    // Mended there, it is taken.
    const { _rev: rev } = await ask(couch, '/hostile-feedback/f-bad');
    await ask(couch, '/hostile-feedback/f-bad', { method: 'PUT', body: { ...good, _rev: rev } });
    await vi.waitFor(async () => expect(await station.store.feedback.get('f-bad')).toBeDefined(), soon);
    expect(station.sync.parked()).toEqual([]);
  });

  it('keep years apart, and what has no database yet waits and is told', async () => {
    await setUp(couch, 'years', [thisYear - 1]);
    using folder = temporaryFolder();
    await using station = await open(folder.path, 'years');
    await station.store.changes.put([
      change('c-old', `${thisYear - 1}-03-01T00:00:00.000Z`),
      change('c-new', `${thisYear}-03-01T00:00:00.000Z`),
    ] as never);
    await vi.waitFor(
      async () => expect(await idsThere(`years-changes-${thisYear - 1}`)).toEqual(['c-old']),
      soon,
    );
    await vi.waitFor(
      async () =>
        expect(await collection(station, 'changes')).toMatchObject({
          pending: 1,
          fault: { text: expect.stringContaining(`1 of ${thisYear}`) },
        }),
      soon,
    );
    await makeDatabase(couch, `years-changes-${thisYear}`);
    await vi.waitFor(
      async () => expect(await idsThere(`years-changes-${thisYear}`)).toEqual(['c-new']),
      soon,
    );
    await vi.waitFor(
      async () => expect(await collection(station, 'changes')).toMatchObject({ pending: 0 }),
      soon,
    );
    expect(await idsThere(`years-changes-${thisYear - 1}`)).toEqual(['c-old']);
    const { id: _, ...there } = change('c-there', `${thisYear - 1}-05-01T00:00:00.000Z`);
    await ask(couch, `/years-changes-${thisYear}/c-there`, { method: 'PUT', body: there });
    await vi.waitFor(async () => expect(await station.store.changes.get('c-there')).toBeDefined(), soon);
    await station.settled();
    expect(await idsThere(`years-changes-${thisYear - 1}`)).toEqual(['c-old']);
  });

  it('hear of this year at once, although the next one’s databases are there already', async () => {
    await setUp(couch, 'ahead', [thisYear, thisYear + 1]);
    using folder = temporaryFolder();
    await using station = await open(folder.path, 'ahead');
    await station.settled();
    const { id: _, ...there } = change('c-there', `${thisYear}-01-01T00:00:00.000Z`);
    await ask(couch, `/ahead-changes-${thisYear}/c-there`, { method: 'PUT', body: there });
    await vi.waitFor(async () => expect(await station.store.changes.get('c-there')).toBeDefined(), soon);
  });

  it('try what was refused again when they begin anew', async () => {
    await setUp(couch, 'refused');
    const design = '/refused-feedback/_design/datacenter-docs';
    const { _rev, ...standing } = await ask(couch, design);
    const rule = `function (doc) { if (doc.by === 'mallory') throw({ forbidden: 'owner: not her' }); }`;
    const ruled = { ...standing, _rev, validate_doc_update: rule };
    const { rev } = await ask(couch, design, { method: 'PUT', body: ruled });
    using folder = temporaryFolder();
    await using station = await open(folder.path, 'refused');
    await station.store.feedback.put(
      [feedback('f-1'), feedback('f-2', 'mallory')].map((one) => ({ ...one })),
    );
    await vi.waitFor(() => expect(station.sync.parked()).toMatchObject([{ id: 'f-2' }]), soon);
    expect(await idsThere('refused-feedback')).toEqual(['f-1']);
    await ask(couch, design, { method: 'PUT', body: { ...standing, _rev: rev } });
    await station.restart();
    await vi.waitFor(async () => expect(await idsThere('refused-feedback')).toEqual(['f-1', 'f-2']), soon);
    await vi.waitFor(() => expect(station.sync.parked()).toEqual([]), soon);
  });

  it('take what a later leader wrote, and park nothing, where they wrote over it under no lease', async () => {
    await setUp(couch, 'fenced');
    const design = '/fenced-entities/_design/datacenter-docs';
    const standing = await ask(couch, design);
    const rule = `function (doc, before) {
      if (before && (doc.fence || 0) < (before.fence || 0)) throw({ forbidden: 'fenced: another leads by now' });
    }`;
    await ask(couch, design, { method: 'PUT', body: { ...standing, validate_doc_update: rule } });
    const { _id, ...led } = sampleEntity({ name: 'led', attributes: { vcpus: 4 }, fence: 5 });
    const path = `/fenced-entities/${encodeURIComponent(String(_id))}`;
    await ask(couch, path, { method: 'PUT', body: led });
    using folder = temporaryFolder();
    await using station = await open(folder.path, 'fenced');
    const nameHere = async () => (await station.store.entities.get(_id as never))?.name;
    await vi.waitFor(
      async () => expect([await nameHere(), station.sync.parked()]).toEqual(['led', []]),
      soon,
    );
    const { fence: _, ...bare } = led;
    const own = { ...bare, id: _id, name: 'own eyes', observedAt: '2026-12-24T00:00:00.000Z' };
    await station.store.entities.put([own] as never);
    await vi.waitFor(
      async () => expect([await nameHere(), station.sync.parked()]).toEqual(['led', []]),
      soon,
    );
    await station.settled();
    expect(await ask(couch, path)).toMatchObject({ name: 'led', fence: 5 });
    expect(station.sync.parked()).toEqual([]);
  });

  it('share collections and no jobs, and never clear away there what is cleared away here', async () => {
    await setUp(couch, 'runs');
    using folder = temporaryFolder();
    await using station = await open(folder.path, 'runs');
    const at = instant(Date.now());
    const run = {
      type: 'collection',
      source: 'a',
      domain: 'vmware',
      simulated: true,
      startedAt: at,
      outcome: 'running',
      scopes: [],
      counts: {},
      rejects: [],
      unavailable: [],
      schemaVersion: 1,
    };
    await station.store.runs.put([
      { ...run, id: 'run' },
      { id: 'job', type: 'job', job: 'documents', queuedAt: at, outcome: 'queued', schemaVersion: 1 },
    ] as never);
    await put(station, 'f-1', 'f-2');
    await station.settled();
    expect(await idsThere('runs-runs')).toEqual(['run']);
    await station.store.feedback.remove(['f-1']);
    await station.settled();
    expect(await idsThere('runs-feedback')).toEqual(['f-1', 'f-2']);
    const { _rev: rev } = await ask(couch, '/runs-feedback/f-2');
    await ask(couch, `/runs-feedback/f-2?rev=${String(rev)}`, { method: 'DELETE' });
    await put(station, 'f-3');
    await station.settled();
    expect(await station.store.feedback.get('f-2')).toBeDefined();
  });

  it('are paused over restarts, with who and why, and catch up', async () => {
    await setUp(couch, 'paused');
    using folder = temporaryFolder();
    await using station = await open(folder.path, 'paused');
    await station.settled();
    await station.sync.pause('maintenance of the server', 'ann');
    await put(station, 'f-1');
    await station.restart();
    expect(await station.sync.status()).toMatchObject({
      state: 'paused',
      text: 'paused by ann: maintenance of the server',
    });
    expect(station.sync.server).toBeDefined();
    expect(await idsThere('paused-feedback')).toEqual([]);
    await station.sync.resume();
    await vi.waitFor(async () => expect(await idsThere('paused-feedback')).toEqual(['f-1']), soon);
  });
});

describe('a server that is not what it was', () => {
  it('taken back by a backup while the station runs, it has everything again', async () => {
    await setUp(couch, 'back');
    using folder = temporaryFolder();
    await using station = await open(folder.path, 'back');
    await put(station, 'f-before');
    await station.settled();
    const backup = await couch.backup();
    await put(station, ...Array.from({ length: 30 }, (_, i) => `f-hour-${i}`));
    await station.settled();
    await couch.restore(backup);
    await vi.waitFor(async () => expect(await idsThere('back-feedback')).toHaveLength(31), soon);
  });

  it('taken back while the station is stopped, it has everything again', async () => {
    await setUp(couch, 'stopped');
    using folder = temporaryFolder();
    await using station = await open(folder.path, 'stopped');
    await put(station, 'f-before');
    await station.settled();
    const backup = await couch.backup();
    await put(station, ...Array.from({ length: 30 }, (_, i) => `f-hour-${i}`));
    await station.settled();
    await station.sync.close();
    await couch.restore(backup);
    await station.restart();
    await vi.waitFor(async () => expect(await idsThere('stopped-feedback')).toHaveLength(31), soon);
  });

  it('made anew, it is given everything, and nothing is taken away here', async () => {
    await setUp(couch, 'anew');
    using folder = temporaryFolder();
    await using station = await open(folder.path, 'anew');
    await put(station, 'f-1', 'f-2');
    await station.settled();
    await ask(couch, '/anew-feedback', { method: 'DELETE' });
    await vi.waitFor(
      async () => expect((await collection(station, 'feedback'))?.fault?.text).toContain('404'),
      soon,
    );
    await put(station, 'f-3');
    await makeDatabase(couch, 'anew-feedback');
    await vi.waitFor(
      async () => expect(await idsThere('anew-feedback')).toEqual(['f-1', 'f-2', 'f-3']),
      soon,
    );
    expect((await collection(station, 'feedback'))?.fault).toBeUndefined();
  });

  it('set up by a newer application, it is left alone', async () => {
    await setUp(couch, 'newer');
    using folder = temporaryFolder();
    await using station = await open(folder.path, 'newer', { start: false });
    const { _rev: rev, life } = await ask(couch, '/newer-feedback/_design/datacenter-docs');
    await ask(couch, '/newer-feedback/_design/datacenter-docs', {
      method: 'PUT',
      body: { _rev: rev, life, layout: 99 },
    });
    await station.sync.start();
    await vi.waitFor(() => expect(station.sync.state).toBe('outdated'), soon);
  });

  it('not set up, it is waited for', async () => {
    using folder = temporaryFolder();
    await using station = await open(folder.path, 'later');
    await vi.waitFor(() => expect(station.sync.state).toBe('not-set-up'), soon);
    await put(station, 'f-1');
    await setUp(couch, 'later');
    await vi.waitFor(async () => expect(await idsThere('later-feedback')).toEqual(['f-1']), soon);
    expect(station.sync.state).toBe('running');
  });
});

describe('an account', () => {
  it('whose password is wrong is refused, tried seldom, and works when it is set right', async () => {
    await setUp(couch, 'account');
    using folder = temporaryFolder();
    await using station = await open(folder.path, 'account', {
      password: 'wrong',
      timing: { refused: 30_000 },
    });
    await vi.waitFor(() => expect(station.sync.state).toBe('refused'), soon);
    const { requests } = couch.traffic;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(couch.traffic.requests - requests).toBeLessThan(3);
    const said = await station.sync.status();
    expect(JSON.stringify(said)).not.toContain('wrong"');
    await station.sync.connect({
      url: couch.url,
      user: couch.admin.name,
      password: couch.admin.password,
      prefix: 'account',
    });
    await vi.waitFor(() => expect(station.sync.state).toBe('running'), soon);
  });
});

describe('a check', () => {
  it('finds what differs, document by document, and repair sends it', async () => {
    await setUp(couch, 'check');
    using folder = temporaryFolder();
    await using station = await open(folder.path, 'check');
    await put(station, 'f-1', 'f-2');
    await station.settled();
    await station.sync.pause('to look', 'ann');
    await put(station, 'f-3');
    const { id: _, ...there } = feedback('f-4');
    await ask(couch, '/check-feedback/f-4', { method: 'PUT', body: there });
    const { _rev: rev } = await ask(couch, '/check-feedback/f-1');
    await ask(couch, '/check-feedback/f-1', {
      method: 'PUT',
      body: { ...there, verdict: 'down', _rev: rev },
    });
    const found = await station.sync.check(
      { collection: 'feedback' },
      () => {},
      new AbortController().signal,
    );
    expect(found.collections).toMatchObject([
      { collection: 'feedback', here: 3, there: 3, onlyHere: ['f-3'], differing: ['f-1'] },
    ]);
    expect(found.ok).toBe(false);
    await station.sync.resume();
    expect(await station.sync.repair('feedback')).toEqual(['feedback']);
    await station.settled();
    expect(await idsThere('check-feedback')).toEqual(['f-1', 'f-2', 'f-3', 'f-4']);
    const again = await station.sync.check(
      { collection: 'feedback' },
      () => {},
      new AbortController().signal,
    );
    expect(again.collections).toMatchObject([
      { here: 4, there: 4, onlyHere: [], onlyThere: [], differing: [] },
    ]);
  });

  it('finds no difference in what was recorded here under another name than the account’s stays here, and is no difference', async () => {
    await setUp(couch, 'names');
    const account = { name: 'rolf', password: 'rolf’s own', type: 'user', roles: [couchRoles.operator] };
    await ask(couch, '/_users/org.couchdb.user:rolf', { method: 'PUT', body: account });
    using folder = temporaryFolder();
    await using station = await openStation({
      dataDir: folder.path,
      url: couch.url,
      user: account.name,
      password: account.password,
      prefix: 'names',
    });
    const now = Date.now();
    const recorded = (operator: string) => {
      const { _id: id, ...record } = sampleAudit({ operator, at: instant(now) });
      return { id, ...record };
    };
    await station.store.audit.put([recorded('rolf'), recorded('root')] as never);
    const check = () => station.sync.check({ collection: 'audit' }, () => {}, new AbortController().signal);
    await vi.waitFor(async () => expect((await check()).collections).toMatchObject([{ there: 1 }]), soon);
    expect((await check()).findings).toContainEqual({
      subject: 'audit',
      ok: true,
      text: '1 here, 1 there, all alike; 1 that this account may not send stay as they are here',
    });
  });
});
