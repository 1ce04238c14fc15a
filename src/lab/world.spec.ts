import { describe, expect, test } from 'vitest';
import { labSizes } from './blueprint.ts';
import { createWorld, frozenStart, labDomainNames } from './world.ts';

const options = { seed: 'lab', size: labSizes.small } as const;

describe('simulated time', () => {
  test('stands still when frozen, until it is moved by hand', async () => {
    let real = 0;
    const world = await createWorld({ ...options, frozen: true, domains: [], monotonicMs: () => real });
    real += 60_000;
    world.catchUp();
    expect(world.now()).toBe(frozenStart);
    world.advance(30);
    expect(world.now()).toBe(frozenStart + 30_000);
  });

  test('follows real time when it is asked, at its speed, losing nothing', async () => {
    let real = 5_000;
    const world = await createWorld({ ...options, now: 0, speed: 10, domains: [], monotonicMs: () => real });
    real += 150;
    world.catchUp();
    expect(world.now()).toBe(1_000);
    real += 50;
    world.catchUp();
    expect(world.now()).toBe(2_000);
  });

  test('lets measured values drift', async () => {
    let real = 0;
    const world = await createWorld({ ...options, now: 0, domains: ['storage'], monotonicMs: () => real });
    const volumes = () =>
      JSON.stringify(
        world.tools.find(({ name }) => name === 'storage_list_volumes')?.run({ max_records: 5 }) ?? {},
      );
    const before = volumes();
    expect(volumes()).toBe(before);
    real += 3_600_000;
    world.catchUp();
    expect(volumes()).not.toBe(before);
  });
});

describe('the world', () => {
  test('has the domains asked for, tools prefixed by their domain, and a scenario of each', async () => {
    const world = await createWorld({ ...options, frozen: true });
    expect(world.domains.map(({ name }) => name)).toEqual(labDomainNames);
    for (const domain of world.domains) {
      expect(domain.tools.filter(({ name }) => !name.startsWith(`${domain.name}_`))).toEqual([]);
      expect(Object.keys(domain.scenarios).length).toBeGreaterThan(0);
    }
    expect((await createWorld({ ...options, domains: ['network'] })).domains).toHaveLength(1);
  });

  test('switches scenarios once, and says which there are', async () => {
    const world = await createWorld({ ...options, frozen: true, domains: ['storage'] });
    world.setScenario('full-volume', true);
    world.setScenario('full-volume', true);
    expect(world.scenarios.get('full-volume')?.active).toBe(true);
    world.setScenario('full-volume', false);
    expect(world.scenarios.get('full-volume')?.active).toBe(false);
    expect(() => world.setScenario('earthquake', true)).toThrow(
      /no scenario "earthquake"; there are: full-volume/,
    );
  });

  test('every scenario can be switched on and off in any domain, and read afterwards', async () => {
    const world = await createWorld({ ...options, frozen: true });
    for (const name of world.scenarios.keys()) {
      world.setScenario(name, true);
      world.advance(60);
      world.setScenario(name, false);
    }
    const unread = world.tools
      .filter((tool) => tool.readOnly && tool.input.safeParse({}).success)
      .filter((tool) => typeof tool.run(tool.input.parse({})) !== 'object');
    expect(unread).toEqual([]);
  });

  test('grows the LUN with its volume', async () => {
    const world = await createWorld({ ...options, frozen: true });
    const run = (name: string, args: Record<string, unknown>) =>
      world.tools.find((tool) => tool.name === name)?.run(args) ?? {};
    const datastore = world.blueprint.clusters[0]?.datastores[0];
    if (!datastore) throw new Error('the blueprint has no datastore');
    const size = datastore.capacityBytes + 2 ** 40;
    run('storage_grow_volume', { cluster: datastore.array, volume: datastore.volume, new_size: size });
    const luns = JSON.stringify(run('storage_list_luns', { cluster: datastore.array, max_records: 1_000 }));
    expect(luns).toContain(String(size));
  });
});
