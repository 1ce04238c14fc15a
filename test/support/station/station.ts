/**
 * A workstation as a process of its own: store, merges and replication as the application has them, told over IPC what
 * its people do. It ends with whoever started it.
 */
import { canonicalText, digestText } from '../../../src/main/inventory/digest.ts';
import { systemClock } from '../../../src/main/platform/clock.ts';
import type { Store, StoreCollection } from '../../../src/main/store/store.ts';
import { instant } from '../../../src/shared/model/ids.ts';
import type { Remediation } from '../../../src/shared/model/remediation.ts';
import type { SharedCollection } from '../../../src/shared/model/sync.ts';
import type { Ticket } from '../../../src/shared/model/ticket.ts';
import { openStation } from '../couchdb/station-with-store.ts';
import type {
  CommandInput,
  CommandName,
  CommandOutput,
  StationAnswer,
  StationCall,
  StationDocument,
  StationSetup,
} from './protocol.ts';
import { seededRandom } from './seeded-random.ts';
import { editSomething, type Edit } from './shared-edits.ts';

const setup = JSON.parse(process.argv[2] ?? '') as StationSetup;
const random = seededRandom(setup.seed);
const say = (answer: StationAnswer) => process.send?.(answer);
process.on('disconnect', () => process.exit(0));

const now = () => instant(Date.now() + setup.clockOffsetMs);
const station = await openStation({
  dataDir: setup.dataDir,
  url: setup.url,
  user: setup.user,
  password: setup.password,
  prefix: setup.prefix,
  name: setup.name,
  clock: { ...systemClock, now },
  timing: setup.timing ?? {},
});
const { store, sync } = station;
const faults = new Map<string, string>();

for (const collection of setup.watched)
  collectionOf(collection).rx.eventBulks$.subscribe(({ events }) =>
    say({ is: 'seen', collection, ids: events.map(({ documentId }) => documentId), at: Date.now() }),
  );

const commands: { [C in CommandName]: (input: CommandInput<C>) => Promise<CommandOutput<C>> } = {
  put: ({ collection, documents }) => collectionOf(collection).put(documents),
  get: ({ collection, id }) => collectionOf(collection).get(id),
  count: ({ collection }) => collectionOf(collection).count({}),
  digest: async ({ collection }) =>
    digestText(canonicalText((await allOf(collection)).toSorted((a, b) => (a.id < b.id ? -1 : 1)))),
  async edit({ times, ...ids }) {
    const edits: Edit[] = [];
    for (let done = 0; done < times; done++)
      edits.push(
        ...(await editSomething(
          {
            name: setup.name,
            now,
            tickets: store.tickets as unknown as StoreCollection<Ticket>,
            documents: store.documents,
            remediations: store.remediations as unknown as StoreCollection<Remediation>,
          },
          random,
          ids,
        )),
      );
    return edits;
  },
  all: ({ collection }) => allOf(collection),
  pause: () => sync.pause('somebody wants it so', setup.name),
  resume: () => sync.resume(),
  repair: async () => void (await sync.repair()),
  settled: () => station.settled(),
  report: async () => {
    const { state, collections } = await sync.status();
    for (const { name, fault } of collections) if (fault) faults.set(name, fault.text);
    const { user, system } = process.cpuUsage();
    return {
      state,
      parked: sync.parked().map(({ id, reason }) => ({ id, reason })),
      faults: [...faults.values()],
      cpuMs: (user + system) / 1_000,
      residentBytes: process.memoryUsage.rss(),
    };
  },
};

function collectionOf(name: SharedCollection): StoreCollection<StationDocument> {
  const key: keyof Omit<Store, 'file' | 'setAside' | 'close'> =
    name === 'document-versions' ? 'documentVersions' : name;
  return store[key] as unknown as StoreCollection<StationDocument>;
}

async function allOf(name: SharedCollection): Promise<StationDocument[]> {
  const all: StationDocument[] = [];
  for await (const batch of collectionOf(name).each()) all.push(...batch);
  return all;
}

process.on('message', (message: StationCall) => {
  const { call, command, input } = message;
  const run = commands[command] as (given: unknown) => Promise<unknown>;
  run(input).then(
    (output) => say({ is: 'done', call, output }),
    (error: unknown) =>
      say({
        is: 'failed',
        call,
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
  );
});
say({ is: 'ready' });
