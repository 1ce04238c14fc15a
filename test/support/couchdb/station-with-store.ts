import { randomUUID } from 'node:crypto';
import { settingsSchema } from '../../../src/shared/model/settings.ts';
import { sharedCollections } from '../../../src/shared/model/sync.ts';
import { systemClock, type Clock } from '../../../src/main/platform/clock.ts';
import { createListeners } from '../../../src/main/platform/listeners.ts';
import { silentLogger } from '../../../src/main/platform/logger.ts';
import { systemRandom } from '../../../src/main/platform/random.ts';
import { createSecretStore } from '../../../src/main/platform/secrets.ts';
import { openStore } from '../../../src/main/store/open-store.ts';
import type { Store } from '../../../src/main/store/store.ts';
import { createSync } from '../../../src/main/sync/create-sync.ts';
import {
  coordinationDatabases,
  couchRoles,
  databaseName,
  isKeptByYear,
} from '../../../src/main/sync/layout.ts';
import { collectionMerges } from '../../../src/main/sync/merge/registry.ts';
import type { Sync } from '../../../src/main/sync/sync.ts';
import type { SyncTiming } from '../../../src/main/sync/sync-timing.ts';
import type { StrictCouchDb } from './server.ts';

/** As somebody with an account there, who is not this station. */
export async function ask(
  couch: Pick<StrictCouchDb, 'url' | 'admin'>,
  path: string,
  init: { readonly method?: string; readonly body?: unknown } = {},
): Promise<Record<string, unknown>> {
  const { name, password } = couch.admin;
  const response = await fetch(`${couch.url}${path}`, {
    method: init.method ?? 'GET',
    headers: {
      authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    ...(init.body !== undefined && { body: JSON.stringify(init.body) }),
  });
  return (await response.json()) as Record<string, unknown>;
}

/** The databases of one prefix, without rules, for the years that are given. */
export async function setUp(
  couch: Pick<StrictCouchDb, 'url' | 'admin'>,
  prefix: string,
  years: readonly number[] = [new Date().getUTCFullYear()],
): Promise<void> {
  const names = [
    ...sharedCollections.flatMap((name) =>
      isKeptByYear(name)
        ? years.map((year) => databaseName(prefix, name, year))
        : [databaseName(prefix, name)],
    ),
    ...coordinationDatabases.map((name) => databaseName(prefix, name)),
  ];
  for (const name of names) await makeDatabase(couch, name);
}

export async function makeDatabase(
  couch: Pick<StrictCouchDb, 'url' | 'admin'>,
  name: string,
  design: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await ask(couch, `/${name}`, { method: 'PUT' });
  await ask(couch, `/${name}/_security`, {
    method: 'PUT',
    body: { admins: { roles: ['_admin'] }, members: { roles: Object.values(couchRoles) } },
  });
  await ask(couch, `/${name}/_design/datacenter-docs`, {
    method: 'PUT',
    body: { life: randomUUID(), layout: 1, ...design },
  });
}

export interface StationWithStore extends AsyncDisposable {
  readonly store: Store;
  readonly sync: Sync;
  password: string;
  /** Ends both, as the process would, and begins again with the same data directory. */
  restart(): Promise<void>;
  /** Until everything that there was has been sent and received. */
  settled(): Promise<void>;
}

const quick: SyncTiming = {
  heartbeat: 200,
  firstRetry: 20,
  longestRetry: 200,
  mark: 200,
  recognise: 300,
  refused: 400,
};

/** A workstation as the application makes it up, with the quick clock of specifications. */
export async function openStation(options: {
  readonly dataDir: string;
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly prefix: string;
  readonly name?: string;
  readonly clock?: Clock;
  readonly timing?: Partial<SyncTiming>;
  readonly start?: boolean;
}): Promise<StationWithStore> {
  const { dataDir, url, user, prefix, name = 'noc-1', clock = systemClock } = options;
  const ports = { clock, random: systemRandom, logger: silentLogger };
  let couchdb = settingsSchema.parse({ couchdb: { url, user, prefix } }).couchdb;
  const changes = createListeners<void>(() => {});
  const station = { password: options.password };
  const keyring = new Map<string, string>();
  async function begin() {
    const store = await openStore({ dataDir, merges: collectionMerges, ...ports });
    const sync = createSync({
      dataDir,
      store,
      settings: () => couchdb,
      configure: async (wanted) => {
        couchdb = settingsSchema.parse({ couchdb: wanted ?? {} }).couchdb;
        changes.emit();
      },
      onSettingsChanged: (listener) => changes.add(listener),
      secrets: createSecretStore(
        {},
        {
          get: async (key) => keyring.get(key) ?? station.password,
          set: async (key, value) => void keyring.set(key, value),
          delete: async (key) => keyring.delete(key),
        },
      ),
      env: {},
      workstation: () => Promise.resolve(name),
      auditProblems: () => Promise.resolve([]),
      ...ports,
      timing: { ...quick, ...options.timing },
    });
    if (options.start !== false) await sync.start();
    return { store, sync };
  }
  let now = await begin();
  const end = async () => {
    await now.sync.close();
    await now.store.close();
  };
  return {
    get store() {
      return now.store;
    },
    get sync() {
      return now.sync;
    },
    get password() {
      return station.password;
    },
    set password(password) {
      keyring.clear();
      station.password = password;
    },
    async restart() {
      await end();
      now = await begin();
    },
    async settled() {
      for (let quiet = 0; quiet < 3;) {
        const { state, collections } = await now.sync.status();
        const done = collections.every(
          ({ pending, parked, behind, settledAt }) =>
            pending <= parked && (behind ?? 0) === 0 && settledAt !== undefined,
        );
        quiet = state === 'running' && collections.length > 0 && done ? quiet + 1 : 0;
        await clock.sleep(30);
      }
    },
    [Symbol.asyncDispose]: end,
  };
}
