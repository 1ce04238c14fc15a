import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DomainError } from '../../../src/main/platform/errors.ts';
import { createFileClaims } from '../../../src/main/remediation/engine/file-claims.ts';
import { remediationSchema, type Remediation } from '../../../src/shared/model/remediation.ts';
import { claimStation, setUpClaims } from '../../support/claim-station.ts';
import { startStrictCouchDb, type StrictCouchDb } from '../../support/couchdb/server.ts';
import { startFaultProxy, type Fault, type FaultProxy } from '../../support/fault-proxy.ts';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store.ts';
import { propertyRuns } from '../../support/property.ts';
import {
  alice,
  createWorld,
  install,
  never,
  request,
  rest,
  type Installation,
} from '../../support/remediation-world.ts';
import { seededRandom, type SeededRandom } from '../../support/station/seeded-random.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const names = ['anna', 'bert', 'cleo'] as const;
let couch: StrictCouchDb;
let proxies: readonly FaultProxy[];
let disk: ReturnType<typeof temporaryFolder>;

beforeAll(async () => {
  disk = temporaryFolder();
  couch = await startStrictCouchDb();
  await setUpClaims(couch, names);
  proxies = await Promise.all(names.map(() => startFaultProxy(() => couch.url)));
});
afterAll(async () => {
  for (const proxy of proxies) await proxy[Symbol.asyncDispose]();
  await couch[Symbol.asyncDispose]();
  disk[Symbol.dispose]();
});

/** What becomes of a request; most go by, so that a race comes to its end. */
function faultOf(random: SeededRandom): Fault | undefined {
  if (random.unit() < 0.6) return undefined;
  return random.pick<Fault>([
    { is: 'drop' },
    { is: 'cut-request' },
    { is: 'lose-answer' },
    { is: 'lose-answer' },
    { is: 'cut-answer' },
    { is: 'duplicate' },
    { is: 'reorder' },
    { is: 'delay', ms: 1 + random.below(60) },
    { is: 'status', status: 500 },
    { is: 'status', status: 429, retryAfterSeconds: 1 },
    { is: 'status', status: 401 },
    { is: 'status', status: 503 },
  ]);
}

interface Racer {
  installation: Installation;
  readonly store: MemoryStore;
  readonly folder: string;
  readonly begin: () => Installation;
}

const recordOf = async (store: MemoryStore, id: string): Promise<Remediation> =>
  remediationSchema.parse(await store.remediations.get(id));

/** Whoever has sent anything of it. */
const hasRun = (record: Remediation) => record.journal.some(({ is }) => is === 'call-intended');

interface Outcome {
  readonly ran: number;
  readonly faults: readonly string[];
}

/**
 * One remediation that is approved at three workstations, run by all of them at once.
 * @returns what is done when everybody can be reached again: whoever is still unsure asks until the answer is clear
 */
async function race(seed: number): Promise<() => Promise<Outcome>> {
  const random = seededRandom(seed);
  const world = createWorld();
  const racers = names.map((name, at): Racer => {
    const store = createMemoryStore();
    const folder = join(disk.path, `${seed}-${name}`);
    mkdirSync(folder);
    // A process of its own each time: it knows nothing of what the one before it had in mind.
    const begin = () =>
      install({
        world,
        store,
        workstation: name,
        claims: (gate) =>
          claimStation({
            name,
            folder,
            url: () => proxies[at]?.url,
            // Nothing here takes long but on a machine that has much else to do.
            requestMs: 3_000,
            gate: createFileClaims(join(folder, 'gate'), gate),
          }).claims,
      });
    return { installation: begin(), store, folder, begin };
  });
  const [first] = racers;
  if (!first) throw new Error('nobody races');
  // All races have the same database of claims.
  const proposed = await propose(first);
  const approved = { ...proposed, id: `R-${seed}` };
  const { id } = approved;
  await first.store.remediations.remove([proposed.id]);
  for (const { store } of racers) await store.remediations.put([approved]);

  const seen: string[] = [];
  /** Asks until the answer is clear; ends and begins anew in between, as its seed wants it. */
  const runs = async (racer: Racer) => {
    for (let turn = 0; turn < 5; turn++) {
      if ((await recordOf(racer.store, id)).state !== 'approved') return;
      try {
        await racer.installation.remediations.run(id, alice);
        return;
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        seen.push(error.code);
        if (error.code !== 'shared-database-away') return;
      }
      if (random.unit() < 0.2) {
        await racer.installation.remediations.close();
        racer.installation = racer.begin();
      }
    }
  };
  await Promise.all(racers.map(runs));

  return async () => {
    for (const racer of racers) await runs(racer);
    for (const { installation } of racers) await rest(installation);
    const records = await Promise.all(racers.map(({ store }) => recordOf(store, id)));
    for (const { installation } of racers) await installation.remediations.close();

    const ran = records.filter(hasRun);
    const faults = [
      ...(ran.length > 1
        ? [`it ran at ${ran.map(({ claim }) => claim?.workstation ?? '?').join(' and ')}`]
        : []),
      ...(world.arrived.length > 2 ? [`${world.arrived.length} calls arrived of two`] : []),
      ...records.flatMap(({ state, outcome, claim }) =>
        ['succeeded', 'approved', 'cancelled'].includes(state)
          ? []
          : [`it is ${state}: ${outcome ?? ''} ${claim?.workstation ?? ''}`],
      ),
      // Nobody ran it: then everybody knows why.
      ...(ran.length === 0 && !seen.includes('claim-unknown') ? [`nobody ran it: ${seen.join(' ')}`] : []),
    ];
    return { ran: ran.length, faults };
  };
}

async function propose({ installation }: Racer): Promise<Remediation> {
  const { remediations } = installation;
  const { id, plan } = await remediations.propose(request, alice, never);
  return remediations.approve(id, { planHash: plan?.hash ?? '', run: false }, alice);
}

/** Races at the same time, which share their proxies. */
const together = 25;
const races = propertyRuns(1_000, 20_000);

it(`${races} races for one claim each, over a network that loses what it can: it runs once, or nobody may run it`, async () => {
  const base = Number(process.env['DATACENTER_DOCS_SEED'] ?? 1);
  const outcomes = new Map<number, number>();
  for (let from = 0; from < races; from += together) {
    const random = seededRandom(base + from);
    for (const proxy of proxies)
      proxy.fault = ({ url }) => (url.pathname.includes('_session') ? undefined : faultOf(random));
    const seeds = Array.from({ length: Math.min(together, races - from) }, (_, at) => base + from + at);
    const finishes = await Promise.all(seeds.map((seed) => race(seed)));
    for (const proxy of proxies) proxy.fault = undefined;
    const results = await Promise.all(
      finishes.map(async (finish, at) => ({ seed: seeds[at], ...(await finish()) })),
    );
    for (const { seed, ran, faults } of results) {
      outcomes.set(ran, (outcomes.get(ran) ?? 0) + 1);
      expect(faults, `seed ${seed}`).toEqual([]);
    }
  }
  const counts = proxies.map(({ counts: one }) => JSON.stringify(one)).join(' ');
  process.stdout.write(
    `claim races: seeds ${base}…${base + races - 1}, ran once ${outcomes.get(1) ?? 0}, nobody may run it ${outcomes.get(0) ?? 0}; ${counts}\n`,
  );
  expect(outcomes.get(1) ?? 0).toBeGreaterThan(races * 0.3);
}, 900_000);
