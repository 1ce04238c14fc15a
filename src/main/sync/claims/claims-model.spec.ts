import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  createClaimServer,
  emptyDisk,
  modelStation,
  type ClaimDisk,
  type ClaimServer,
  type Fate,
  type ModelStation,
} from '../../../../test/support/claim-world.ts';
import { propertyRuns } from '../../../../test/support/property.ts';
import { seededRandom } from '../../../../test/support/station/seeded-random.ts';

/** Who was told that they may execute what, in order: that can never be taken back. */
interface Model {
  readonly made: { readonly remediation: string; readonly at: string; readonly glass: boolean }[];
  readonly twice: Set<string>;
}

interface Real {
  readonly server: ClaimServer;
  readonly stations: ModelStation[];
  readonly lives: Map<string, string>;
}

const remediations = ['R-1', 'R-2', 'R-3'] as const;
const fates: readonly Fate[] = ['answered', 'lost-before', 'lost-after', 'late'];

type Does = (real: Real, model: Model, station: ModelStation, which: number) => Promise<void>;

const command = (name: string, does: Does): fc.Arbitrary<fc.AsyncCommand<Model, Real>> =>
  fc
    .tuple(fc.nat(9), fc.nat(9), fc.array(fc.constantFrom(...fates), { maxLength: 6 }))
    .map(([at, which, next]) => ({
      check: () => true,
      async run(model, real) {
        const station = real.stations[at % real.stations.length];
        if (!station) return;
        real.server.fates = [...next];
        await Promise.race([does(real, model, station, which), station.process.died]);
        real.server.fates = [];
        faults(model);
      },
      toString: () => `${name}(${at}, ${which}, ${next.join(' ')})`,
    }));

function faults({ made }: Model): void {
  for (const remediation of remediations) {
    const plain = made.filter((one) => one.remediation === remediation && !one.glass);
    if (plain.length > 1)
      throw new Error(`${remediation} may be executed by ${plain.map(({ at }) => at).join(' and ')}`);
  }
}

async function acquire(
  { lives }: Real,
  model: Model,
  { claims, name }: ModelStation,
  which: number,
  glass = false,
): Promise<void> {
  const remediation = remediations[which % remediations.length] ?? 'R-1';
  const claimed = await claims.acquire({
    remediation,
    claimsLife: lives.get(remediation) ?? '',
    workstation: name,
    by: 'alice',
    planHash: 'p1',
    ...(glass && { breakGlass: { by: 'alice', typed: 'it may be changed twice' } }),
  });
  if (claimed.is === 'made') model.made.push({ remediation, at: name, glass });
}

const meet: Does = async (_real, { twice }, station) => {
  await station.claims
    .meet(async (reconciled) => {
      if (reconciled.is === 'run-twice') twice.add(reconciled.broken.remediation);
    })
    .catch(() => {});
};

const clone = (disk: ClaimDisk): ClaimDisk => structuredClone(disk);

const acquiring = [1, 2, 3, 4].map(() =>
  command('acquire', (real, model, station, which) => acquire(real, model, station, which)),
);
const common = [
  ...acquiring,
  command('acquire all at once', async (real, model, _, which) => {
    await Promise.all(
      real.stations.map((station) =>
        Promise.race([acquire(real, model, station, which), station.process.died]),
      ),
    );
  }),
  command('meet', meet),
  command('restart', async (_real, _model, station) => station.restart()),
  // The one after it ends some effects later, in the middle of whatever goes on then.
  command('restart and die', async (_real, _model, station, which) => station.restart(which)),
  command('copy', async (real, _model, station) => {
    if (real.stations.length < 6) {
      const { server, lives } = real;
      real.stations.push(
        modelStation(station.name, server, random, () => [...lives.keys()], clone(station.disk)),
      );
    }
  }),
  command('away', async ({ server }, _model, _station, which) => {
    server.reachable = which % 3 !== 0;
  }),
];

const random = seededRandom(7);

async function start(): Promise<{ model: Model; real: Real }> {
  const server = createClaimServer();
  const lives = new Map(remediations.map((id) => [id, server.life]));
  const stations = ['noc-1', 'noc-2', 'noc-3'].map((name) =>
    modelStation(name, server, random, () => [...lives.keys()]),
  );
  const real: Real = { server, stations, lives };
  for (const station of stations) await meet(real, { made: [], twice: new Set() }, station, 0);
  return { model: { made: [], twice: new Set() }, real };
}

async function holds(
  commands: fc.Arbitrary<fc.AsyncCommand<Model, Real>>[],
  after: (model: Model, real: Real) => Promise<void> = async () => {},
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: 60, size: 'max' }), async (list) => {
      const { model, real } = await start();
      await fc.asyncModelRun(() => ({ model, real }), list);
      await after(model, real);
    }),
    { numRuns: propertyRuns(300, 10_000) },
  );
}

it('one claim is made of each, whatever is lost, wherever processes end, and whoever is a copy of whom', async () => {
  await expect(
    holds(common, async (model, real) => {
      // In the end everybody can ask: then everybody has a clear answer, and not more than one executes it.
      real.server.reachable = true;
      for (const station of real.stations) {
        station.restart();
        for (let which = 0; which < remediations.length; which++) await acquire(real, model, station, which);
      }
      faults(model);
    }),
  ).resolves.toBeUndefined();
});

it('the same where data directories are taken back to a backup', async () => {
  const backups = new WeakMap<ModelStation, ClaimDisk>();
  await expect(
    holds([
      ...common,
      command('back up a disk', async (_real, _model, station) => {
        backups.set(station, clone(station.disk));
      }),
      command('restore a disk', async (_real, _model, station) => {
        station.process.kill();
        station.disk = clone(backups.get(station) ?? emptyDisk());
        station.restart();
      }),
    ]),
  ).resolves.toBeUndefined();
});

it('the same where the server is made anew, or taken back to before some claims', async () => {
  await expect(
    holds([
      ...common.filter((_, at) => at !== common.length - 2),
      command('make anew', async ({ server }, _model, _station, which) => {
        server.documents = new Map();
        server.life = `the-life-${which}`;
      }),
      // Whoever has not been there since the backup cannot see that it was taken back, and nobody else can either.
      command('take back', async (real, model, station, which) => {
        const { server, stations } = real;
        server.fates = [];
        if (!server.reachable) return;
        const backup = structuredClone(server.documents);
        await Promise.all(stations.map((one) => Promise.race([meet(real, model, one, 0), one.process.died])));
        const marked = stations.every(({ process }) => !process.dead);
        await Promise.race([acquire(real, model, station, which), station.process.died]);
        if (marked) server.documents = backup;
      }),
    ]),
  ).resolves.toBeUndefined();
});

it('whoever breaks glass is found out when somebody else has claimed it', async () => {
  await expect(
    holds(
      [
        ...common.filter((_, at) => at !== common.length - 2),
        command('break glass', (real, model, station, which) => acquire(real, model, station, which, true)),
      ],
      async (model, real) => {
        real.server.reachable = true;
        for (const station of real.stations) {
          station.restart();
          await meet(real, model, station, 0);
        }
        for (const remediation of remediations) {
          const places = new Set(
            model.made.filter((one) => one.remediation === remediation).map(({ at }) => at),
          );
          if (places.size > 1 && !model.twice.has(remediation))
            throw new Error(`nobody found out that ${remediation} may be executed by two`);
        }
      },
    ),
  ).resolves.toBeUndefined();
});
