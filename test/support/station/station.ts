/**
 * A workstation as a process of its own: store, merges and replication as the application has them, told over IPC what
 * its people do. It ends with whoever started it.
 */
import { canonicalText, digestOf } from '../../../src/main/inventory/digest.ts';
import { systemClock } from '../../../src/main/platform/clock.ts';
import { silentLogger } from '../../../src/main/platform/logger.ts';
import { openStore } from '../../../src/main/store/open-store.ts';
import type { Store, StoreCollection } from '../../../src/main/store/store.ts';
import { createCouchClient } from '../../../src/main/sync/couch/couch-client.ts';
import { databaseName, databasePath } from '../../../src/main/sync/layout.ts';
import { collectionMerges } from '../../../src/main/sync/merge/registry.ts';
import { replicateDatabase, type DatabaseReplication } from '../couchdb/replicate-database.ts';
import { instant } from '../../../src/shared/model/ids.ts';
import type { Remediation } from '../../../src/shared/model/remediation.ts';
import type { SharedCollection } from '../../../src/shared/model/sync.ts';
import type { Ticket } from '../../../src/shared/model/ticket.ts';
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
const store = await openStore({
  dataDir: setup.dataDir,
  clock: { ...systemClock, now },
  random,
  logger: silentLogger,
  what: `station ${setup.name}`,
  merges: collectionMerges,
});
const faults: string[] = [];
const client = createCouchClient({
  url: setup.url,
  credentials: () => Promise.resolve({ name: setup.user, password: setup.password }),
  fetch,
});

function begin(): DatabaseReplication[] {
  return setup.collections.map((name) =>
    replicateDatabase({
      collection: collectionOf(name).rx,
      life: 'the-only-life',
      client,
      path: databasePath(databaseName(setup.prefix, name)),
      random,
      onFault: (fault) => faults.push(fault instanceof Error ? fault.message : String(fault)),
      onParked: () => undefined,
      backoff: { firstMs: 50, longestMs: 1_000 },
      heartbeatMs: 1_000,
    }),
  );
}
let replications = begin();

for (const collection of setup.collections)
  collectionOf(collection).rx.eventBulks$.subscribe(({ events }) =>
    say({ is: 'seen', collection, ids: events.map(({ documentId }) => documentId), at: Date.now() }),
  );

const commands: { [C in CommandName]: (input: CommandInput<C>) => Promise<CommandOutput<C>> } = {
  put: ({ collection, documents }) => collectionOf(collection).put(documents),
  get: ({ collection, id }) => collectionOf(collection).get(id),
  ids: async ({ collection }) => (await allOf(collection)).map(({ id }) => id).toSorted(),
  digest: async ({ collection }) =>
    digestOf(canonicalText((await allOf(collection)).toSorted((a, b) => (a.id < b.id ? -1 : 1)))),
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
  pause: async () => {
    await Promise.all(replications.map((replication) => replication.stop()));
    replications = [];
  },
  resume: async () => {
    if (replications.length === 0) replications = begin();
  },
  settled: async () => void (await Promise.all(replications.map((replication) => replication.settled()))),
  report: async () => {
    const { user, system } = process.cpuUsage();
    return {
      parked: replications.flatMap(({ parked }) => [...parked.values()]),
      faults,
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
