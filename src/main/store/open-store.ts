import { addRxPlugin, createRxDatabase, type RxCollection, type RxDatabase } from 'rxdb';
import { RxDBMigrationSchemaPlugin } from 'rxdb/plugins/migration-schema';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import { boundEvents } from './bounded-events.ts';
import { collectionDefinitions, type CollectionName } from './collections/registry.ts';
import { lockDataDir, type DataDirLock } from './data-dir-lock.ts';
import { mergeBy, type Merges } from './merge-conflicts.ts';
import { getRxStorageNodeSqlite } from './rx-storage-sqlite.ts';
import { databaseFile, type Synchronous } from './sqlite/connection.ts';
import { setAsideIfDamaged } from './sqlite/set-aside.ts';
import { storeCollection } from './store-collection.ts';
import type { Store, StoreCollection } from './store.ts';

export interface StoreOptions {
  /** Folder of everything the application keeps, created when missing; ':memory:' keeps nothing. */
  readonly dataDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: Random;
  /** What this process is, for the message that a second process gets: 'worker', 'cli collect', … */
  readonly what?: string;
  /** The directory's lock when the caller already has it; otherwise it is taken, and released by `close`. */
  readonly lock?: DataDirLock;
  /** What becomes of a document that was changed here and at the server; needed where a collection is replicated. */
  readonly merges?: Merges;
  /** Upper bound of the database file in pages, for tests of a full disk. */
  readonly maxPages?: number;
}

const databaseName = 'store';

/** Before a tool that changes anything is called, its intent must survive even a loss of power (design, invariant 1). */
const durable: ReadonlySet<string> = new Set<CollectionName>(['remediations', 'audit']);
const synchronousOf = (collection: string): Synchronous => (durable.has(collection) ? 'FULL' : 'NORMAL');

addRxPlugin(RxDBMigrationSchemaPlugin);

/**
 * Opens the store of a data directory: takes the directory's lock, sets a damaged file aside, brings older documents
 * to the newest schemas. One store at a time in a process: RxDB's open core has room for its twelve collections once.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { dataDir, clock, logger } = options;
  const inMemory = dataDir === ':memory:';
  const own =
    inMemory || options.lock
      ? undefined
      : await lockDataDir({ dataDir, what: options.what ?? 'datacenter-docs', clock });
  if (own?.tookOver) logger.warn({ before: own.tookOver }, 'took over the lock of a process that is gone');
  try {
    const file = inMemory ? ':memory:' : databaseFile(dataDir, databaseName);
    const setAside = inMemory ? undefined : setAsideIfDamaged(file, clock.now());
    if (setAside)
      logger.error(setAside, 'the store was damaged: it was set aside whole, and a fresh one begun');
    const database = await openDatabase(options);
    return {
      ...collectionsOf(database),
      file,
      ...(setAside && { setAside }),
      close: closeOnce(database, own),
    };
  } catch (error) {
    own?.release();
    throw error;
  }
}

type Collections = Record<CollectionName, RxCollection>;

async function openDatabase({
  dataDir,
  maxPages,
  logger,
  merges = {},
}: StoreOptions): Promise<RxDatabase<Collections>> {
  const storage = getRxStorageNodeSqlite({
    directory: dataDir,
    synchronous: synchronousOf,
    ...(maxPages !== undefined && { maxPages }),
  });
  const database = await createRxDatabase<Collections>({
    name: databaseName,
    storage,
    multiInstance: false,
    eventReduce: true,
  });
  try {
    const collections = await database.addCollections(mergeBy(merges, collectionDefinitions, logger));
    for (const collection of Object.values(collections)) boundEvents(collection);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

function collectionsOf(database: RxDatabase<Collections>): Omit<Store, 'file' | 'close'> {
  const typed = <T extends { readonly id: string }>(name: CollectionName): StoreCollection<T> =>
    storeCollection<T>(database.collections[name]);
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
  };
}

function closeOnce(database: RxDatabase<Collections>, lock: DataDirLock | undefined): () => Promise<void> {
  let closing: Promise<void> | undefined;
  return () => {
    closing ??= database.close().then(
      () => lock?.release(),
      (error: unknown) => {
        lock?.release();
        throw error;
      },
    );
    return closing;
  };
}
