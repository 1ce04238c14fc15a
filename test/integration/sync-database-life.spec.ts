import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { createCouchClient, type CouchClient } from '../../src/main/sync/couch/couch-client.ts';
import {
  lifePath,
  markRound,
  recogniseDatabase,
  type KnownLife,
} from '../../src/main/sync/couch/database-life.ts';
import { startStrictCouchDb, type StrictCouchDb } from '../support/couchdb/server.ts';

let couch: StrictCouchDb;
let client: CouchClient;
beforeAll(async () => {
  couch = await startStrictCouchDb();
  client = createCouchClient({ url: couch.url, credentials: () => Promise.resolve(couch.admin), fetch });
});
afterAll(() => couch[Symbol.asyncDispose]());

const create = async (name: string, life: string) => {
  await client.ask(z.unknown(), 'PUT', `/${name}`);
  await client.ask(z.unknown(), 'PUT', `/${name}/${lifePath}`, { body: { life } });
};

async function marked(station: string, known: KnownLife): Promise<KnownLife> {
  const next = await markRound(client, '/tickets', station, known);
  if (!next) throw new Error('the database has been taken back');
  return next;
}

it('a database is the same as long as it is neither made anew nor taken back', async () => {
  await create('tickets', 'the-first-life');
  const first = await recogniseDatabase(client, '/tickets', 'noc-1', undefined);
  expect(first).toEqual({ is: 'new', layout: 1, known: { life: 'the-first-life', round: 0, restores: 0 } });
  let known = await marked('noc-1', first.known);
  known = await marked('noc-1', known);
  expect(await recogniseDatabase(client, '/tickets', 'noc-1', known)).toEqual({
    is: 'same',
    layout: 1,
    known,
  });
  // Another station's rounds are nothing to this one.
  await marked('noc-2', first.known);
  expect(await recogniseDatabase(client, '/tickets', 'noc-1', known)).toMatchObject({ is: 'same' });

  // A backup has the marks as they were: one that is as far as what is remembered changes nothing.
  const backup = await couch.backup();
  await couch.restore(backup);
  expect(await recogniseDatabase(client, '/tickets', 'noc-1', known)).toMatchObject({ is: 'same' });
  known = await marked('noc-1', known);
  await couch.restore(backup);
  const back = await recogniseDatabase(client, '/tickets', 'noc-1', known);
  expect(back).toEqual({
    is: 'taken-back',
    layout: 1,
    known: { life: 'the-first-life', round: 0, restores: 1 },
  });
  known = await marked('noc-1', back.known);
  expect(await recogniseDatabase(client, '/tickets', 'noc-1', known)).toEqual({
    is: 'same',
    layout: 1,
    known,
  });

  await client.ask(z.unknown(), 'DELETE', '/tickets');
  await create('tickets', 'the-second-life');
  expect(await recogniseDatabase(client, '/tickets', 'noc-1', known)).toMatchObject({
    is: 'new',
    known: { life: 'the-second-life' },
  });
});

it('a database that nobody has set up is told as such', async () => {
  await client.ask(z.unknown(), 'PUT', '/bare');
  await expect(recogniseDatabase(client, '/bare', 'noc-1', undefined)).rejects.toMatchObject({
    fault: 'missing',
  });
});
