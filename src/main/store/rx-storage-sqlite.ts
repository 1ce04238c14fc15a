import { ensureRxStorageInstanceParamsAreCorrect, RXDB_VERSION, type RxStorage } from 'rxdb';
import { storageName } from './sqlite/broadcast.ts';
import { Connections, type Synchronous } from './sqlite/connection.ts';
import {
  SqliteStorageInstance,
  type CreationParams,
  type InstanceOptions,
  type Internals,
} from './sqlite/instance.ts';

export interface SqliteStorageSettings {
  /**
   * Folder of the database files, one `<database name>.sqlite` each, or ':memory:'. A database in memory is this
   * storage's own and ends with it or with its last collection. Made with `multiInstance` it is, while in use, every
   * such storage's in this process.
   */
  readonly directory: string;
  /** How durable an acknowledged write is, for all collections or by name. NORMAL when not said. */
  readonly synchronous?: Synchronous | ((collectionName: string) => Synchronous);
  /** Page cache of each database file. 4 MiB for each of its two handles when not said: the system caches the file. */
  readonly cacheBytes?: number;
  /** Upper bound of each file, in pages of 4 KiB. */
  readonly maxPages?: number;
}

export type SqliteStorage = RxStorage<Internals, InstanceOptions>;

/** RxDB's storage over the SQLite that Node brings. All collections of a database lie in one file. */
export function getRxStorageNodeSqlite(settings: SqliteStorageSettings): SqliteStorage {
  const { synchronous = 'NORMAL' } = settings;
  const connections = new Connections(settings.directory, {
    cacheBytes: settings.cacheBytes ?? 4 * 1024 * 1024,
    maxPages: settings.maxPages,
  });
  const storage: SqliteStorage = {
    name: storageName,
    rxdbVersion: RXDB_VERSION,
    async createStorageInstance<T>(params: CreationParams<T>) {
      ensureRxStorageInstanceParamsAreCorrect(params);
      if (params.schema.attachments) {
        throw new Error(
          `Collection ${params.collectionName}: this storage keeps no attachments; take them off its schema.`,
        );
      }
      const durability = typeof synchronous === 'function' ? synchronous(params.collectionName) : synchronous;
      const connection = connections.get(params.databaseName, params.multiInstance);
      return SqliteStorageInstance.open<T>(params, connection, durability);
    },
  };
  return storage;
}
