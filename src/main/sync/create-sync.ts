import { sharedCollections, type SharedCollection, type SyncState } from '../../shared/model/sync.ts';
import type { Role } from '../../shared/model/role.ts';
import type { Settings } from '../../shared/model/settings.ts';
import { DomainError } from '../platform/errors.ts';
import { createListeners } from '../platform/listeners.ts';
import type { SecretStore } from '../platform/secrets.ts';
import { version } from '../platform/version.ts';
import type { Store, StoreCollection } from '../store/store.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import { checkServer } from './check/check-server.ts';
import { cleanUrl } from './couch/clean-url.ts';
import { CouchError } from './couch/couch-error.ts';
import { openConnection, probeAccount, type Connection } from './connection.ts';
import {
  couchPassword,
  keepPassword,
  passwordName,
  passwordVariable,
  type Environment,
} from './couch/password.ts';
import { databaseName, databasePath, rankOf } from './layout.ts';
import { openParked } from './parked.ts';
import type { Connect, Received, Sync } from './sync.ts';
import type { SiteDocuments } from './site-documents.ts';
import { openSyncMemory } from './sync-memory.ts';
import { statusOf, textOf } from './sync-status.ts';
import { usualTiming, type SyncTiming } from './sync-timing.ts';

type CouchSettings = Settings['couchdb'];

export interface SyncPorts {
  readonly dataDir: string;
  readonly store: Store;
  readonly settings: () => CouchSettings;
  /** Writes them down, and puts them in force. Undefined: there is no server any more. */
  readonly configure: (settings: Omit<Connect, 'password'> | undefined) => Promise<void>;
  readonly onSettingsChanged: (listener: () => void) => () => void;
  readonly secrets: SecretStore;
  readonly env: Environment;
  readonly workstation: () => Promise<string>;
  /** What is wrong with the audit chains as they stand here; nothing, when they hold. */
  readonly auditProblems: () => Promise<readonly string[]>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly timing?: Partial<SyncTiming>;
}

/** Longest silence between two events of what changes all the time. */
const toldEveryMs = 1_000;

export function createSync(ports: SyncPorts): Sync {
  const { dataDir, store, settings, secrets, env, clock, random, logger } = ports;
  const timing: SyncTiming = { ...usualTiming, ...ports.timing };
  const memory = openSyncMemory(dataDir, { version, random, logger });
  const parked = openParked(dataDir, { clock, logger, onChanged: () => changed() });
  const failed = (error: unknown) => logger.error({ err: error }, 'a listener of the shared state failed');
  const received = createListeners<Received>(failed);
  const changes = createListeners<SyncState>(failed);
  const joins = new Set<(there: SiteDocuments) => Promise<void>>();
  const closing = new AbortController();
  let started = false;
  let connection: Connection | undefined = connect(settings());
  let reconfigured: Promise<void> = Promise.resolve();

  function connect(couch: CouchSettings): Connection | undefined {
    if (couch.url === undefined) return undefined;
    return openConnection(couch, {
      collections: Object.fromEntries(
        sharedCollections.map((name) => [name, collectionOf(store, name).rx]),
      ) as Record<SharedCollection, StoreCollection<{ id: string }>['rx']>,
      password: () => couchPassword(secrets, env),
      workstation: ports.workstation,
      memory,
      parked,
      clock,
      random,
      logger,
      timing,
      onReceived: (event) => received.emit(event),
      async beforeSharing(_, there) {
        for (const join of joins) await join(there);
      },
      onChanged: () => changed(),
    });
  }

  function state(): SyncState {
    if (!connection) return 'off';
    if (memory.paused) return 'paused';
    return connection.state;
  }

  /** As the server has told since this began. */
  function toldRole(): Role | undefined {
    const reach = connection?.reach;
    return reach === undefined || reach.is === 'unknown' || !reach.facts
      ? undefined
      : rankOf(reach.facts.roles);
  }

  let told: { state: SyncState; at: number } | undefined;
  let telling = false;
  /** At once where the state is another; of everything else at most once a second. */
  function changed(): void {
    if (closing.signal.aborted) return;
    const role = toldRole();
    // Who begins while the server is away is no more there than they were.
    if (role) memory.setRole(keyOf(settings()), role);
    const now = state();
    const since = told === undefined ? Infinity : clock.monotonicMs() - told.at;
    if (now !== told?.state || since >= toldEveryMs) {
      told = { state: now, at: clock.monotonicMs() };
      changes.emit(now);
    } else if (!telling) {
      telling = true;
      void tellLater(toldEveryMs - since);
    }
  }

  async function tellLater(ms: number): Promise<void> {
    await clock.sleep(ms, closing.signal).catch(() => undefined);
    telling = false;
    changed();
  }

  const running = () => started && !memory.paused;

  /** One after the other: what ends has ended before anything else begins with the same collections. */
  function reconfigure(work: () => Promise<void>): Promise<void> {
    const next = reconfigured.then(work);
    reconfigured = next.catch(() => undefined);
    return next;
  }

  async function reopen(): Promise<void> {
    const before = connection;
    connection = connect(settings());
    changed();
    await before?.close();
    if (running()) await connection?.start();
    changed();
  }

  let inForce = keyOf(settings());
  const unfollow = ports.onSettingsChanged(() => {
    const now = keyOf(settings());
    if (now === inForce) return;
    inForce = now;
    reconfigure(reopen).catch((error: unknown) =>
      logger.error({ err: error }, 'the server of the shared state could not be changed'),
    );
  });

  const configured = (): Connection => {
    if (connection) return connection;
    throw new DomainError(
      'sync-off',
      'No CouchDB server is set: this workstation keeps its state to itself.',
      {
        hint: 'Set one with `datacenter-docs sync connect URL --user NAME`, or under Settings.',
      },
    );
  };

  return {
    get state() {
      return state();
    },
    get server() {
      return connection?.server;
    },
    get accountRole() {
      return toldRole() ?? (connection && memory.role(keyOf(settings())));
    },
    async status() {
      if (connection && !running() && !started) await connection.look(closing.signal);
      return statusOf({
        state: state(),
        couch: settings(),
        connection,
        replicating: running(),
        paused: memory.paused,
        workstation: await ports.workstation(),
      });
    },
    parked: () =>
      parked
        .list()
        .map(({ collection, id, reason, at }) => ({ collection, id, reason: reason.slice(0, 4_000), at })),
    onReceived: (listener) => received.add(listener),
    beforePolicies(join) {
      joins.add(join);
      return () => joins.delete(join);
    },
    onChanged: (listener) => changes.add(listener),
    async connect(input) {
      const { password: given, ...wanted } = input;
      const url = cleanUrl(wanted.url);
      const prefix = wanted.prefix ?? settings().prefix;
      const password = given ?? (await couchPassword(secrets, env));
      await probeAccount({ ...settings(), ...wanted, url, prefix }, password, closing.signal).catch(
        (error: unknown) => {
          if (!(error instanceof CouchError) || error.fault !== 'refused') throw error;
          throw new DomainError(error.code, `${url} does not know ${wanted.user} with this password.`, {
            hint: 'Nothing was changed. Type it again; an administrator of the server makes accounts with init-db.',
            cause: error,
          });
        },
      );
      if (given !== undefined && given !== env[passwordVariable]) await keepPassword(secrets, given);
      await ports.configure({ ...wanted, url, prefix });
      // The same address with another password is no change of the settings.
      connection?.server.client.forget();
      connection?.retry();
      await reconfigured;
      if (running()) await connection?.known(clock, AbortSignal.timeout(5_000)).catch(() => undefined);
      else await connection?.look(closing.signal);
      const now = state();
      return { state: now, text: textOf(now, connection, memory.paused, running()) };
    },
    async disconnect() {
      await ports.configure(undefined);
      await secrets.delete(passwordName).catch(() => false);
      await reconfigured;
    },
    pause: (reason, by) =>
      reconfigure(async () => {
        await memory.pause({ reason, by, at: clock.now() });
        await connection?.stop();
        changed();
      }),
    resume: () =>
      reconfigure(async () => {
        await memory.pause(undefined);
        if (running()) await connection?.start();
        changed();
      }),
    async check({ collection }, onProgress, signal) {
      const asked = configured();
      const { server, prefix } = asked;
      if (!running()) await asked.look(signal);
      return checkServer({
        names: collection === undefined ? sharedCollections : [collection],
        store: (name) => collectionOf(store, name),
        client: server.client,
        prefix,
        parked: parked.list(),
        databases: (name) => databasesOf(prefix, name),
        maySend: (name, document) => asked.maySend(name, document),
        auditProblems: ports.auditProblems,
        skewMs: () => connection?.skewMs,
        onProgress,
        signal,
        clock,
      });
    },
    async repair(collection) {
      const { prefix } = configured();
      const names = collection === undefined ? [...sharedCollections] : [collection];
      for (const name of names) {
        const link = connection?.link(name);
        if (link) await link.repair();
        else await memory.renew(databaseName(prefix, name));
      }
      changed();
      return names;
    },
    start: () =>
      reconfigure(async () => {
        started = true;
        if (running()) await connection?.start();
        changed();
      }),
    async close() {
      closing.abort();
      unfollow();
      await reconfigured;
      await connection?.close();
      await memory.flush().catch(failed);
      await parked.flush().catch(failed);
    },
  };

  function databasesOf(prefix: string, name: SharedCollection): readonly string[] {
    const base = databasePath(databaseName(prefix, name));
    return memory
      .databases()
      .filter((path) => path === base || (/^-\d{4}$/.test(path.slice(base.length)) && path.startsWith(base)));
  }
}

function collectionOf(store: Store, name: SharedCollection): StoreCollection<{ id: string }> {
  return (name === 'document-versions' ? store.documentVersions : store[name]) as unknown as StoreCollection<{
    id: string;
  }>;
}

const keyOf = ({ url, user, prefix, caFile, proxy }: CouchSettings): string =>
  JSON.stringify([url, user, prefix, caFile, proxy]);
