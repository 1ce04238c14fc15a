import type { RxCollection } from 'rxdb';
import { sharedCollections, type SharedCollection, type SyncState } from '../../shared/model/sync.ts';
import type { Settings } from '../../shared/model/settings.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import { createCollectionLink, type CollectionLink, type LinkStatus } from './collection-link.ts';
import { cleanUrl } from './couch/clean-url.ts';
import { createCouchClient } from './couch/couch-client.ts';
import { CouchError } from './couch/couch-error.ts';
import { openCouchFetch, type CouchWayOptions } from './couch/couch-fetch.ts';
import { databaseName, databasePath } from './layout.ts';
import { maySend, type Account } from './may-send.ts';
import type { Parked } from './parked.ts';
import { askServer, createServerMonitor, type Reach, type ServerMonitor } from './server-monitor.ts';
import type { SiteDocuments } from './site-documents.ts';
import type { Received, SharedServer } from './sync.ts';
import { ownShare } from './own-share.ts';
import type { SyncMemory } from './sync-memory.ts';
import type { SyncTiming } from './sync-timing.ts';

type CouchSettings = Settings['couchdb'];

export interface ConnectionPorts {
  readonly collections: Readonly<Record<SharedCollection, RxCollection>>;
  readonly password: () => Promise<string>;
  readonly workstation: () => Promise<string>;
  readonly memory: SyncMemory;
  readonly parked: Parked;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly timing: SyncTiming;
  readonly onReceived: (received: Received) => void;
  readonly beforeSharing: (name: SharedCollection, there: SiteDocuments) => Promise<void>;
  readonly onChanged: () => void;
}

/** One server as it is set, with what is replicated with it while that is wanted. */
export interface Connection {
  readonly server: SharedServer;
  readonly prefix: string;
  readonly state: SyncState;
  readonly reach: Reach;
  /** This clock minus the server's. */
  readonly skewMs: number | undefined;
  /** Whether the account is believed of what a document says; what it is not believed of stays here. */
  maySend(name: SharedCollection, document: object): boolean;
  link(name: SharedCollection): CollectionLink | undefined;
  links(): Promise<readonly LinkStatus[]>;
  /** Asks once, where nothing does so all the time. */
  look(signal: AbortSignal): Promise<void>;
  /** Something was changed that may help. */
  retry(): void;
  /** Resolves when it is known whether the server can be used. */
  known(clock: Clock, signal: AbortSignal): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  close(): Promise<void>;
}

export function openConnection(couch: CouchSettings, ports: ConnectionPorts): Connection {
  const { clock, timing } = ports;
  const url = new URL(couch.url ?? '');
  const user = couch.user ?? decodeURIComponent(url.username);
  const { prefix } = couch;
  const way = openCouchFetch(wayOf(couch));
  let skewMs: number | undefined;
  let looked: Reach = { is: 'unknown' };
  const client = createCouchClient({
    url: cleanUrl(couch.url ?? ''),
    fetch: way.fetch,
    async credentials() {
      if (user === '') throw new CouchError('refused', 'no account is set for the server: set couchdb.user');
      return { name: user, password: await ports.password() };
    },
    // The header has whole seconds: on the average it is half a second behind.
    onTime: (server, here) => void (skewMs = here - server - 500),
  });
  let monitor: ServerMonitor | undefined;
  let links = new Map<SharedCollection, CollectionLink>();

  function reach(): Reach {
    return monitor?.reach ?? looked;
  }

  function state(): SyncState {
    const now = reach();
    switch (now.is) {
      case 'unknown':
        return 'connecting';
      case 'unreachable':
      case 'refused':
        return now.is;
      case 'reached':
        return stateOfLinks([...links.values()].map(({ phase }) => phase));
    }
  }

  function account(): Account {
    const now = reach();
    return { user, ...(now.is !== 'unknown' && now.facts && { roles: now.facts.roles }) };
  }

  async function start(): Promise<void> {
    if (monitor) return;
    const watching = createServerMonitor({
      client,
      clock,
      random: ports.random,
      timing,
      password: ports.password,
      onChanged: ports.onChanged,
    });
    monitor = watching;
    const station = await ports.workstation();
    links = new Map(
      sharedCollections.map((name) => [
        name,
        createCollectionLink({
          name,
          collection: ports.collections[name],
          prefix,
          client,
          station,
          memory: ports.memory,
          parked: ports.parked,
          clock,
          random: ports.random,
          logger: ports.logger,
          timing,
          reachable: (signal) => watching.reached(signal),
          shareOf: (mine, there) => ownShare(name, mine, there, user),
          account,
          onLost: () => watching.doubt(),
          onReceived: (ids) => ports.onReceived({ collection: name, ids }),
          ...(name === 'policies' && { beforeSharing: (there) => ports.beforeSharing(name, there) }),
          onChanged: ports.onChanged,
        }),
      ]),
    );
  }

  async function stop(): Promise<void> {
    const ending = [...links.values()].map((link) => link.close());
    links = new Map();
    const watching = monitor;
    looked = watching?.reach ?? looked;
    monitor = undefined;
    await Promise.all([...ending, watching?.close()]);
  }

  return {
    server: { client, user, path: (name) => databasePath(databaseName(prefix, name)) },
    prefix,
    get state() {
      return state();
    },
    get reach() {
      return reach();
    },
    get skewMs() {
      return skewMs;
    },
    maySend: (name, document) => maySend(name, document, account()),
    link: (name) => links.get(name),
    links: () => Promise.all([...links.values()].map((link) => link.status())),
    async look(signal) {
      try {
        const facts = await askServer(client, AbortSignal.any([signal, AbortSignal.timeout(5_000)]));
        looked = { is: 'reached', facts, since: clock.now() };
      } catch (error) {
        const is = error instanceof CouchError && error.fault !== 'refused' ? 'unreachable' : 'refused';
        const text = error instanceof Error ? error.message : String(error);
        looked = { is, text: text.slice(0, 1_000), since: clock.now() };
      }
    },
    retry: () => monitor?.retry(),
    async known(time, signal) {
      // What was found with another password says nothing of this one.
      while (unsettled.has(state())) await time.sleep(20, signal);
    },
    start,
    stop,
    async close() {
      await stop();
      await way.close();
    },
  };
}

/** @throws CouchError */
export async function probeAccount(
  couch: CouchSettings,
  password: string,
  signal: AbortSignal,
): Promise<void> {
  const way = openCouchFetch(wayOf(couch));
  try {
    const client = createCouchClient({
      url: couch.url ?? '',
      fetch: way.fetch,
      credentials: () => Promise.resolve({ name: couch.user ?? '', password }),
    });
    await askServer(client, AbortSignal.any([signal, AbortSignal.timeout(15_000)]));
  } finally {
    await way.close();
  }
}

const wayOf = ({ caFile, proxy }: CouchSettings): CouchWayOptions => ({
  ...(caFile !== undefined && { caFile }),
  ...(proxy !== undefined && { proxy }),
});

const unsettled: ReadonlySet<SyncState> = new Set(['connecting', 'unreachable', 'refused']);

function stateOfLinks(phases: readonly CollectionLink['phase'][]): SyncState {
  const has = (phase: CollectionLink['phase']) => phases.includes(phase);
  if (has('outdated')) return 'outdated';
  if (has('running')) return 'running';
  if (has('missing')) return 'not-set-up';
  if (has('forbidden')) return 'refused';
  return has('failed') ? 'running' : 'connecting';
}
