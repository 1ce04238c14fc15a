import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { CouchClient } from '../couch/couch-client.ts';
import type { Replicated } from './documents.ts';
import { createRemote, type RemoteOptions } from './remote.ts';

const bodySchema = z.object({ docs: z.array(z.looseObject({ _id: z.string() })) });

/** A server that takes everything, and says what it was sent where. */
function server() {
  const written: Record<string, string[]> = {};
  const client: CouchClient = {
    forget: () => undefined,
    async ask(schema, _method, path, request) {
      await Promise.resolve();
      const [database = '', what] = path.slice(1).split('/');
      if (what !== '_bulk_docs') return schema.parse({ rows: [], results: [], last_seq: '1-a' });
      const { docs } = bodySchema.parse(request?.body);
      written[database] = [...(written[database] ?? []), ...docs.map(({ _id }) => _id)];
      return schema.parse(docs.map(({ _id }) => ({ id: _id, rev: '1-a' })));
    },
  };
  return { client, written };
}

const ofYear = (year: number) => ({ path: `/audit-${year}`, year });
const remoteOf = (options: Partial<RemoteOptions> & Pick<RemoteOptions, 'databases'>) => {
  const { client, written } = server();
  const missing: number[] = [];
  const remote = createRemote({
    client,
    heartbeatMs: 1_000,
    onWithoutDatabase: (year) => missing.push(year),
    ...options,
  });
  return { remote, written, missing };
};

describe('a collection with a database for each year', () => {
  const push = async (remote: ReturnType<typeof createRemote>, at: Readonly<Record<string, unknown>>) => {
    const rows = Object.entries(at).map(([id, one]) => ({
      newDocumentState: { id, at: one, _deleted: false } as Replicated,
    }));
    await remote.push(rows, { refuse: () => undefined });
  };

  it('keeps each document where its year is, which ends at midnight of UTC', async () => {
    const { remote, written, missing } = remoteOf({ databases: [ofYear(2026), ofYear(2027)] });
    await push(remote, {
      first: '2026-01-01T00:00:00.000Z',
      last: '2026-12-31T23:59:59.999Z',
      next: '2027-01-01T00:00:00.000Z',
    });
    expect(written).toEqual({ 'audit-2026': ['first', 'last'], 'audit-2027': ['next'] });
    expect(missing).toEqual([]);
  });

  it('tells what there is no database for, and sends the rest', async () => {
    const { remote, written, missing } = remoteOf({ databases: [ofYear(2026)] });
    await push(remote, { old: '2025-12-31T23:59:59.999Z', new: '2026-01-01T00:00:00.000Z', none: 7 });
    expect(written).toEqual({ 'audit-2026': ['new'] });
    expect(missing).toEqual([2025, 0]);
  });

  it.each([
    ['this year and those that are made ahead', [2025, 2026, 2027], [2026, 2027], [2025]],
    ['the newest, where this year has none yet', [2024, 2025], [2025], [2024]],
    ['next year alone, where there is no other', [2027], [2027], []],
  ])('waits for news of %s, and asks the others now and then', (_, years, watched, unwatched) => {
    const { remote } = remoteOf({ databases: years.map(ofYear), thisYear: 2026 });
    expect(remote.watched.map(({ year }) => year)).toEqual(watched);
    expect(remote.unwatched.map(({ year }) => year)).toEqual(unwatched);
  });
});

it('a collection with one database waits for its news, whatever the year', async () => {
  const { remote, written } = remoteOf({ databases: [{ path: '/tickets' }], thisYear: 2026 });
  expect(remote.watched).toEqual([{ path: '/tickets' }]);
  await remote.push([{ newDocumentState: { id: 'T-1', _deleted: false } }], { refuse: () => undefined });
  expect(written).toEqual({ tickets: ['T-1'] });
});
