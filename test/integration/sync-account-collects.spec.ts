import { expect, it, vi } from 'vitest';
import type { Instant } from '../../src/shared/model/ids.ts';
import { couchRoles } from '../../src/main/sync/layout.ts';
import { startStrictCouchDb } from '../support/couchdb/server.ts';
import { ask, openStation, setUp } from '../support/couchdb/station-with-store.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const soon = { timeout: 20_000, interval: 25 };

it('inventory stays where it is until the account collects, and is sent then', async () => {
  await using server = await startStrictCouchDb();
  await setUp(server, 'gathers');
  const account = { name: 'carl', password: 'carl’s own', type: 'user' };
  const path = '/_users/org.couchdb.user:carl';
  const be = (roles: readonly (keyof typeof couchRoles)[], rev?: string) =>
    ask(server, path, {
      method: 'PUT',
      body: { ...account, roles: roles.map((role) => couchRoles[role]), _rev: rev },
    });
  await be(['operator']);
  using folder = temporaryFolder();
  await using station = await openStation({
    dataDir: folder.path,
    url: server.url,
    user: account.name,
    password: account.password,
    prefix: 'gathers',
    timing: { recognise: 200 },
  });
  const at = '2026-05-01T08:00:00.000Z' as Instant;
  await station.store.documentVersions.put([
    {
      id: 'network@00000001',
      documentId: 'network',
      version: 1,
      at,
      reason: 'first written',
      order: [],
      replaced: [],
      added: [],
      title: 'Network',
      schemaVersion: 1,
    },
  ]);
  const there = async (name: string) => (await ask(server, `/gathers-${name}/_all_docs`))['total_rows'];
  const settled = async () =>
    (await station.sync.status()).collections.every(
      ({ pending, settledAt }) => pending === 0 && settledAt !== undefined,
    );
  await vi.waitFor(async () => expect(await settled()).toBe(true), soon);
  const before = await there('document-versions');
  expect(station.sync.parked()).toEqual([]);
  await be(['operator', 'collector'], String((await ask(server, path))['_rev']));
  await vi.waitFor(async () => expect(await there('document-versions')).toBe(Number(before) + 1), soon);
});
