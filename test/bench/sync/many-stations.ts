/**
 * Several small workstations in one process, each with a store and one collection of its own, over IPC:
 * node many-stations.ts SETUP. RxDB's collections of a process are counted: there is room for twelve.
 */
import { addRxPlugin, createRxDatabase, type RxCollection } from 'rxdb';
import { RxDBMigrationSchemaPlugin } from 'rxdb/plugins/migration-schema';
import { systemRandom } from '../../../src/main/platform/random.ts';
import { collectionDefinitions } from '../../../src/main/store/collections/registry.ts';
import { getRxStorageNodeSqlite } from '../../../src/main/store/rx-storage-sqlite.ts';
import { createCouchClient } from '../../../src/main/sync/couch/couch-client.ts';
import { openCouchFetch } from '../../../src/main/sync/couch/couch-fetch.ts';
import { replicateDatabase } from '../../support/couchdb/replicate-database.ts';

export interface ManySetup {
  readonly url: string;
  readonly name: string;
  readonly password: string;
  readonly path: string;
  readonly stations: number;
}
export type ManySaid =
  { readonly is: 'ready' } | { readonly is: 'seen'; readonly id: string; readonly at: number };

const { url, name, password, path, stations } = JSON.parse(process.argv[2] ?? '') as ManySetup;
addRxPlugin(RxDBMigrationSchemaPlugin);
process.on('disconnect', () => process.exit(0));
const say = (said: ManySaid) => process.send?.(said);

for (let at = 0; at < stations; at++) {
  const database = await createRxDatabase<{ changes: RxCollection }>({
    name: `many${at}`,
    storage: getRxStorageNodeSqlite({ directory: ':memory:' }),
    multiInstance: false,
  });
  const { changes } = await database.addCollections({ changes: collectionDefinitions.changes });
  changes.eventBulks$.subscribe(({ events }) => {
    for (const { documentId } of events) say({ is: 'seen', id: documentId, at: Date.now() });
  });
  const replication = replicateDatabase({
    collection: changes,
    life: 'one',
    client: createCouchClient({
      url,
      credentials: () => Promise.resolve({ name, password }),
      fetch: openCouchFetch({}).fetch,
    }),
    path,
    random: systemRandom,
    onFault: () => undefined,
    onParked: () => undefined,
    heartbeatMs: 10_000,
  });
  await replication.settled();
}
say({ is: 'ready' });
