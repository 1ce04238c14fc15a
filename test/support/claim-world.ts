import { silentLogger } from '../../src/main/platform/logger.ts';
import type { Random } from '../../src/main/platform/random.ts';
import type { BrokenGlass, ClaimMemory, KnownClaims } from '../../src/main/sync/claims/claim-memory.ts';
import { createSharedClaims, type SharedClaims } from '../../src/main/sync/claims/create-shared-claims.ts';
import type { CouchClient } from '../../src/main/sync/couch/couch-client.ts';
import { CouchError } from '../../src/main/sync/couch/couch-error.ts';
import { createProcess, createRunningClock, type Process } from './remediation-world.ts';

/** Of one request. late: it is done, but only when somebody looks the next time; nobody is told. */
export type Fate = 'answered' | 'lost-before' | 'lost-after' | 'late';

/** A server in memory that makes documents once, with the network between. */
export interface ClaimServer {
  documents: Map<string, Record<string, unknown>>;
  life: string;
  /** Of the next requests, in order; then all are answered. */
  fates: Fate[];
  reachable: boolean;
  client(process: Process): CouchClient;
}

export function createClaimServer(): ClaimServer {
  let late: (() => void)[] = [];
  const server: ClaimServer = {
    documents: new Map(),
    life: 'the-first-life',
    fates: [],
    reachable: true,
    client: (process) => ({
      forget: () => {},
      async ask(schema, method, path, { body } = {}) {
        await process.effect(`${method} ${path}`);
        const due = late;
        late = [];
        for (const act of due) act();
        if (!server.reachable) throw new CouchError('unreachable', 'nothing comes back');
        const fate = server.fates.shift() ?? 'answered';
        const lost = new CouchError('unreachable', 'the answer broke off');
        if (fate === 'lost-before') throw lost;
        const act = () => answer(method, path, body);
        if (fate === 'late') {
          late.push(() => {
            try {
              act();
            } catch {
              // Nobody waits for what comes of it.
            }
          });
          throw lost;
        }
        const found = act();
        if (fate === 'lost-after') throw lost;
        return schema.parse(found);
      },
    }),
  };

  function answer(method: string, path: string, body: unknown): unknown {
    if (path === '/claims/_design/datacenter-docs') return { life: server.life };
    const found = server.documents.get(path);
    if (method === 'GET') {
      if (found) return found;
      throw new CouchError('missing', 'missing');
    }
    const given = body as Record<string, unknown>;
    if (found && found['_rev'] !== given['_rev']) throw new CouchError('conflict', 'conflict');
    const next = String(Number(found?.['_rev'] ?? 0) + 1);
    server.documents.set(path, { ...given, _rev: next });
    return { ok: true, rev: next };
  }
  return server;
}

/** What stays of a station when its process ends. */
export interface ClaimDisk {
  known: KnownClaims | undefined;
  readonly intents: Map<string, Set<string>>;
  readonly broken: Map<string, BrokenGlass>;
  readonly gate: Set<string>;
}

export const emptyDisk = (): ClaimDisk => ({
  known: undefined,
  intents: new Map(),
  broken: new Map(),
  gate: new Set(),
});

export interface ModelStation {
  readonly name: string;
  disk: ClaimDisk;
  process: Process;
  claims: SharedClaims;
  /** Ends its process, wherever it is, and begins the one after it, which ends before its n-th effect. */
  restart(diesBefore?: number): void;
}

export function modelStation(
  name: string,
  server: ClaimServer,
  random: Random,
  openRemediations: () => readonly string[],
  disk = emptyDisk(),
): ModelStation {
  const begin = (station: ModelStation) =>
    createSharedClaims({
      server: () => ({ client: server.client(station.process), user: name, path: () => '/claims' }),
      state: () => 'running',
      gate: {
        async acquire({ remediation }) {
          await station.process.effect('gate');
          if (station.disk.gate.has(remediation)) return false;
          station.disk.gate.add(remediation);
          return true;
        },
        isMadeHere: async (remediation) => station.disk.gate.has(remediation),
      },
      memory: memoryOf(station),
      workstation: async () => name,
      openRemediations: async () => openRemediations(),
      clock: createRunningClock(),
      random,
      logger: silentLogger,
    });
  const station: ModelStation = {
    name,
    disk,
    process: createProcess(),
    claims: undefined as unknown as SharedClaims,
    restart(diesBefore) {
      station.process.kill();
      station.process = createProcess(diesBefore);
      station.claims = begin(station);
    },
  };
  station.restart();
  return station;
}

/** Every write is an effect that the process may end before. */
function memoryOf(station: ModelStation): ClaimMemory {
  const { process } = station;
  const at = () => station.disk;
  return {
    known: async () => at().known,
    async remember(known) {
      await process.effect('remember');
      at().known = known;
    },
    async intend(remediation, nonce) {
      await process.effect('intend');
      at().intents.set(remediation, (at().intents.get(remediation) ?? new Set()).add(nonce));
    },
    intended: async (remediation) => [...(at().intents.get(remediation) ?? [])],
    leftOver: async () => [...at().intents.keys()],
    async forget(remediation) {
      await process.effect('forget');
      at().intents.delete(remediation);
    },
    async noteBroken(broken) {
      await process.effect('note broken');
      if (at().broken.has(broken.remediation)) return false;
      at().broken.set(broken.remediation, broken);
      return true;
    },
    broken: async () => [...at().broken.values()],
    async reconciled(remediation) {
      await process.effect('reconciled');
      at().broken.delete(remediation);
    },
  };
}
