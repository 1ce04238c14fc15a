import { setTimeout as sleep } from 'node:timers/promises';
import { type RxCollection, type RxStorageDefaultCheckpoint } from 'rxdb';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { Subject } from 'rxjs';
import { equalValue } from '../../inventory/digest.ts';
import type { Random } from '../../platform/random.ts';
import { CouchError } from '../couch/couch-error.ts';
import type { Replicated } from './documents.ts';
import type { PushRow, Refused } from './push.ts';
import type { Checkpoint, Remote, RemoteDatabase } from './remote.ts';

/** What the server refused; kept as long as it is so. */
export interface ParkedDocuments {
  has(id: string): boolean;
  set(refused: Refused): void;
  delete(id: string): void;
  readonly ids: () => readonly string[];
  /** Before a document is taken for dealt with. */
  kept(): Promise<void>;
}

export interface CollectionReplication {
  /** Sent and received everything that there was. */
  settled(): Promise<void>;
  /** Whether both ways were gone once, and nothing is under way. */
  readonly idle: boolean;
  /** Up to where everything that was written here was sent or set aside. */
  readonly sentUpTo: RxStorageDefaultCheckpoint | undefined;
  /** Sends documents as they stand now, whatever was sent of them before; what differs is merged. */
  resend(ids: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

export interface ReplicationOptions {
  readonly collection: RxCollection;
  /** Another one is begun with from the start, both ways. */
  readonly identifier: string;
  readonly remote: Remote;
  readonly parked: ParkedDocuments;
  readonly random: Random;
  /** What of this collection is shared. Everything, when not said. */
  readonly shares?: (document: Replicated) => boolean;
  /** What this account may say of a document that it may not send as a whole, over what the server has. */
  readonly shareOf?: (mine: Replicated, there: Replicated | undefined) => Replicated | undefined;
  readonly onFault: (error: unknown) => void;
  /** Something was kept at this side that the server cannot be asked for again: begin anew. */
  readonly onLost?: (error: unknown) => void;
  /** Two edits became one. */
  readonly onMerged?: (id: string) => void;
  /** Documents that came from the server stand in the collection. */
  readonly onReceived?: (ids: readonly string[]) => void;
  /** Something was sent or received, or there is nothing more to. */
  readonly onProgress?: () => void;
  readonly batchSize?: number;
  /** First and longest wait after a fault, in milliseconds. */
  readonly backoff?: { readonly firstMs: number; readonly longestMs: number };
}

/** Where nothing is waited for, it is looked now and then. */
const askUnwatchedMs = 60_000;
const resendBatch = 200;
const mostYields = 3;
/** More than these are no single documents any more: nothing is sent until the account may. */
const mostParked = 10_000;
const mostShares = 3;
/** As the rules on the server word it. */
const saysOwner = (reason: string): boolean => /^(?:forbidden: )?owner: /.test(reason);

/**
 * One collection with its databases, both ways, for as long as it is not stopped. What is new there is waited for
 * from where reading ended, so that nothing is missed however often the connection breaks; no fault ends the waiting.
 */
export function replicateCollection(options: ReplicationOptions): CollectionReplication {
  const { collection, remote, parked, random, onFault } = options;
  const { firstMs, longestMs } = options.backoff ?? { firstMs: 500, longestMs: 30_000 };
  const batchSize = options.batchSize ?? 500;
  const stopped = new AbortController();
  const news = new Subject<'RESYNC'>();
  const yielded = new Map<string, number>();
  let begun: (() => void) | undefined;
  const firstPull = new Promise<void>((resolve) => (begun = resolve));

  async function push(rows: readonly PushRow[]): Promise<Replicated[]> {
    const sent = rows.filter(({ newDocumentState }) => options.shares?.(newDocumentState) ?? true);
    const refused: Refused[] = [];
    const conflicts =
      sent.length === 0
        ? []
        : await remote.push(sent, {
            signal: stopped.signal,
            refuse: (one) => refused.push(one),
            yields(id) {
              const times = (yielded.get(id) ?? 0) + 1;
              yielded.set(id, times);
              return times <= mostYields;
            },
          });
    const [one] = refused;
    if (one && parked.ids().length + refused.length > mostParked)
      throw new CouchError(
        'forbidden',
        `the server refuses more than ${mostParked} documents of this collection, of ${one.id} it says: ${one.reason}`,
      );
    const kept = new Set(refused.map(({ id }) => id));
    for (const { newDocumentState } of rows)
      if (!kept.has(newDocumentState.id)) parked.delete(newDocumentState.id);
    for (const one of refused) parked.set(one);
    if (conflicts.length === 0) for (const { newDocumentState } of rows) yielded.delete(newDocumentState.id);
    // RxDB takes them for sent: that they were not is on disk before.
    await parked.kept();
    for (const { newDocumentState: mine } of rows)
      if (refused.some(({ id, reason }) => id === mine.id && saysOwner(reason))) await sendShare(mine);
    return conflicts;
  }

  /**
   * It stays parked until the others have sent theirs, and comes back as a change of the server, which it is merged
   * with.
   */
  async function sendShare(mine: Replicated): Promise<void> {
    const { shareOf } = options;
    if (!shareOf) return;
    const signal = stopped.signal;
    for (let attempt = 0; attempt < mostShares; attempt += 1) {
      // Nothing is assumed: what the server has is told, and what it has not is refused once more.
      const [there] = await remote.push([{ newDocumentState: mine }], { signal, refuse: () => {} });
      const share = shareOf(mine, there);
      if (share === undefined || (there && equalValue(share, there))) return;
      const row = { newDocumentState: share, ...(there && { assumedMasterState: there }) };
      // Somebody may have been quicker.
      if ((await remote.push([row], { signal, refuse: () => {} })).length === 0) return;
    }
  }

  const replication = replicateRxCollection<Replicated, Checkpoint>({
    collection,
    replicationIdentifier: options.identifier,
    live: true,
    waitForLeadership: false,
    toggleOnDocumentVisible: false,
    retryTime: firstMs,
    pull: {
      batchSize,
      stream$: news.asObservable(),
      async handler(checkpoint, size) {
        return told(async () => {
          const { documents, checkpoint: reached } = await remote.pull(checkpoint, size, stopped.signal);
          begun?.();
          return { documents: await withParked(documents), checkpoint: reached };
        });
      },
    },
    push: { batchSize, handler: (rows) => told(() => push(rows)) },
  });

  /** RxDB tries again what its handlers could not do, and keeps no more of an error than its text. */
  async function told<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!stopped.signal.aborted) onFault(error);
      throw error;
    }
  }

  /**
   * RxDB takes what was parked for sent, and would put what came in its place: what was refused is an edit all the
   * same, and is merged.
   */
  async function withParked(documents: Replicated[]): Promise<Replicated[]> {
    const ids = documents.map(({ id }) => id).filter((id) => parked.has(id));
    if (ids.length === 0) return documents;
    const here = await statesOf(ids);
    const merged: Replicated[] = [];
    for (const there of documents) {
      const own = parked.has(there.id) ? here.get(there.id) : undefined;
      const one = own ? await merge(own, there) : there;
      if (equalValue(one, there)) parked.delete(there.id);
      else options.onMerged?.(there.id);
      merged.push(one);
    }
    return merged;
  }

  async function merge(own: Replicated, there: Replicated): Promise<Replicated> {
    const resolved: unknown = await collection.conflictHandler.resolve(
      { newDocumentState: own, realMasterState: there } as never,
      'parked',
    );
    return resolved as Replicated;
  }

  async function statesOf(ids: readonly string[]): Promise<Map<string, Replicated>> {
    const found: unknown[] = await collection.storageInstance.findDocumentsById([...ids], true);
    return new Map(found.map((one) => bareState(one as Record<string, unknown>)).map((one) => [one.id, one]));
  }

  const subscriptions = [
    replication.error$.subscribe((error) => {
      if (stopped.signal.aborted || isOfHandler(error)) return;
      // It goes on without what it had in hand.
      onFault(error);
      options.onLost?.(error);
    }),
    replication.conflict$.subscribe(({ input }) => options.onMerged?.(idIn(input))),
    replication.sent$.subscribe(() => options.onProgress?.()),
    replication.active$.subscribe(() => options.onProgress?.()),
    collection.storageInstance.changeStream().subscribe(({ context, events }) => {
      if (context.startsWith('replication-'))
        options.onReceived?.(events.map(({ documentId }) => documentId));
    }),
  ];

  async function listen(database: RemoteDatabase): Promise<void> {
    await Promise.race([firstPull, untilStopped()]);
    let failures = 0;
    while (!stopped.signal.aborted) {
      const from = remote.sequenceOf(database);
      try {
        const more = await remote.changed(database, stopped.signal);
        failures = 0;
        if (!more) continue;
        remote.ring(database);
        news.next('RESYNC');
        await pulledBeyond(database, from);
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
  async function pulledBeyond(database: RemoteDatabase, from: string | undefined): Promise<void> {
    const isThere = () => remote.sequenceOf(database) !== from || stopped.signal.aborted;
    for (let waited = 0; !isThere(); waited += 5) {
      if (waited > 0 && waited % 5_000 === 0) news.next('RESYNC');
      await pause(5);
    }
  }

  async function askNowAndThen(): Promise<void> {
    while (remote.unwatched.length > 0 && !stopped.signal.aborted) {
      await pause(askUnwatchedMs * (0.75 + random.unit() / 2));
      for (const database of remote.unwatched) remote.ring(database);
      if (!stopped.signal.aborted) news.next('RESYNC');
    }
  }

  const pause = (ms: number) => sleep(ms, undefined, { signal: stopped.signal }).catch(() => undefined);
  const untilStopped = () =>
    new Promise<void>((resolve) => {
      if (stopped.signal.aborted) resolve();
      else stopped.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  const listening = Promise.all([...remote.watched.map(listen), askNowAndThen()]);

  return {
    get idle() {
      const state = replication.internalReplicationState;
      return (
        state !== undefined &&
        state.firstSyncDone.up.getValue() &&
        state.firstSyncDone.down.getValue() &&
        !state.events.active.up.getValue() &&
        !state.events.active.down.getValue()
      );
    },
    get sentUpTo() {
      return checkpointIn(replication.internalReplicationState?.lastCheckpointDoc.up?.checkpointData);
    },
    settled: async () => {
      await replication.awaitInitialReplication();
      await replication.awaitInSync();
    },
    async resend(ids) {
      for (let start = 0; start < ids.length && !stopped.signal.aborted; start += resendBatch)
        await resendSome(ids.slice(start, start + resendBatch));
    },
    async stop() {
      stopped.abort();
      const state = replication.internalReplicationState;
      await Promise.all([replication.cancel(), listening]);
      // What was under way still reads and writes here.
      await Promise.allSettled([state?.streamQueue.up, state?.streamQueue.down, state?.checkpointQueue]);
      for (const subscription of subscriptions) subscription.unsubscribe();
    },
  };

  async function resendSome(ids: readonly string[]): Promise<void> {
    const here = await statesOf(ids);
    for (const id of ids) if (!here.has(id)) parked.delete(id);
    const conflicts = await push([...here.values()].map((newDocumentState) => ({ newDocumentState })));
    for (const there of conflicts) {
      const own = here.get(there.id);
      if (!own) continue;
      const merged = await merge(own, there);
      options.onMerged?.(there.id);
      if (equalValue(merged, own)) await push([{ newDocumentState: own, assumedMasterState: there }]);
      else await takeMerged(merged);
    }
  }

  /** RxDB sends it like any other edit. One that was written meanwhile is an edit of its own, and is sent as well. */
  async function takeMerged({ _deleted, ...fields }: Replicated): Promise<void> {
    if (_deleted) await collection.findOne(fields.id).remove();
    else await collection.incrementalUpsert(fields);
  }
}

function bareState(document: Record<string, unknown>): Replicated {
  const { _meta, _rev, _attachments, ...state } = document;
  void [_meta, _rev, _attachments];
  return state as unknown as Replicated;
}

const idIn = (input: { readonly newDocumentState: unknown }): string =>
  (input.newDocumentState as Replicated).id;

/** `RC_PULL` and `RC_PUSH` of a handler carry what it threw; those of RxDB's own writes name the write instead. */
function isOfHandler(error: unknown): boolean {
  const { parameters } = error as { parameters?: { errors?: unknown; writeError?: unknown } };
  return parameters?.errors !== undefined && parameters.writeError === undefined;
}

function checkpointIn(data: unknown): RxStorageDefaultCheckpoint | undefined {
  const { id, lwt } = (data ?? {}) as { id?: unknown; lwt?: unknown };
  return typeof id === 'string' && typeof lwt === 'number' ? { id, lwt } : undefined;
}
