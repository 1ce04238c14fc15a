import { describe, expect, test } from 'vitest';
import { buildEntity, buildView, testId } from '../../../test/support/build-view.ts';
import type { AnyEntity } from '../../../test/support/build-view.ts';
import type { Entity } from '../../shared/model/entity.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import { systemClock } from '../platform/clock.ts';
import { caveatsOf } from './not-known.ts';
import { createTopology, type GraphQuery } from './topology.ts';

function draw(entities: readonly AnyEntity[], query: Partial<GraphQuery> = {}) {
  return createTopology(systemClock).graph(buildView(entities), {
    lens: 'virtualization',
    depth: 4,
    expanded: [],
    collapsed: [],
    limit: 300,
    ...query,
  });
}

const cluster = buildEntity('cluster', 'prod');
const host = (name: string) =>
  buildEntity('host', name, { relations: [{ type: 'member-of', to: testId('cluster', 'prod') }] });
const machines = (on: string, count: number, store = 'ds') =>
  Array.from({ length: count }, (_, i) =>
    buildEntity('vm', `${on}-vm${i}`, {
      attributes: { powerState: 'on' },
      relations: [
        { type: 'runs-on', to: testId('host', on) },
        { type: 'stored-on', to: testId('datastore', store) },
      ],
    }),
  );
const datastore = buildEntity('datastore', 'ds');

describe('folding', () => {
  const estate = [cluster, host('a'), host('b'), datastore, ...machines('a', 40), ...machines('b', 3)];

  test('machines are folded into their host, and counted', async () => {
    const graph = await draw(estate);
    const a = graph.nodes.find(({ name }) => name === 'a');
    expect(a).toMatchObject({ frame: cluster.id, open: false, folded: [{ kind: 'vm', count: 40 }] });
    expect(graph).toMatchObject({ total: 47, shown: 4, limited: false });
  });

  test('what the folded ones depend on, their host depends on, so many times', async () => {
    expect((await draw(estate)).edges).toContainEqual({
      from: testId('host', 'a'),
      to: testId('datastore', 'ds'),
      type: 'stored-on',
      count: 40,
    });
  });

  test('an opened host shows few machines by themselves, and many as a group that can be opened', async () => {
    const few = await draw(estate, { expanded: [testId('host', 'b')] });
    expect(few.nodes.filter(({ kind }) => kind === 'vm').map(({ name }) => name)).toEqual([
      'b-vm0',
      'b-vm1',
      'b-vm2',
    ]);
    const many = await draw(estate, { expanded: [testId('host', 'a')] });
    const group = many.nodes.find(({ kind }) => kind === 'vm');
    expect(group).toMatchObject({ count: 40, name: 'a', canOpen: true });
    const opened = await draw(estate, { expanded: [testId('host', 'a'), group?.id ?? ''] });
    expect(opened.nodes.filter(({ kind }) => kind === 'vm')).toHaveLength(40);
  });

  test('a frame that opened by itself can be closed', async () => {
    const closed = await draw(estate, { collapsed: [cluster.id] });
    expect(closed.nodes.find(({ id }) => id === cluster.id)).toMatchObject({
      open: false,
      folded: [
        { kind: 'host', count: 2 },
        { kind: 'vm', count: 43 },
      ],
    });
  });

  test('no picture has more nodes than can be read; the rest is folded, and that is said', async () => {
    const wide = [cluster, datastore, ...Array.from({ length: 30 }, (_, i) => host(`h${i}`))];
    const all = wide.flatMap((one) => (one.kind === 'host' ? machines(one.name, 50) : []));
    const expanded = wide.flatMap((one) => [one.id, `group|${one.id}|vm`]);
    const graph = await draw([...wide, ...all], {
      expanded: [...expanded, `group|${cluster.id}|host`],
      limit: 100,
    });
    expect(graph.nodes.length).toBeLessThanOrEqual(100);
    expect(graph.limited).toBe(true);
    const counted = graph.nodes.reduce(
      (sum, node) => sum + (node.shown ? 1 : 0) + node.folded.reduce((of, { count }) => of + count, 0),
      0,
    );
    expect(counted).toBe(graph.total);
  });

  test('however many are opened', async () => {
    const wide = [cluster, datastore, ...Array.from({ length: 30 }, (_, i) => host(`h${i}`))];
    const all = wide.flatMap((one) => (one.kind === 'host' ? machines(one.name, 12) : []));
    const expanded = [...wide, ...all].flatMap((one) => [
      one.id,
      `group|${one.id}|vm`,
      `group|${one.id}|host`,
    ]);
    for (const limit of [50, 51, 60, 77, 120, 300]) {
      const graph = await draw([...wide, ...all], { expanded, limit });
      expect(graph.nodes.length).toBeLessThanOrEqual(limit);
      const around = await draw([...wide, ...all], {
        expanded,
        limit,
        lens: 'everything',
        focus: buildView([datastore]).get(datastore.id) as Entity,
      });
      expect(around.nodes.length).toBeLessThanOrEqual(limit);
    }
  });

  test('the same estate always gives the same picture', async () => {
    expect(await draw(estate)).toEqual(await draw(estate));
  });

  test('records that stand in each other still have a place', async () => {
    const ring = ['w1', 'w2'].map((name, i) =>
      buildEntity('workload', name, {
        attributes: { cluster: 'k', namespace: 'n', type: 'Deployment' },
        relations: [{ type: 'owned-by', to: testId('workload', i === 0 ? 'w2' : 'w1') }],
      }),
    );
    const graph = await draw(ring, { lens: 'kubernetes', expanded: ring.map(({ id }) => id) });
    expect(graph.nodes.map(({ name }) => name).toSorted()).toEqual(['w1', 'w2']);
  });
});

test('a finding is marked where it is, and where it is folded into', async () => {
  const finding = (of: EntityId, severity: 'critical' | 'warning') =>
    buildEntity('finding', `${severity} ${of}`, { attributes: { objectId: of, severity } });
  const estate = [cluster, host('a'), datastore, ...machines('a', 2)];
  const graph = await draw([
    ...estate,
    finding(testId('vm', 'a-vm1'), 'critical'),
    finding(testId('datastore', 'ds'), 'warning'),
  ]);
  const severities = Object.fromEntries(graph.nodes.map(({ name, severity }) => [name, severity]));
  expect(severities).toMatchObject({ a: 'critical', ds: 'warning', prod: undefined });
});

describe('a focus', () => {
  const node = buildEntity('k8s-node', 'n1', { relations: [{ type: 'runs-on', toKey: 'uuid:1' }] });
  const under = buildEntity('vm', 'machine', {
    attributes: { powerState: 'on' },
    keys: ['uuid:1'],
    relations: [
      { type: 'runs-on', to: testId('host', 'a') },
      { type: 'stored-on', to: testId('datastore', 'ds') },
    ],
  });
  const estate = [cluster, host('a'), host('b'), datastore, node, under, ...machines('a', 5)];
  const view = buildView(estate);
  const focus = view.get(under.id) as Entity;

  test('shows what it stands on and what stands on it, across domains, and nothing beside it', async () => {
    const graph = await draw(estate, { lens: 'everything', focus });
    expect(graph.nodes.map(({ name }) => name).toSorted()).toEqual(['a', 'ds', 'machine', 'n1', 'prod']);
  });

  test('reaches as far as it is told', async () => {
    const near = await draw(estate, { lens: 'everything', focus: view.get(node.id) as Entity, depth: 1 });
    // With the places where these stand.
    expect(near.nodes.map(({ name }) => name).toSorted()).toEqual(['a', 'machine', 'n1', 'prod']);
  });
});

test('what a failure does is marked on what is shown, and counted in what is folded', async () => {
  const estate = [cluster, host('a'), datastore, ...machines('a', 20)];
  const failed = buildView(estate).get(datastore.id) as Entity;
  const graph = await draw(estate, { failed });
  const impact = Object.fromEntries(graph.nodes.map(({ name, impact }) => [name, impact]));
  expect(impact['ds']?.level).toBe('failed');
  expect(impact['a']).toEqual({ folded: { lost: 20, restarts: 0, reduced: 0 } });
});

test('what is hit outside of the lens is counted', async () => {
  const estate = [cluster, host('a'), datastore, ...machines('a', 2)];
  const failed = buildView(estate).get(datastore.id) as Entity;
  expect((await draw(estate, { lens: 'network', failed })).impactElsewhere).toEqual({
    lost: 2,
    restarts: 0,
    reduced: 0,
  });
});

describe('caveats', () => {
  const caveats = (entities: readonly AnyEntity[], failed: EntityId) => {
    const view = buildView(entities);
    const root = view.get(failed) as Entity;
    return caveatsOf(view, createTopology(systemClock).blastRadius(view, root)).map(({ code, count }) => [
      code,
      count,
    ]);
  };

  test('a failing array: datastores on storage that is not collected may stand on it', () => {
    expect(caveats([buildEntity('array', 'arr'), datastore], testId('array', 'arr'))).toContainEqual([
      'datastores-unbacked',
      1,
    ]);
  });

  test('a failing host: that HA is off, or not known, is said', () => {
    const off = buildEntity('cluster', 'prod', { attributes: { haEnabled: false } });
    const vm = buildEntity('vm', 'web', {
      attributes: { powerState: 'on' },
      relations: [
        { type: 'runs-on', to: testId('host', 'a') },
        { type: 'member-of', to: testId('cluster', 'prod') },
      ],
    });
    expect(caveats([off, host('a'), vm], testId('host', 'a'))).toContainEqual(['ha-off', 1]);
    expect(caveats([cluster, host('a'), vm], testId('host', 'a'))).toContainEqual(['ha-unknown', 1]);
  });

  test('a failing feed: devices of its rack that name no feed may hang on it', () => {
    const rack = buildEntity('rack', 'r1');
    const feed = buildEntity('power-feed', 'A', { relations: [{ type: 'located-in', to: rack.id }] });
    const device = buildEntity('switch', 'sw', { relations: [{ type: 'located-in', to: rack.id }] });
    expect(caveats([rack, feed, device], feed.id)).toContainEqual(['power-unknown', 1]);
  });

  test('half of a control plane gone: nothing can be scheduled', () => {
    const k = buildEntity('k8s-cluster', 'k');
    const control = ['c1', 'c2'].map((name) =>
      buildEntity('k8s-node', name, {
        attributes: { cluster: 'k', roles: ['control-plane'] },
        relations: [{ type: 'member-of', to: k.id }],
      }),
    );
    expect(caveats([k, ...control], testId('k8s-node', 'c1'))).toContainEqual(['quorum-lost', 1]);
  });
});
