import type { RxCollection } from 'rxdb';
import type { Instant } from '../../shared/model/ids.ts';
import type { SharedCollection } from '../../shared/model/sync.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import type { CouchClient } from './couch/couch-client.ts';
import { CouchError } from './couch/couch-error.ts';
import { markRound, recogniseDatabase } from './couch/database-life.ts';
import { databaseName, databasePath, isAppendOnly, isKeptByYear, layoutVersion } from './layout.ts';
import { maySend, sendsAs, type Account } from './may-send.ts';
import type { Parked } from './parked.ts';
import type { Replicated } from './replication/documents.ts';
import { brokeOffReason, usualRequestSize } from './replication/push.ts';
import { createRemote, type Remote, type RemoteDatabase } from './replication/remote.ts';
import { replicateCollection, type CollectionReplication } from './replication/replicate-collection.ts';
import { countUnsent } from './count-unsent.ts';
import { problemOf } from './received/problem-of.ts';
import { siteDocuments, type SiteDocuments } from './site-documents.ts';
import { wasTakenBack } from './couch/taken-back.ts';
import type { SyncMemory } from './sync-memory.ts';
import type { SyncTiming } from './sync-timing.ts';

/**
 * waiting: for the server; running; missing: no such database; outdated: set up by a newer application; forbidden:
 * not for this account; failed: anything else, and it is tried again.
 */
export type LinkPhase = 'waiting' | 'running' | 'missing' | 'outdated' | 'forbidden' | 'failed';

export interface LinkStatus {
  readonly name: SharedCollection;
  readonly databases: readonly string[];
  readonly phase: LinkPhase;
  readonly pending: number;
  readonly behind?: number;
  readonly merged: number;
  readonly parked: number;
  readonly settledAt?: Instant;
  readonly fault?: { readonly text: string; readonly at: Instant };
}

export interface LinkPorts {
  readonly name: SharedCollection;
  readonly collection: RxCollection;
  readonly prefix: string;
  readonly client: CouchClient;
  readonly station: string;
  readonly memory: SyncMemory;
  readonly parked: Parked;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Waits until the server answers and knows this account. */
  readonly reachable: (signal: AbortSignal) => Promise<void>;
  /** See ReplicationOptions. */
  readonly shareOf: (mine: Replicated, there: Replicated | undefined) => Replicated | undefined;
  /** As who it is sent, as the server told last. */
  readonly account: () => Account;
  /** The server does not answer, or does not know this account. */
  readonly onLost: (error: CouchError) => void;
  readonly onReceived: (ids: readonly string[]) => void;
  /** Done with what the site has before anything of this workstation is sent there. */
  readonly beforeSharing?: (there: SiteDocuments) => Promise<void>;
  readonly onChanged: () => void;
  readonly timing: SyncTiming;
}

export interface CollectionLink {
  status(): Promise<LinkStatus>;
  readonly phase: LinkPhase;
  /** Everything from the start, both ways; what is parked is tried again. */
  repair(): Promise<void>;
  close(): Promise<void>;
}

const mostRecent = 200;
/** Years before this one that are looked for. */
const yearsBack = 10;

/** Replicates one collection whenever the server can be reached, and begins anew where the server was. */
export function createCollectionLink(ports: LinkPorts): CollectionLink {
  const { name, collection, prefix, client, station, memory, parked, clock, random, logger, timing } = ports;
  const base = databaseName(prefix, name);
  const closed = new AbortController();
  let phase: LinkPhase = 'waiting';
  let databases: readonly RemoteDatabase[] = [];
  let remote: Remote | undefined;
  let running: CollectionReplication | undefined;
  let merged = 0;
  let settledAt: Instant | undefined;
  let fault: { text: string; at: Instant } | undefined;
  let failures = 0;
  /** Ends the replication that runs; the loop begins another. */
  let restart: ((reason?: unknown) => void) | undefined;
  let lost = false;
  let sender = '';
  /** Something was sent or received since the server was told. */
  const unmarked = new Set<string>();
  const size = usualRequestSize();

  const loop = run();

  async function run(): Promise<void> {
    let first = true;
    while (!closed.signal.aborted) {
      try {
        await ports.reachable(closed.signal);
        await replicate(first);
        first = false;
      } catch (error) {
        if (closed.signal.aborted) break;
        failed(error);
      }
      await clock.sleep(waitMs(), closed.signal).catch(() => undefined);
    }
  }

  function waitMs(): number {
    const longest =
      phase === 'missing' || phase === 'outdated' ? timing.longestRetry / 6 : timing.longestRetry;
    return Math.min(longest, timing.firstRetry * 2 ** Math.min(failures - 1, 16)) * (0.5 + random.unit() / 2);
  }

  function failed(error: unknown): void {
    failures += 1;
    const { text, is } = describe(error);
    phase = is;
    fault = { text, at: clock.now() };
    if (error instanceof CouchError && (error.fault === 'unreachable' || error.fault === 'refused')) {
      phase = 'waiting';
      ports.onLost(error);
    } else if (failures <= 3) logger.warn({ err: error, collection: name }, 'replication was interrupted');
    ports.onChanged();
  }

  async function replicate(first: boolean): Promise<void> {
    databases = await find();
    sender = sendsAs(ports.account());
    if (lost) await memory.renew(base);
    lost = false;
    for (const { path } of ports.beforeSharing ? databases : [])
      await ports.beforeSharing?.(siteDocuments(client, path, closed.signal));
    if (closed.signal.aborted) return;
    if (memory.updated && first) parked.forgetNotUnderstood(name);
    const { generation, waiting } = memory.collection(base);
    const stop = Promise.withResolvers<unknown>();
    restart = (reason) => stop.resolve(reason);
    const onAbort = () => stop.resolve(undefined);
    closed.signal.addEventListener('abort', onAbort, { once: true });
    const counts: Record<string, number> = { ...waiting };
    remote = createRemote({
      client,
      databases,
      thisYear: new Date(clock.now()).getUTCFullYear(),
      size,
      heartbeatMs: timing.heartbeat,
      passesOver: (document) => !isShared(document),
      problemOf: (document) => problemOf(name, document),
      onNotUnderstood: (received) => parked.notUnderstood(name, received),
      onWithoutDatabase(year) {
        counts[year] = (counts[year] ?? 0) + 1;
        memory.setCollection(base, { waiting: { ...counts } });
        fault = { text: withoutDatabase(counts), at: clock.now() };
        ports.onChanged();
      },
      onRevision: seen,
    });
    running = replicateCollection({
      collection,
      identifier: `couchdb ${base} ${generation} ${sender}`,
      remote,
      parked: parked.refused(name),
      random,
      shares: (document) => isShared(document) && maySend(name, document, ports.account()),
      shareOf(mine, there) {
        try {
          return ports.shareOf(mine, there);
        } catch (error) {
          logger.warn(
            { err: error, collection: name, id: mine.id },
            'a refused document cannot be taken apart',
          );
          return undefined;
        }
      },
      onFault: (error) => stop.resolve(error),
      onLost(error) {
        logger.error({ err: error, collection: name }, 'what came could not be kept: it is read anew');
        lost = true;
        stop.resolve(error);
      },
      onMerged() {
        merged += 1;
        ports.onChanged();
      },
      onReceived(ids) {
        parked.understood(name, ids);
        ports.onReceived(ids);
      },
      onProgress() {
        if (running?.idle === true) settled();
        ports.onChanged();
      },
      backoff: { firstMs: timing.firstRetry, longestMs: timing.longestRetry },
    });
    phase = 'running';
    fault = Object.keys(counts).length > 0 ? { text: withoutDatabase(counts), at: clock.now() } : undefined;
    ports.onChanged();
    const watching = watch(stop.promise, (reason) => stop.resolve(reason));
    const again = parked
      .list()
      .filter((one) => one.collection === name && one.is === 'refused')
      .filter(({ reason }) => first || reason.startsWith(brokeOffReason))
      .map(({ id }) => id);
    const sending = running.resend(again).catch((error: unknown) => stop.resolve(error));
    let reason: unknown;
    try {
      reason = await stop.promise;
    } finally {
      closed.signal.removeEventListener('abort', onAbort);
      restart = undefined;
      remember();
      await running.stop();
      await Promise.all([watching, sending]);
      running = undefined;
      remote = undefined;
    }
    if (reason !== undefined) throw reason;
  }

  /** Says how far this station has got, and looks whether the database is still the one it was. */
  async function watch(ended: Promise<unknown>, end: (reason: unknown) => void): Promise<void> {
    const over = new AbortController();
    void ended.finally(() => over.abort());
    let marked = clock.monotonicMs();
    let recognised = marked;
    const tick = Math.max(50, Math.min(timing.mark, timing.recognise) / 6);
    // The first round is said at once: a backup that was made before is told from now on.
    let atOnce = true;
    while (!over.signal.aborted) {
      try {
        await clock.sleep(tick, over.signal);
      } catch {
        return;
      }
      const now = clock.monotonicMs();
      if (running?.idle === true) {
        failures = 0;
        settled();
      }
      remember();
      try {
        if (unmarked.size > 0 && (atOnce || now - marked >= timing.mark)) {
          await mark();
          marked = now;
          atOnce = false;
        }
        if (now - recognised >= timing.recognise * (0.75 + random.unit() / 2)) {
          const before = pathsOf(databases);
          const found = await find();
          recognised = now;
          if (renewed || pathsOf(found) !== before || sendsAs(ports.account()) !== sender) end(undefined);
        }
      } catch (error) {
        end(error);
      }
    }
  }

  async function mark(): Promise<void> {
    for (const path of unmarked) {
      const known = memory.database(path);
      if (!known) continue;
      unmarked.delete(path);
      const next = await markRound(client, path, station, known);
      if (!next) {
        await find();
        restart?.();
        return;
      }
      const { recent } = memory.database(path) ?? known;
      memory.setDatabase(path, { ...next, recent });
    }
  }

  let renewed = false;

  /** Databases that there are now. Where one is not what it was, everything is begun with anew. */
  async function find(): Promise<RemoteDatabase[]> {
    renewed = false;
    const found: RemoteDatabase[] = [];
    for (const database of isKeptByYear(name) ? candidates() : [{ path: databasePath(base) }]) {
      const { path } = database;
      const before = memory.database(path);
      try {
        let { is, known, layout } = await recogniseDatabase(client, path, station, before);
        if (layout > layoutVersion)
          throw new OutdatedError(
            `${path.slice(1)} was set up by a newer version (layout ${layout}, this one knows ${layoutVersion}): update this application`,
          );
        if (is === 'same' && before && (await wasTakenBack(client, path, before.recent))) {
          is = 'taken-back';
          known = { ...known, restores: known.restores + 1, round: 0 };
        }
        if (before && is !== 'same') {
          logger.warn({ database: path, is }, 'the database is not what it was: everything is compared anew');
          await memory.renew(base);
          renewed = true;
        }
        const { waiting } = memory.collection(base);
        if (database.year !== undefined && (waiting[database.year] ?? 0) > 0) {
          await memory.renew(base);
          renewed = true;
        }
        memory.setDatabase(path, { ...known, recent: is === 'same' ? (before?.recent ?? []) : [] });
        found.push(database);
      } catch (error) {
        const missing = error instanceof CouchError && error.fault === 'missing';
        if (!missing || database.year === undefined) throw error;
      }
    }
    if (found.length === 0)
      throw new CouchError('missing', `${base}: the server has no database for any year; run init-db`);
    return found;
  }

  function candidates(): RemoteDatabase[] {
    const now = Number(clock.now().slice(0, 4));
    return Array.from({ length: yearsBack + 2 }, (_, index) => now + 1 - index)
      .toReversed()
      .map((year) => ({ year, path: databasePath(databaseName(prefix, name, year)) }));
  }

  function isShared(document: Replicated): boolean {
    if (isAppendOnly(name) && document._deleted) return false;
    // What the server says of a deleted document has no type any more.
    return name !== 'runs' || document['type'] === 'collection';
  }

  function seen(path: string, id: string, rev: string): void {
    unmarked.add(path);
    const known = memory.database(path);
    const generation = Number.parseInt(rev, 10);
    if (!known || id.startsWith('_') || !Number.isInteger(generation)) return;
    const recent = known.recent;
    recent.push([id, generation]);
    if (recent.length > mostRecent * 2) recent.splice(0, recent.length - mostRecent);
  }

  function remember(): void {
    const sentUpTo = running?.sentUpTo;
    const before = memory.collection(base).sentUpTo;
    if (sentUpTo && (before?.lwt !== sentUpTo.lwt || before.id !== sentUpTo.id))
      memory.setCollection(base, { sentUpTo: { id: sentUpTo.id, lwt: sentUpTo.lwt } });
  }

  function settled(): void {
    settledAt = clock.now();
  }

  return {
    get phase() {
      return phase;
    },
    async status() {
      if (running?.idle === true) settled();
      remember();
      const { sentUpTo, waiting } = memory.collection(base);
      const unsent = await countUnsent(collection, name, sentUpTo);
      const refused = parked.refused(name).ids().length;
      const behind = remote?.behind;
      return {
        name,
        databases:
          databases.length > 0 ? databases.map(({ path }) => decodeURIComponent(path.slice(1))) : [base],
        phase,
        pending: unsent + refused + Object.values(waiting).reduce((sum, one) => sum + one, 0),
        ...(behind !== undefined && { behind }),
        merged,
        parked: parked.count(name),
        ...(settledAt !== undefined && { settledAt }),
        ...(fault && { fault }),
      };
    },
    async repair() {
      parked.forgetNotUnderstood(name);
      await memory.renew(base);
      failures = 0;
      restart?.();
    },
    async close() {
      closed.abort();
      await loop;
    },
  };
}

export class OutdatedError extends Error {
  override readonly name = 'OutdatedError';
}

function describe(error: unknown): { readonly text: string; readonly is: LinkPhase } {
  const text = (error instanceof Error ? error.message : String(error)).slice(0, 1_000);
  if (error instanceof OutdatedError) return { text, is: 'outdated' };
  if (!(error instanceof CouchError)) return { text, is: 'failed' };
  if (error.fault === 'missing') return { text, is: 'missing' };
  return { text, is: error.fault === 'forbidden' ? 'forbidden' : 'failed' };
}

function withoutDatabase(counts: Readonly<Record<string, number>>): string {
  const years = Object.entries(counts).map(([year, count]) => `${count} of ${year}`);
  return `the server has no database for documents of these years: ${years.join(', ')}; they wait here until init-db makes one`;
}

const pathsOf = (databases: readonly RemoteDatabase[]): string => databases.map(({ path }) => path).join(' ');
