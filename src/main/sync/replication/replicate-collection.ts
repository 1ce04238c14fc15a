import { setTimeout as sleep } from 'node:timers/promises';
import type { RxCollection } from 'rxdb';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { Subject } from 'rxjs';
import type { Random } from '../../platform/random.ts';
import type { CouchClient } from '../couch/couch-client.ts';
import { CouchError } from '../couch/couch-error.ts';
import type { Replicated } from './documents.ts';
import { changesAfter, pullChanges, type Checkpoint } from './pull.ts';
import { pushRows, type Refused } from './push.ts';

export interface CollectionReplication {
  /** Sent and received everything that there was. */
  settled(): Promise<void>;
  /** What the server refused, newest last; gone from here once it has it. */
  readonly parked: ReadonlyMap<string, Refused>;
  stop(): Promise<void>;
}

export interface ReplicationOptions {
  readonly collection: RxCollection;
  /** Of the database on the server: another one is begun with from the start. */
  readonly life: string;
  readonly client: CouchClient;
  /** `/tickets` */
  readonly path: string;
  readonly random: Random;
  readonly onFault: (error: unknown) => void;
  readonly onParked: (refused: Refused) => void;
  readonly batchSize?: number;
  readonly heartbeatMs?: number;
  /** First and longest wait after a fault, in milliseconds. */
  readonly backoff?: { readonly firstMs: number; readonly longestMs: number };
}

/**
 * One collection with its database, both ways, for as long as it is not stopped. What is new there is waited for from
 * where reading ended, so that nothing is missed however often the connection breaks; no fault ends the waiting.
 */
export function replicateCollection(options: ReplicationOptions): CollectionReplication {
  const { collection, client, path, random, onFault } = options;
  const { firstMs, longestMs } = options.backoff ?? { firstMs: 500, longestMs: 30_000 };
  const stopped = new AbortController();
  const news = new Subject<'RESYNC'>();
  const parked = new Map<string, Refused>();
  let sequence: string | undefined;
  let begun: (() => void) | undefined;
  const firstPull = new Promise<void>((resolve) => (begun = resolve));

  const replication = replicateRxCollection<Replicated, Checkpoint>({
    collection,
    replicationIdentifier: `couchdb ${path} ${options.life}`,
    live: true,
    waitForLeadership: false,
    toggleOnDocumentVisible: false,
    retryTime: firstMs,
    pull: {
      batchSize: options.batchSize ?? 500,
      stream$: news.asObservable(),
      async handler(checkpoint, batchSize) {
        const pulled = await pullChanges(client, path, checkpoint, batchSize);
        sequence = pulled.checkpoint.sequence;
        begun?.();
        return pulled;
      },
    },
    push: {
      batchSize: options.batchSize ?? 500,
      handler: async (rows) => {
        for (const { newDocumentState } of rows) parked.delete(newDocumentState.id);
        return pushRows(client, path, rows, (refused) => {
          parked.set(refused.id, refused);
          options.onParked(refused);
        });
      },
    },
  });
  const faults = replication.error$.subscribe(onFault);

  async function listen(): Promise<void> {
    await Promise.race([
      firstPull,
      new Promise((resolve) => stopped.signal.addEventListener('abort', resolve)),
    ]);
    let failures = 0;
    while (!stopped.signal.aborted) {
      const from = sequence ?? '0';
      try {
        const more = await changesAfter(client, path, from, options.heartbeatMs ?? 20_000, stopped.signal);
        failures = 0;
        if (!more) continue;
        news.next('RESYNC');
        await pulledBeyond(from);
      } catch (error) {
        if (stopped.signal.aborted) return;
        onFault(error);
        failures += 1;
        const asked = error instanceof CouchError ? (error.retryAfterMs ?? 0) : 0;
        await pause(
          Math.max(
            asked,
            Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 16)) * (0.5 + random.unit() / 2),
          ),
        );
      }
    }
  }

  /** Until what was announced has been read; asking again before would only be told the same. */
  async function pulledBeyond(from: string): Promise<void> {
    const isThere = () => sequence !== from || stopped.signal.aborted;
    for (let waited = 0; !isThere(); waited += 20) {
      if (waited > 0 && waited % 5_000 === 0) news.next('RESYNC');
      await pause(20);
    }
  }

  const pause = (ms: number) => sleep(ms, undefined, { signal: stopped.signal }).catch(() => undefined);
  const listening = listen();

  return {
    parked,
    settled: async () => {
      await replication.awaitInitialReplication();
      await replication.awaitInSync();
    },
    async stop() {
      stopped.abort();
      await Promise.all([replication.cancel(), listening]);
      faults.unsubscribe();
    },
  };
}
