import { setImmediate } from 'node:timers/promises';
import { canonicalText } from '../../../src/main/inventory/digest.ts';
import type { Merges } from '../../../src/main/store/merge-conflicts.ts';
import { firstDocument, firstRemediation, firstTicket } from './first-documents.ts';
import { seededRandom, type SeededRandom } from './seeded-random.ts';
import { editSomething, lostEdits, untruths, type Edit } from './shared-edits.ts';
import { editedCollections, openSmallStation, type SmallStation } from './small-station.ts';

export interface HistoryServer {
  readonly url: string;
  readonly admin: { readonly name: string; readonly password: string };
  create(database: string): Promise<void>;
  remove(database: string): Promise<void>;
}

export interface HistoryResult {
  readonly seed: number;
  readonly edits: number;
  /** Empty: all agree, and nothing is lost. */
  readonly wrong: readonly string[];
  readonly ms: number;
}

const dayMs = 86_400_000;
const patienceMs = 20_000;

/**
 * Three stations with clocks up to a day apart that edit the same ticket, document and remediation, lose the server and
 * find it again, lose answers, are refused, stop and go on; in the end they all have it, and must agree.
 */
export async function playHistory(
  seed: number,
  server: HistoryServer,
  merges: Merges,
): Promise<HistoryResult> {
  const begun = performance.now();
  const random = seededRandom(seed);
  const prefix = `h${seed}`;
  for (const name of editedCollections) await server.create(`${prefix}-${name}`);
  const stations: SmallStation[] = [];
  try {
    for (const name of ['anna', 'bert', 'cleo'])
      stations.push(
        await openSmallStation({
          name,
          couch: server,
          prefix,
          merges,
          clockOffsetMs: random.pick([0, -dayMs, dayMs, -60_000]),
          seed: random.below(2 ** 31),
        }),
      );
    const edits = await live(stations, random);
    const wrong = await agreed(stations, edits);
    return { seed, edits: edits.length, wrong, ms: performance.now() - begun };
  } finally {
    for (const station of stations) await station[Symbol.asyncDispose]();
    for (const name of editedCollections) await server.remove(`${prefix}-${name}`);
  }
}

const ids = { tickets: 'T-abcdefgh', documents: 'test', remediations: 'R-history1' } as const;

async function live(stations: readonly SmallStation[], random: SeededRandom): Promise<Edit[]> {
  const [first] = stations;
  if (!first) throw new Error('there is no station');
  await first.tickets.put([firstTicket(ids.tickets)]);
  await first.documents.put([firstDocument(ids.documents)]);
  await first.remediations.put([firstRemediation(ids.remediations)]);
  await until(
    async () => (await Promise.all(stations.map(hasAll))).every(Boolean),
    () => 'the first documents do not reach everybody',
  );
  const edits: Edit[] = [];
  const steps = 12 + random.below(25);
  for (let step = 0; step < steps; step++) {
    const station = random.pick([first, ...stations.slice(1)]);
    const what = random.below(20);
    if (what < 11) edits.push(...(await editSomething(station, random, ids)));
    else if (what < 14) station.network.isCut = true;
    else if (what < 16) station.network.isCut = false;
    else if (what === 16) station.network.loseAnswers = 1 + random.below(3);
    else if (what === 17)
      station.network.refuse = { count: 1 + random.below(2), status: random.pick([401, 413, 429, 500, 503]) };
    else if (what === 18) await station.restart();
    else for (let turns = random.below(40); turns > 0; turns--) await setImmediate();
  }
  return edits;
}

async function agreed(stations: readonly SmallStation[], edits: readonly Edit[]): Promise<string[]> {
  for (const { network } of stations) {
    network.isCut = false;
    network.loseAnswers = 0;
    network.refuse = undefined;
  }
  // A document that is refused alone is parked until it is changed, or the station begins anew.
  for (const station of stations) if (station.hasParked) await station.restart();
  const differing = async () => {
    const [one = '', ...others] = await Promise.all(stations.map(stateText));
    return others.every((other) => other === one);
  };
  const complete = async () => (await differing()) && (await wrongAt(stations, edits)).length === 0;
  try {
    await until(complete, () => 'they do not agree, or something is lost');
    return [];
  } catch (error) {
    const texts = await Promise.all(stations.map(stateText));
    return [
      String(error),
      ...(await wrongAt(stations, edits)),
      ...(new Set(texts).size > 1 ? texts.map((text, at) => `${stations[at]?.name ?? ''}: ${text}`) : []),
      ...stations.map(
        ({ name, faults }) => `${name} had ${faults.length} faults: ${faults.map(String).join(' | ')}`,
      ),
    ];
  }
}

async function wrongAt(stations: readonly SmallStation[], edits: readonly Edit[]): Promise<string[]> {
  const [station] = stations;
  if (!station) return ['there is no station'];
  const state = await stateOf(station);
  return [...lostEdits(edits, state), ...untruths(state.tickets)];
}

const stateOf = async ({ tickets, documents, remediations }: SmallStation) => ({
  tickets: await tickets.find({}),
  documents: await documents.find({}),
  remediations: await remediations.find({}),
});
const stateText = async (station: SmallStation): Promise<string> => canonicalText(await stateOf(station));
const hasAll = async (station: SmallStation): Promise<boolean> => {
  const { tickets, documents, remediations } = await stateOf(station);
  return tickets.length + documents.length + remediations.length === 3;
};

/** @throws Error that says what it waited for in vain */
async function until(holds: () => Promise<boolean>, what: () => string): Promise<void> {
  const end = performance.now() + patienceMs;
  for (;;) {
    if (await holds()) return;
    if (performance.now() > end) throw new Error(`${what()} within ${patienceMs / 1_000} s`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
