import { describe, expect, test } from 'vitest';
import { createBlueprint, labSizes } from '../blueprint.ts';
import type { LabEvent } from '../domain.ts';
import { createLabRandom } from '../random.ts';
import { diskBytes } from './build.ts';
import { createStorageDomain } from './domain.ts';

const blueprint = createBlueprint('lab', labSizes.small);
const datastore = blueprint.clusters[0]?.datastores[0];
const place = { cluster: datastore?.array ?? '', volume: datastore?.volume ?? '' };

function lab() {
  let now = Date.parse('2026-01-15T08:00:00Z');
  const events: LabEvent[] = [];
  const domain = createStorageDomain({
    blueprint,
    now: () => now,
    random: (purpose) => createLabRandom('lab', purpose),
    events: { emit: (event) => events.push(event), on: () => undefined },
  });
  const run = (name: string, args: Record<string, unknown>): Record<string, unknown> => {
    const tool = domain.tools.find((candidate) => candidate.name === `storage_${name}`);
    if (!tool) throw new Error(`no tool ${name}`);
    return tool.run(tool.input.parse(args));
  };
  const records = (name: string, args: Record<string, unknown> = {}) =>
    run(name, { max_records: 5_000, ...args })['records'] as Record<string, unknown>[];
  return {
    domain,
    events,
    run,
    records,
    names: (list: string, args: Record<string, unknown> = {}) => records(list, args).map(({ name }) => name),
    pass: (seconds: number) => {
      now += seconds * 1_000;
      domain.advance(seconds);
    },
  };
}

describe('growing a volume', () => {
  test('grows its LUN, and tells whoever lies on it', () => {
    const { run, records, events } = lab();
    const size = Number(datastore?.capacityBytes) + 2 ** 30;
    run('grow_volume', { ...place, new_size: size });
    expect(records('list_volumes', place)).toMatchObject([{ size }]);
    expect(events).toEqual([{ type: 'volume-resized', naa: datastore?.naa, sizeBytes: size }]);
  });

  test('is refused when it would shrink, exceed its pool, or names what is not there', () => {
    const { run, events } = lab();
    expect(() => run('grow_volume', { ...place, new_size: 1 })).toThrow(/must be larger/);
    expect(() => run('grow_volume', { ...place, new_size: 2 ** 52 })).toThrow(/bytes in all/);
    expect(() => run('grow_volume', { ...place, volume: 'none', new_size: 1 })).toThrow(/no volume "none"/);
    expect(events).toEqual([]);
  });
});

describe('snapshots', () => {
  test('come and go with time by their policy', () => {
    const { names, pass } = lab();
    const before = names('list_snapshots', place);
    pass(30 * 86_400);
    const after = names('list_snapshots', place);
    expect(after).toHaveLength(before.length);
    expect(after.filter((name) => before.includes(name))).toEqual([]);
  });

  test('can be taken, deleted one by one, and by age, which frees space', () => {
    const { run, names, records, pass } = lab();
    const used = () => {
      const [volume] = records('list_volumes', place) as { space: { used: number } }[];
      return volume?.space.used ?? 0;
    };
    run('create_snapshot', { ...place, name: 'before_change' });
    expect(names('list_snapshots', place)).toContain('before_change');
    expect(() => run('create_snapshot', { ...place, name: 'before_change' })).toThrow(/already/);
    pass(10);
    const full = used();
    const [oldest] = names('list_snapshots', place);
    run('delete_snapshot', { ...place, snapshot: oldest });
    expect(names('list_snapshots', place)).not.toContain(oldest);
    expect(() => run('delete_snapshot', { ...place, snapshot: oldest })).toThrow(/no snapshot/);
    expect(run('clean_snapshots', { ...place, older_than_days: 0 })['deleted']).toContain('before_change');
    expect(names('list_snapshots', place)).toEqual([]);
    expect(used()).toBeLessThan(full);
  });
});

describe('paths and controllers', () => {
  test('a failed port’s interfaces move to a port of the same fabric, and hosts have their paths again', () => {
    const { domain, run, records } = lab();
    const logins = () =>
      JSON.stringify(records('list_igroups').map(({ initiators }) => initiators as unknown[]));
    const whole = logins();
    domain.scenarios['path-failure']?.enable();
    expect(logins()).not.toBe(whole);
    const failed = records('list_fc_ports').find(({ state }) => state === 'link_not_connected') as {
      name: string;
      node: { name: string };
      cluster: { name: string };
    };
    run('failover_path', { cluster: failed.cluster.name, node: failed.node.name, port: failed.name });
    expect(logins()).toBe(whole);
  });

  test('a takeover ends by giving back', () => {
    const { domain, run, records } = lab();
    domain.scenarios['controller-takeover']?.enable();
    const taken = records('list_nodes').find(({ state }) => state === 'taken_over') as {
      name: string;
      cluster: { name: string };
    };
    run('give_back', { cluster: taken.cluster.name, node: taken.name });
    expect(records('list_nodes').map(({ state }) => state)).not.toContain('taken_over');
    expect(() => run('give_back', { cluster: taken.cluster.name, node: taken.name })).toThrow(
      /not taken over/,
    );
  });

  test('a stuck replication goes on when it is told to', () => {
    const { domain, run, records } = lab();
    domain.scenarios['replication-lag']?.enable();
    const stuck = records('list_snapmirror_relationships').find(({ healthy }) => healthy === false) as {
      uuid: string;
      lag_time: string;
      cluster: { name: string };
    };
    expect(stuck.lag_time).toBe('PT4H0S');
    run('resync_replication', { cluster: stuck.cluster.name, relationship: stuck.uuid });
    expect(records('list_snapmirror_relationships').map(({ healthy }) => healthy)).not.toContain(false);
  });
});

describe('pages', () => {
  test('lose and repeat nothing while records come and go between them', () => {
    const { run, names } = lab();
    const all = names('list_snapshots');
    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = run('list_snapshots', { max_records: 3, ...(cursor !== undefined && { cursor }) });
      seen.push(...(page['records'] as { name: string }[]).map(({ name }) => name));
      if (cursor === undefined) run('clean_snapshots', { ...place, older_than_days: 365 });
      cursor = (page['_links'] as { next?: { cursor: string } }).next?.cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(all);
  });

  test('refuse a cursor that they never gave', () => {
    const { run } = lab();
    expect(() => run('list_disks', { cursor: 'made-up' })).toThrow(/not given by this server/);
  });
});

test('disks suffice for the pools, and pools for what lies on them', () => {
  const { records } = lab();
  const pools = records('list_aggregates') as {
    name: string;
    space: { block_storage: { size: number; used: number } };
    block_storage: { primary: { disk_count: number } };
  }[];
  for (const { space, block_storage: blocks } of pools) {
    expect(space.block_storage.used).toBeLessThan(space.block_storage.size * 0.9);
    expect(blocks.primary.disk_count * diskBytes).toBeGreaterThan(space.block_storage.size);
  }
  expect(pools).toHaveLength(2 * labSizes.small.arrays);
});
