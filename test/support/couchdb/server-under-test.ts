import { z } from 'zod';
import { createCouchClient } from '../../../src/main/sync/couch/couch-client.ts';
import { startStrictCouchDb, type StrictCouchDb } from './server.ts';

export type ServerUnderTest = Pick<StrictCouchDb, 'url' | 'admin'> & AsyncDisposable;

/** Address of a real CouchDB with its administrator: `http://admin:password@127.0.0.1:5984`. */
const variable = 'DATACENTER_DOCS_COUCHDB';
const done = z.unknown();
const accountSchema = z.looseObject({ _rev: z.string() });

/**
 * The real CouchDB that the environment names, and without one the double. A real one has to be there for tests alone:
 * databases of ours must not be there before, and they and the accounts are gone afterwards.
 */
export async function serverUnderTest(accounts: readonly string[]): Promise<ServerUnderTest> {
  const address = process.env[variable];
  if (address === undefined || address === '') return startStrictCouchDb();
  const { origin, username, password } = new URL(address);
  const admin = { name: decodeURIComponent(username), password: decodeURIComponent(password) };
  const client = createCouchClient({ url: origin, credentials: () => Promise.resolve(admin), fetch });
  const ours = async () =>
    (await client.ask(z.array(z.string()), 'GET', '/_all_dbs')).filter((name) =>
      name.startsWith('datacenter-docs-'),
    );
  const there = await ours();
  if (there.length > 0)
    throw new Error(`${variable}: expected a server for tests alone, it has ${there.join(', ')}`);
  return {
    url: origin,
    admin,
    async [Symbol.asyncDispose]() {
      for (const name of await ours()) await client.ask(done, 'DELETE', `/${encodeURIComponent(name)}`);
      for (const name of accounts) {
        const path = `/_users/org.couchdb.user:${encodeURIComponent(name)}`;
        const { _rev: rev } = await client.ask(accountSchema, 'GET', path);
        await client.ask(done, 'DELETE', path, { query: { rev } });
      }
    },
  };
}
