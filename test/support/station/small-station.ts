import { addRxPlugin, createRxDatabase, type RxCollection } from 'rxdb';
import { RxDBMigrationSchemaPlugin } from 'rxdb/plugins/migration-schema';
import type { DocumentRecord } from '../../../src/shared/model/document.ts';
import { instant, type Instant } from '../../../src/shared/model/ids.ts';
import type { Remediation } from '../../../src/shared/model/remediation.ts';
import type { Ticket } from '../../../src/shared/model/ticket.ts';
import { silentLogger } from '../../../src/main/platform/logger.ts';
import { collectionDefinitions } from '../../../src/main/store/collections/registry.ts';
import { mergeBy, type Merges } from '../../../src/main/store/merge-conflicts.ts';
import { getRxStorageNodeSqlite } from '../../../src/main/store/rx-storage-sqlite.ts';
import { storeCollection } from '../../../src/main/store/store-collection.ts';
import type { StoreCollection } from '../../../src/main/store/store.ts';
import { createCouchClient } from '../../../src/main/sync/couch/couch-client.ts';
import type { Refused } from '../../../src/main/sync/replication/push.ts';
import { replicateDatabase, type DatabaseReplication } from '../couchdb/replicate-database.ts';
import { createFaultyFetch, type FaultyFetch } from './faulty-fetch.ts';
import { seededRandom } from './seeded-random.ts';

/** What people edit: RxDB's collections of a process are counted, and three stations have room for no more. */
export const editedCollections = ['tickets', 'documents', 'remediations'] as const;
export type EditedCollection = (typeof editedCollections)[number];

export interface EditedDocuments {
  readonly tickets: StoreCollection<Ticket>;
  readonly documents: StoreCollection<DocumentRecord>;
  readonly remediations: StoreCollection<Remediation>;
}

/** A workstation in memory, with a few collections, a clock of its own and a network that breaks when it is told to. */
export interface SmallStation extends AsyncDisposable, EditedDocuments {
  readonly name: string;
  readonly network: FaultyFetch;
  readonly faults: unknown[];
  now(): Instant;
  /** Sent and received everything that there was. */
  settled(): Promise<void>;
  /** Replication ends, and begins again where it was. */
  restart(): Promise<void>;
  /** Something that the server refused is tried again when the station changes it or begins anew. */
  readonly hasParked: boolean;
}

export interface SmallStationOptions {
  readonly name: string;
  readonly couch: {
    readonly url: string;
    readonly admin: { readonly name: string; readonly password: string };
  };
  /** Databases are called `PREFIX-tickets`. */
  readonly prefix: string;
  readonly merges: Merges;
  readonly clockOffsetMs: number;
  readonly seed: number;
}

addRxPlugin(RxDBMigrationSchemaPlugin);

let made = 0;

export async function openSmallStation(options: SmallStationOptions): Promise<SmallStation> {
  const { name, couch, prefix, merges, clockOffsetMs } = options;
  const { tickets, documents, remediations } = collectionDefinitions;
  const database = await createRxDatabase<Record<EditedCollection, RxCollection>>({
    name: `small${(made += 1)}`,
    storage: getRxStorageNodeSqlite({ directory: ':memory:' }),
    multiInstance: false,
  });
  const collections = await database.addCollections(
    mergeBy(merges, { tickets, documents, remediations }, silentLogger),
  );
  const network = createFaultyFetch();
  const faults: unknown[] = [];
  const client = createCouchClient({
    url: couch.url,
    credentials: () => Promise.resolve(couch.admin),
    fetch: network.fetch,
  });
  /** The application has it on disk. */
  const parked = new Map(editedCollections.map((collection) => [collection, new Map<string, Refused>()]));
  const begin = (): DatabaseReplication[] =>
    editedCollections.map((collection) =>
      replicateDatabase({
        collection: collections[collection],
        life: 'the-only-life',
        client,
        path: `/${prefix}-${collection}`,
        random: seededRandom(options.seed),
        onFault: (fault) => faults.push(fault),
        onParked: (refused) => faults.push(new Error(`refused: ${refused.id}: ${refused.reason}`)),
        backoff: { firstMs: 5, longestMs: 40 },
        heartbeatMs: 500,
        parked: parked.get(collection) ?? new Map<string, Refused>(),
      }),
    );
  let replications = begin();
  const end = () => Promise.all(replications.map((replication) => replication.stop()));
  return {
    name,
    network,
    faults,
    tickets: storeCollection(collections.tickets),
    documents: storeCollection(collections.documents),
    remediations: storeCollection(collections.remediations),
    now: () => instant(Date.now() + clockOffsetMs),
    settled: async () => void (await Promise.all(replications.map((replication) => replication.settled()))),
    get hasParked() {
      return [...parked.values()].some(({ size }) => size > 0);
    },
    async restart() {
      await end();
      replications = begin();
      // As a collection's link does; where the server is away, the next beginning does it.
      for (const replication of replications)
        await replication
          .resend([...replication.parked.keys()])
          .catch((fault: unknown) => faults.push(fault));
    },
    async [Symbol.asyncDispose]() {
      await end();
      await database.close();
    },
  };
}
