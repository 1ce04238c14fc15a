import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { instant } from '../../src/shared/model/ids.ts';
import { feedbackSchemaVersion } from '../../src/shared/model/feedback.ts';
import { startStrictCouchDb, type StrictCouchDb } from '../support/couchdb/server.ts';
import { ask, openStation, setUp, type StationWithStore } from '../support/couchdb/station-with-store.ts';
import { startFaultProxy, type Fault, type FaultProxy, type Passing } from '../support/fault-proxy.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let couch: StrictCouchDb;
let proxy: FaultProxy;
const unhandled: unknown[] = [];
const note = (error: unknown) => unhandled.push(error);
beforeAll(async () => {
  couch = await startStrictCouchDb({ sessionSeconds: 2, limits: { document: 1_800, request: 10_000 } });
  proxy = await startFaultProxy(() => couch.url);
  process.on('unhandledRejection', note);
});
afterEach(() => {
  proxy.fault = undefined;
});
afterAll(async () => {
  process.off('unhandledRejection', note);
  await proxy[Symbol.asyncDispose]();
  await couch[Symbol.asyncDispose]();
});

const soon = { timeout: 25_000, interval: 25 };
const feedback = (id: string, reason = 'because') => ({
  id,
  schemaVersion: feedbackSchemaVersion,
  about: { is: 'diagnosis', ticket: 'T-aaaaaaaa' },
  verdict: 'up',
  by: 'ann',
  at: instant(Date.now()),
  reason,
});
const put = (station: StationWithStore, ...ids: string[]) =>
  station.store.feedback.put(ids.map((id) => feedback(id)));
const there = async (prefix: string) => {
  const { rows } = (await ask(couch, `/${prefix}-feedback/_all_docs`)) as { rows: { id: string }[] };
  return rows.map(({ id }) => id).filter((id) => !id.startsWith('_'));
};
const write = async (prefix: string, id: string) => {
  const { id: _, ...body } = feedback(id);
  await ask(couch, `/${prefix}-feedback/${id}`, { method: 'PUT', body });
};
const open = (dataDir: string, prefix: string, account: { name: string; password: string } = couch.admin) =>
  openStation({
    dataDir,
    url: proxy.url,
    user: account.name,
    password: account.password,
    prefix,
    timing: { heartbeat: 500 },
  });
const isPoll = ({ url }: Passing) => url.searchParams.get('feed') === 'longpoll';
const isPush = ({ url }: Passing) => url.pathname.endsWith('/_bulk_docs');
const isPull = (passing: Passing) => passing.url.pathname.endsWith('/_changes') && !isPoll(passing);

describe('replication goes on after', () => {
  const faults: readonly [string, Fault, (passing: Passing) => boolean][] = [
    ['a connection that is dropped', { is: 'drop' }, () => true],
    ['a request that is cut', { is: 'cut-request' }, isPush],
    ['an answer to a write that is cut', { is: 'cut-answer' }, isPush],
    ['an answer to a write that is lost', { is: 'lose-answer' }, isPush],
    ['a write that is done twice', { is: 'duplicate' }, isPush],
    ['an answer to a read that is cut', { is: 'cut-answer' }, isPull],
    ['polls that nothing comes of', { is: 'black-hole' }, isPoll],
    ['401', { is: 'status', status: 401 }, (passing) => !passing.url.pathname.startsWith('/_session')],
    ['413 of reads', { is: 'status', status: 413 }, isPull],
    ['429 with a time to wait', { is: 'status', status: 429, retryAfterSeconds: 1 }, () => true],
    ['500', { is: 'status', status: 500 }, () => true],
    ['503', { is: 'status', status: 503, retryAfterSeconds: 1 }, () => true],
  ];
  it.each(faults)('%s', async (what, fault, hits) => {
    const prefix = `f${what.replaceAll(/[^a-z0-9]/g, '')}`;
    await setUp(couch, prefix);
    using folder = temporaryFolder();
    await using station = await open(folder.path, prefix);
    await station.settled();
    proxy.fault = (passing) => (passing.url.pathname.includes(prefix) && hits(passing) ? fault : undefined);
    await put(station, 'f-during');
    await write(prefix, 'g-during');
    await sleep(600);
    proxy.fault = undefined;
    await put(station, 'f-after');
    await write(prefix, 'g-after');
    const all = ['f-after', 'f-during', 'g-after', 'g-during'];
    await vi.waitFor(async () => expect(await there(prefix)).toEqual(all), soon);
    await vi.waitFor(
      async () => expect((await station.store.feedback.getMany(all)).map(({ id }) => id)).toEqual(all),
      soon,
    );
    expect(station.sync.parked()).toEqual([]);
  });

  it('a session that runs out, again and again', async () => {
    await setUp(couch, 'session');
    using folder = temporaryFolder();
    await using station = await open(folder.path, 'session');
    await station.settled();
    for (let round = 0; round < 3; round += 1) {
      await sleep(1_500);
      await put(station, `f-${round}`);
      await vi.waitFor(async () => expect(await there('session')).toContain(`f-${round}`), soon);
    }
    expect(station.sync.state).toBe('running');
  });

  it('a server that was away, with what was written meanwhile', async () => {
    await setUp(couch, 'portal');
    using folder = temporaryFolder();
    await using station = await open(folder.path, 'portal');
    await station.settled();
    await put(station, 'f-1');
    await station.settled();
    proxy.cut();
    await put(station, ...Array.from({ length: 50 }, (_, i) => `f-away-${i}`));
    await vi.waitFor(() => expect(station.sync.state).toBe('unreachable'), soon);
    expect(station.sync.server).toBeDefined();
    const away = (await station.sync.status()).collections.find(({ name }) => name === 'feedback');
    expect(away).toMatchObject({ pending: 50, parked: 0 });
    proxy.heal();
    await vi.waitFor(async () => expect(await there('portal')).toHaveLength(51), soon);
    expect(station.sync.state).toBe('running');
  });
});

describe('what is too large', () => {
  it('together is sent in parts, and alone is parked', async () => {
    await setUp(couch, 'large');
    using folder = temporaryFolder();
    await using station = await open(folder.path, 'large');
    await station.settled();
    await station.store.feedback.put([
      ...Array.from({ length: 40 }, (_, i) => feedback(`f-${i}`, 'x'.repeat(1_200))),
      feedback('f-huge', 'x'.repeat(1_900)),
    ]);
    await vi.waitFor(async () => expect(await there('large')).toHaveLength(40), soon);
    await vi.waitFor(() => expect(station.sync.parked()).toMatchObject([{ id: 'f-huge' }]), soon);
    await station.restart();
    await vi.waitFor(() => expect(station.sync.state).toBe('running'), soon);
    expect(station.sync.parked()).toMatchObject([{ id: 'f-huge' }]);
    await station.store.feedback.put([feedback('f-huge', 'short')]);
    await vi.waitFor(async () => expect(await there('large')).toContain('f-huge'), soon);
    await vi.waitFor(() => expect(station.sync.parked()).toEqual([]), soon);
  });
});

describe('an account', () => {
  const account = async (name: string, password: string, rev?: string) =>
    (
      await ask(couch, `/_users/org.couchdb.user:${name}`, {
        method: 'PUT',
        body: {
          name,
          password,
          roles: ['datacenter-docs-operator'],
          type: 'user',
          ...(rev && { _rev: rev }),
        },
      })
    )['rev'] as string;

  it('whose password is changed is refused, told, and goes on with the new one', async () => {
    await setUp(couch, 'changed');
    const rev = await account('ann', 'first');
    using folder = temporaryFolder();
    await using station = await open(folder.path, 'changed', { name: 'ann', password: 'first' });
    await station.settled();
    await account('ann', 'second', rev);
    await put(station, 'f-1');
    await vi.waitFor(() => expect(station.sync.state).toBe('refused'), soon);
    station.password = 'second';
    await vi.waitFor(async () => expect(await there('changed')).toEqual(['f-1']), soon);
    await vi.waitFor(() => expect(station.sync.state).toBe('running'), soon);
  });

  it('that is given nothing is told so', async () => {
    await setUp(couch, 'nothing');
    const rev = await account('eve', 'hers');
    for (const database of (await ask(couch, '/_all_dbs')) as unknown as string[])
      if (database.startsWith('nothing-'))
        await ask(couch, `/${database}/_security`, {
          method: 'PUT',
          body: { members: { roles: ['datacenter-docs-viewer'] }, admins: { roles: ['_admin'] } },
        });
    using folder = temporaryFolder();
    await using station = await open(folder.path, 'nothing', { name: 'eve', password: 'hers' });
    await vi.waitFor(() => expect(station.sync.state).toBe('refused'), soon);
    await ask(couch, '/_users/org.couchdb.user:eve', {
      method: 'PUT',
      body: { name: 'eve', roles: ['datacenter-docs-viewer'], type: 'user', _rev: rev },
    });
    await vi.waitFor(() => expect(station.sync.state).toBe('running'), soon);
  });
});

it('nothing of all this was left unhandled', () => {
  expect(unhandled).toEqual([]);
});
