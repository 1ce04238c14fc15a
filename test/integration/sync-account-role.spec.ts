import { expect, it, vi } from 'vitest';
import { couchRoles } from '../../src/main/sync/layout.ts';
import { startStrictCouchDb } from '../support/couchdb/server.ts';
import { ask, openStation, setUp } from '../support/couchdb/station-with-store.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const soon = { timeout: 20_000, interval: 25 };

it('a station learns of another role of its account while it is connected, and of a session that ran out', async () => {
  let late = 0;
  await using server = await startStrictCouchDb({ sessionSeconds: 60, now: () => Date.now() + late });
  await setUp(server, 'roles');
  const account = { name: 'rolf', password: 'rolf’s own', type: 'user' };
  const path = '/_users/org.couchdb.user:rolf';
  const be = (role: keyof typeof couchRoles, rev?: string) =>
    ask(server, path, { method: 'PUT', body: { ...account, roles: [couchRoles[role]], _rev: rev } });
  await be('operator');
  using folder = temporaryFolder();
  await using station = await openStation({
    dataDir: folder.path,
    url: server.url,
    user: account.name,
    password: account.password,
    prefix: 'roles',
    timing: { refused: 50 },
  });
  await vi.waitFor(() => expect(station.sync.accountRole).toBe('operator'), soon);
  await be('approver', String((await ask(server, path))['_rev']));
  await vi.waitFor(() => expect(station.sync.accountRole).toBe('approver'), soon);
  late = 120_000;
  await be('admin', String((await ask(server, path))['_rev']));
  await vi.waitFor(() => expect(station.sync.accountRole).toBe('admin'), soon);
  expect(station.sync.state).toBe('running');
});

it('an account that begins while the server is away is what it was when that was heard last', async () => {
  const couch = await startStrictCouchDb();
  await setUp(couch, 'away');
  const account = { name: 'vera', password: 'vera’s own', type: 'user' };
  const roles = [couchRoles.viewer];
  await ask(couch, '/_users/org.couchdb.user:vera', { method: 'PUT', body: { ...account, roles } });
  using folder = temporaryFolder();
  await using station = await openStation({
    dataDir: folder.path,
    url: couch.url,
    user: account.name,
    password: account.password,
    prefix: 'away',
  });
  await vi.waitFor(() => expect(station.sync.accountRole).toBe('viewer'), soon);
  await couch[Symbol.asyncDispose]();
  await station.restart();
  await vi.waitFor(() => expect(station.sync.state).toBe('unreachable'), soon);
  expect(station.sync.accountRole).toBe('viewer');
});
