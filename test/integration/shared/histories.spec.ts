import { afterAll, beforeAll, expect, it } from 'vitest';
import { collectionMerges } from '../../../src/main/sync/merge/registry.ts';
import { startStrictCouchDb, type StrictCouchDb } from '../../support/couchdb/server.ts';
import { longRun } from '../../support/property.ts';
import { playHistory, type HistoryServer } from '../../support/station/random-history.ts';

const histories = Number(process.env['DATACENTER_DOCS_HISTORIES'] ?? (longRun ? 1_000 : 25));
const seed = Number(process.env['DATACENTER_DOCS_SEED'] ?? Date.now() % 1_000_000);

let couch: StrictCouchDb;
let server: HistoryServer;
beforeAll(async () => {
  couch = await startStrictCouchDb();
  const { url, admin } = couch;
  const authorization = `Basic ${Buffer.from(`${admin.name}:${admin.password}`).toString('base64')}`;
  const ask = (method: string) => async (database: string) => {
    const { ok, status } = await fetch(`${url}/${database}`, { method, headers: { authorization } });
    if (!ok) throw new Error(`${method} ${database}: ${status}`);
  };
  server = { url, admin, create: ask('PUT'), remove: ask('DELETE') };
});
afterAll(() => couch[Symbol.asyncDispose]());

it(
  `after each of ${histories} random histories all stations agree, and no edit is lost (seeds from ${seed})`,
  { timeout: 60_000 + histories * 25_000 },
  async () => {
    let edits = 0;
    const failed: string[] = [];
    for (let at = 0; at < histories; at++) {
      const result = await playHistory(seed + at, server, collectionMerges);
      edits += result.edits;
      if (result.wrong.length > 0) failed.push(`seed ${result.seed}:\n  ${result.wrong.join('\n  ')}`);
    }
    expect(failed).toEqual([]);
    expect(edits).toBeGreaterThan(histories * 5);
  },
);
