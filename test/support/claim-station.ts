import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { silentLogger } from '../../src/main/platform/logger.ts';
import { systemRandom } from '../../src/main/platform/random.ts';
import { createFileClaims } from '../../src/main/remediation/engine/file-claims.ts';
import type { ClaimGate } from '../../src/main/remediation/engine/ports.ts';
import { claimMemory, type ClaimMemory } from '../../src/main/sync/claims/claim-memory.ts';
import { createSharedClaims, type SharedClaims } from '../../src/main/sync/claims/create-shared-claims.ts';
import { createCouchClient } from '../../src/main/sync/couch/couch-client.ts';
import { lifePath } from '../../src/main/sync/couch/database-life.ts';
import { couchRoles, databaseName, databasePath } from '../../src/main/sync/layout.ts';
import type { SharedServer } from '../../src/main/sync/sync.ts';
import type { SyncState } from '../../src/shared/model/sync.ts';
import type { StrictCouchDb } from './couchdb/server.ts';
import { createRunningClock } from './remediation-world.ts';

const anything = z.unknown();
const path = databasePath(databaseName('noc', 'claims'));

/** The database of claims with its rules, and an account for each of some people. */
export async function setUpClaims(couch: StrictCouchDb, people: readonly string[]): Promise<void> {
  const admin = createCouchClient({
    url: couch.url,
    credentials: () => Promise.resolve(couch.admin),
    fetch: (url, init) => fetch(url, init),
  });
  for (const name of people) {
    const account = { name, password: name, type: 'user', roles: [couchRoles.approver] };
    await admin.ask(anything, 'PUT', `/_users/org.couchdb.user:${name}`, { body: account });
  }
  await makeClaimsAnew(couch);
}

/** With another life; what was in it is gone. */
export async function makeClaimsAnew(couch: StrictCouchDb): Promise<void> {
  const admin = createCouchClient({
    url: couch.url,
    credentials: () => Promise.resolve(couch.admin),
    fetch: (url, init) => fetch(url, init),
  });
  await admin.ask(anything, 'DELETE', path).catch(() => {});
  await admin.ask(anything, 'PUT', path);
  await admin.ask(anything, 'PUT', `${path}/_security`, {
    body: { admins: { roles: ['_admin'] }, members: { roles: Object.values(couchRoles) } },
  });
  await admin.ask(anything, 'PUT', `${path}/${lifePath}`, {
    body: {
      life: randomUUID(),
      layout: 1,
      validate_doc_update: readFileSync('resources/couchdb/claims.js', 'utf8'),
    },
  });
}

export interface ClaimStation {
  readonly name: string;
  readonly folder: string;
  readonly claims: SharedClaims;
  readonly memory: ClaimMemory;
  state: SyncState;
}

/** Accounts stay logged in, whichever process asks: to log in takes a server longer than a claim does. */
const servers = new Map<string, SharedServer>();

function serverAt(url: string, user: string): SharedServer {
  const key = `${user} ${url}`;
  const found = servers.get(key) ?? {
    client: createCouchClient({
      url,
      credentials: () => Promise.resolve({ name: user, password: user }),
      fetch: (asked, init) => fetch(asked, init),
    }),
    user,
    path: (database) => databasePath(databaseName('noc', database)),
  };
  servers.set(key, found);
  return found;
}

/** One process over one data directory; another one over the same folder is the process after it, or a copy. */
export function claimStation({
  name,
  folder,
  url,
  user = name,
  gate = createFileClaims(join(folder, 'gate'), { acquire: async () => true, isMadeHere: async () => false }),
  openRemediations = async () => [],
  requestMs = 400,
}: {
  readonly name: string;
  readonly folder: string;
  /** Of the server; undefined: none is set. */
  readonly url: () => string | undefined;
  readonly user?: string;
  readonly gate?: ClaimGate;
  readonly openRemediations?: () => Promise<readonly string[]>;
  readonly requestMs?: number;
}): ClaimStation {
  const memory = claimMemory(join(folder, 'shared-claims'));
  const station: ClaimStation = {
    name,
    folder,
    memory,
    state: 'running',
    claims: createSharedClaims({
      server() {
        const at = url();
        return at === undefined ? undefined : serverAt(at, user);
      },
      state: () => station.state,
      gate,
      memory,
      workstation: async () => name,
      openRemediations,
      clock: createRunningClock(),
      random: systemRandom,
      logger: silentLogger,
      timing: { requestMs, patienceMs: 3_000 },
    }),
  };
  return station;
}

export async function copyFolder(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  await cp(from, to, { recursive: true });
}
