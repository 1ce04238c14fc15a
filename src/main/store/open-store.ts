import { join } from 'node:path';
import { addRxPlugin, createRxDatabase, type RxCollection } from 'rxdb';
import { RxDBMigrationSchemaPlugin } from 'rxdb/plugins/migration-schema';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import { collectionDefinitions, type CollectionName } from './collections/registry.ts';
import { getRxStorageNodeSqlite } from './rx-storage-sqlite.ts';
import { databaseFileName, type Synchronous } from './sqlite/connection.ts';
import { storeCollection } from './store-collection.ts';
import type { Store, StoreCollection } from './store.ts';

export interface StoreOptions {
  /** Folder of everything the application keeps; created when missing. */
  readonly dataDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: Random;
}

const databaseName = 'store';

/** Before a tool that changes anything is called its intent must survive even a loss of power (design, invariant 1). */
const durable: ReadonlySet<string> = new Set<CollectionName>(['remediations', 'audit']);
const synchronousOf = (collection: string): Synchronous => (durable.has(collection) ? 'FULL' : 'NORMAL');

addRxPlugin(RxDBMigrationSchemaPlugin);

export async function openStore(options: StoreOptions): Promise<Store> {
  const { dataDir } = options;
  const storage = getRxStorageNodeSqlite({ directory: dataDir, synchronous: synchronousOf });
  const database = await createRxDatabase<Record<CollectionName, RxCollection>>({
    name: databaseName,
    storage,
    multiInstance: false,
    closeDuplicates: false,
    eventReduce: true,
  });
  const opened = await database.addCollections(collectionDefinitions);
  const typed = <T extends { readonly id: string }>(name: CollectionName): StoreCollection<T> =>
    storeCollection<T>(opened[name] as unknown as RxCollection<T>);
  return {
    entities: typed('entities'),
    changes: typed('changes'),
    runs: typed('runs'),
    documents: typed('documents'),
    documentVersions: typed('document-versions'),
    conversations: typed('conversations'),
    tickets: typed('tickets'),
    remediations: typed('remediations'),
    feedback: typed('feedback'),
    audit: typed('audit'),
    policies: typed('policies'),
    presence: typed('presence'),
    file: join(dataDir, databaseFileName(databaseName)),
    close: async () => {
      await database.close();
    },
  };
}
