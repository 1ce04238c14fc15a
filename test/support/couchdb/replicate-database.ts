import type { RxCollection } from 'rxdb';
import type { Random } from '../../../src/main/platform/random.ts';
import type { CouchClient } from '../../../src/main/sync/couch/couch-client.ts';
import type { Refused } from '../../../src/main/sync/replication/push.ts';
import { createRemote } from '../../../src/main/sync/replication/remote.ts';
import {
  replicateCollection,
  type CollectionReplication,
  type ReplicationOptions,
} from '../../../src/main/sync/replication/replicate-collection.ts';

export interface DatabaseReplication extends CollectionReplication {
  /** What the server refused; gone from here once it has it. */
  readonly parked: ReadonlyMap<string, Refused>;
}

/** One collection with one database, without what the application keeps of either. */
export function replicateDatabase(options: {
  readonly collection: RxCollection;
  readonly life: string;
  readonly client: CouchClient;
  readonly path: string;
  readonly random: Random;
  readonly shareOf?: NonNullable<ReplicationOptions['shareOf']>;
  readonly onFault: (error: unknown) => void;
  readonly onParked: (refused: Refused) => void;
  /** What was parked before, where that is kept. */
  readonly parked?: Map<string, Refused>;
  readonly batchSize?: number;
  readonly heartbeatMs?: number;
  readonly backoff?: { readonly firstMs: number; readonly longestMs: number };
}): DatabaseReplication {
  const { client, path, life, onParked, parked = new Map(), heartbeatMs = 20_000, ...rest } = options;
  const replication = replicateCollection({
    ...rest,
    identifier: `couchdb ${path} ${life}`,
    remote: createRemote({ client, databases: [{ path }], heartbeatMs }),
    parked: {
      has: (id) => parked.has(id),
      set(refused) {
        parked.set(refused.id, refused);
        onParked(refused);
      },
      delete: (id) => void parked.delete(id),
      ids: () => [...parked.keys()],
      kept: () => Promise.resolve(),
    },
  });
  return Object.defineProperty(replication, 'parked', { value: parked }) as DatabaseReplication;
}
