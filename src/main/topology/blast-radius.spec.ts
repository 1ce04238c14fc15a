import { describe, expect, test } from 'vitest';
import { buildEntity, buildView, testId } from '../../../test/support/build-view.ts';
import type { AnyEntity } from '../../../test/support/build-view.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import type { Entity } from '../../shared/model/entity.ts';
import type { Relation } from '../../shared/model/relation.ts';
import { blastRadius, type ImpactLevel } from './blast-radius.ts';

function impacts(entities: readonly AnyEntity[], failed: EntityId): Record<string, ImpactLevel> {
  const view = buildView(entities);
  const root = view.get(failed);
  if (!root) throw new Error(`no ${failed} in this estate`);
  const found: Record<string, ImpactLevel> = {};
  for (const { entity, level } of blastRadius(view, root).affected.values()) found[entity.name] = level;
  return found;
}

const cluster = (haEnabled?: boolean) =>
  buildEntity('cluster', 'prod', haEnabled === undefined ? {} : { attributes: { haEnabled } });
const host = (name: string, attributes = {}) =>
  buildEntity('host', name, {
    attributes,
    relations: [{ type: 'member-of', to: testId('cluster', 'prod') }],
  });
const vm = (name: string, on: string, attributes = {}) =>
  buildEntity('vm', name, {
    attributes: { powerState: 'on', ...attributes },
    relations: [
      { type: 'runs-on', to: testId('host', on) },
      { type: 'member-of', to: testId('cluster', 'prod') },
    ],
  });

describe('a host', () => {
  test('with vSphere HA and another host, its machines start again elsewhere', () => {
    expect(impacts([cluster(true), host('a'), host('b'), vm('web', 'a')], testId('host', 'a'))).toEqual({
      web: 'restarts',
      prod: 'reduced',
    });
  });

  test('without HA, or without knowing of it, they are lost', () => {
    for (const ha of [false, undefined]) {
      expect(impacts([cluster(ha), host('a'), host('b'), vm('web', 'a')], testId('host', 'a'))).toMatchObject(
        {
          web: 'lost',
        },
      );
    }
  });

  test('another host that is in maintenance takes nothing over', () => {
    const estate = [cluster(true), host('a'), host('b', { maintenanceMode: true }), vm('web', 'a')];
    expect(impacts(estate, testId('host', 'a'))).toMatchObject({ web: 'lost' });
  });

  test('a machine that is off, and a template, lose nothing with it', () => {
    const estate = [
      cluster(false),
      host('a'),
      host('b'),
      vm('off', 'a', { powerState: 'off' }),
      vm('gold', 'a', { template: true }),
    ];
    expect(impacts(estate, testId('host', 'a'))).toEqual({ prod: 'reduced' });
  });

  test('who takes over is named', () => {
    const view = buildView([cluster(true), host('a'), host('b'), vm('web', 'a')]);
    const radius = blastRadius(view, view.get(testId('host', 'a')) as Entity);
    expect(radius.affected.get(testId('vm', 'web'))?.because).toMatchObject({
      why: 'takeover',
      by: testId('host', 'b'),
    });
  });
});

test('a cluster takes its hosts and machines with it, HA or not', () => {
  expect(impacts([cluster(true), host('a'), host('b'), vm('web', 'a')], testId('cluster', 'prod'))).toEqual({
    a: 'lost',
    b: 'lost',
    web: 'lost',
  });
});

test('a vCenter takes nothing down: what it manages goes on without help', () => {
  const estate = [
    buildEntity('vcenter', 'vc'),
    buildEntity('datacenter', 'fra', { relations: [{ type: 'part-of', to: testId('vcenter', 'vc') }] }),
    buildEntity('cluster', 'prod', { relations: [{ type: 'part-of', to: testId('datacenter', 'fra') }] }),
    host('a'),
    vm('web', 'a'),
  ];
  expect(impacts(estate, testId('vcenter', 'vc'))).toEqual({ fra: 'reduced', prod: 'reduced' });
});

describe('storage', () => {
  const array = buildEntity('array', 'arr');
  const part = { type: 'part-of', to: testId('array', 'arr') } as const;
  const pool = (raidType?: string) =>
    buildEntity('pool', 'aggr', {
      attributes: raidType === undefined ? {} : { raidType },
      relations: [part],
    });
  const disk = (name: string) =>
    buildEntity('disk', name, {
      relations: [
        part,
        { type: 'member-of', to: testId('pool', 'aggr') },
        { type: 'part-of', to: testId('shelf', 's1') },
      ],
    });
  const chain = [
    array,
    buildEntity('volume', 'vol', { relations: [{ type: 'stored-on', to: testId('pool', 'aggr') }] }),
    buildEntity('lun', 'lun', {
      keys: ['naa:1'],
      relations: [{ type: 'stored-on', to: testId('volume', 'vol') }],
    }),
    buildEntity('datastore', 'ds', { relations: [{ type: 'backed-by', toKey: 'naa:1' }] }),
    buildEntity('vm', 'web', {
      attributes: { powerState: 'on' },
      relations: [{ type: 'stored-on', to: testId('datastore', 'ds') }],
    }),
  ];

  test('what is lost goes back to what failed, step by step, across sources', () => {
    const view = buildView([...chain, pool()]);
    const radius = blastRadius(view, view.get(testId('pool', 'aggr')) as Entity);
    expect(radius.affected.get(testId('vm', 'web'))).toMatchObject({ level: 'lost', distance: 4 });
    expect(radius.chain(testId('vm', 'web')).map(({ because }) => [because.type, because.on.id])).toEqual([
      ['stored-on', testId('datastore', 'ds')],
      ['backed-by', testId('lun', 'lun')],
      ['stored-on', testId('volume', 'vol')],
      ['stored-on', testId('pool', 'aggr')],
    ]);
  });

  test('a pool survives as many disks as its RAID type spares', () => {
    const disks = ['d1', 'd2', 'd3', 'd4', 'd5'].map(disk);
    const shelf = buildEntity('shelf', 's1', { relations: [part] });
    expect(impacts([...chain, pool('RAID-DP'), ...disks], testId('disk', 'd1'))).toEqual({ aggr: 'reduced' });
    expect(
      impacts([...chain, pool('RAID-DP'), ...disks.slice(0, 3), shelf, disk('x')], testId('shelf', 's1')),
    ).toMatchObject({ aggr: 'lost', web: 'lost' });
  });

  test('how many disks a pool of unknown type spares is not guessed', () => {
    const elsewhere = buildEntity('disk', 'd9', {
      relations: [part, { type: 'member-of', to: testId('pool', 'aggr') }],
    });
    const estate = [...chain, pool(), buildEntity('shelf', 's1'), disk('d1'), disk('d2'), elsewhere];
    expect(impacts(estate, testId('shelf', 's1'))).toMatchObject({ aggr: 'reduced' });
  });

  test('the partner takes a controller’s pools over without anybody noticing', () => {
    const controller = (name: string, other: string) =>
      buildEntity('controller', name, {
        relations: [part, { type: 'peers-with', to: testId('controller', other) }],
      });
    const owned = buildEntity('pool', 'aggr', {
      relations: [part, { type: 'managed-by', to: testId('controller', 'c1') }],
    });
    const estate = [...chain, owned, controller('c1', 'c2'), controller('c2', 'c1')];
    expect(impacts(estate, testId('controller', 'c1'))).toEqual({ arr: 'reduced', aggr: 'reduced' });
    expect(impacts(estate, testId('array', 'arr'))).toMatchObject({ aggr: 'lost', web: 'lost' });
  });
});

describe('the network', () => {
  const device = (kind: 'switch' | 'router', name: string, role?: string) =>
    buildEntity(kind, name, role === undefined ? {} : { attributes: { role } });
  const port = (of: string, name: string, to: string, kind: 'switch' | 'router' = 'switch') =>
    buildEntity('interface', `${of}/${name}`, {
      attributes: { device: of },
      keys: [`port:${of}/${name}`],
      relations: [
        { type: 'part-of', to: testId(kind, of) },
        { type: 'connected-to', toKey: `port:${to}` },
      ],
    });
  const link = (a: string, an: string, b: string, bn: string) => [
    port(a, an, `${b}/${bn}`),
    port(b, bn, `${a}/${an}`),
  ];
  const esx = (uplinks: readonly string[], pnics = uplinks.length) =>
    buildEntity('host', 'esx', {
      attributes: { pnics: Array.from({ length: pnics }, (_, i) => ({ name: `vmnic${i}`, linkUp: true })) },
      relations: uplinks.map((to) => ({ type: 'connected-to' as const, toKey: `port:${to}` })),
    });
  const hostPort = (of: string, name: string) =>
    buildEntity('interface', `${of}/${name}`, {
      attributes: { device: of },
      keys: [`port:${of}/${name}`],
      relations: [{ type: 'part-of', to: testId('switch', of) }],
    });
  const leaves = [
    device('switch', 'leaf1'),
    device('switch', 'leaf2'),
    hostPort('leaf1', 'h'),
    hostPort('leaf2', 'h'),
  ];

  test('a host with two switches keeps one way, a host with one is cut off', () => {
    expect(impacts([...leaves, esx(['leaf1/h', 'leaf2/h'])], testId('switch', 'leaf1'))).toMatchObject({
      esx: 'reduced',
    });
    expect(impacts([...leaves, esx(['leaf1/h'])], testId('switch', 'leaf1'))).toMatchObject({ esx: 'lost' });
  });

  test('an adapter whose other end is not collected may still work: nothing is called lost', () => {
    expect(impacts([...leaves, esx(['leaf1/h'], 2)], testId('switch', 'leaf1'))).toMatchObject({
      esx: 'reduced',
    });
  });

  test('an aggregation lives as long as one of its members', () => {
    const member = (name: string) =>
      buildEntity('interface', name, {
        attributes: { device: 'leaf1' },
        relations: [{ type: 'member-of', to: testId('interface', 'po1') }],
      });
    const lag = buildEntity('interface', 'po1', { attributes: { device: 'leaf1', isLag: true } });
    expect(impacts([lag, member('e1'), member('e2')], testId('interface', 'e1'))).toEqual({ po1: 'reduced' });
    expect(impacts([lag, member('e1')], testId('interface', 'e1'))).toEqual({ po1: 'lost' });
  });

  test('a pair of switches that only have each other left is cut off', () => {
    const estate = [
      device('switch', 'spine', 'spine'),
      device('switch', 'leaf1'),
      device('switch', 'leaf2'),
      ...link('leaf1', 'u', 'spine', 'd1'),
      ...link('leaf2', 'u', 'spine', 'd2'),
      ...link('leaf1', 'p', 'leaf2', 'p'),
    ];
    const found = impacts(estate, testId('switch', 'spine'));
    expect(found).toMatchObject({ leaf1: 'lost', leaf2: 'lost' });
    const view = buildView(estate);
    const radius = blastRadius(view, view.get(testId('switch', 'spine')) as Entity);
    expect(radius.affected.get(testId('switch', 'leaf1'))?.because.why).toBe('isolated');
  });

  test('with a second spine each leaf loses one of its ways to the core', () => {
    const estate = [
      device('switch', 's1', 'spine'),
      device('switch', 's2', 'spine'),
      device('switch', 'leaf1'),
      ...link('leaf1', 'u1', 's1', 'd1'),
      ...link('leaf1', 'u2', 's2', 'd1'),
    ];
    expect(impacts(estate, testId('switch', 's1'))).toMatchObject({ leaf1: 'reduced' });
  });
});

describe('Kubernetes', () => {
  const k8s = buildEntity('k8s-cluster', 'k');
  const namespace = buildEntity('namespace', 'shop', {
    relations: [{ type: 'part-of', to: testId('k8s-cluster', 'k') }],
  });
  const node = (name: string) =>
    buildEntity('k8s-node', name, { relations: [{ type: 'member-of', to: testId('k8s-cluster', 'k') }] });
  const workload = (type: 'Deployment' | 'DaemonSet') =>
    buildEntity('workload', 'web', {
      attributes: { cluster: 'k', namespace: 'shop', type },
      relations: [{ type: 'part-of', to: testId('namespace', 'shop') }],
    });
  const pod = (name: string, on: string) =>
    buildEntity('pod', name, {
      attributes: { cluster: 'k', namespace: 'shop', phase: 'Running' },
      relations: [
        { type: 'runs-on', to: testId('k8s-node', on) },
        { type: 'owned-by', to: testId('workload', 'web') },
      ],
    });

  test('replicas on other nodes keep a workload alive; a daemon’s pod stays gone', () => {
    const estate = [k8s, namespace, node('n1'), node('n2')];
    expect(
      impacts(
        [...estate, workload('Deployment'), pod('p1', 'n1'), pod('p2', 'n2')],
        testId('k8s-node', 'n1'),
      ),
    ).toEqual({ p1: 'restarts', web: 'reduced', k: 'reduced' });
    expect(
      impacts([...estate, workload('DaemonSet'), pod('p1', 'n1'), pod('p2', 'n2')], testId('k8s-node', 'n1')),
    ).toEqual({ p1: 'lost', web: 'reduced', k: 'reduced' });
  });

  test('all replicas on one node: the workload is gone until they are back', () => {
    const estate = [k8s, namespace, node('n1'), node('n2'), workload('Deployment')];
    expect(impacts([...estate, pod('p1', 'n1'), pod('p2', 'n1')], testId('k8s-node', 'n1'))).toMatchObject({
      web: 'restarts',
    });
  });

  test('a node is its machine: what the hypervisor restarts, restarts with its pods', () => {
    const machine = buildEntity('k8s-node', 'n1', {
      relations: [
        { type: 'member-of', to: testId('k8s-cluster', 'k') },
        { type: 'runs-on', toKey: 'uuid:1' },
      ],
    });
    const under = buildEntity('vm', 'n1-vm', {
      attributes: { powerState: 'on' },
      keys: ['uuid:1'],
      relations: [
        { type: 'runs-on', to: testId('host', 'a') },
        { type: 'member-of', to: testId('cluster', 'prod') },
      ],
    });
    const estate = [cluster(true), host('a'), host('b'), under, k8s, namespace, machine];
    expect(impacts([...estate, workload('Deployment'), pod('p1', 'n1')], testId('host', 'a'))).toMatchObject({
      'n1-vm': 'restarts',
      n1: 'restarts',
      p1: 'restarts',
      web: 'restarts',
    });
  });
});

test('what stands by is looked at again when it falls later than the first one', () => {
  // Both hosts hang on one switch, the second through an aggregation: it falls one step later.
  const uplink = (name: string, to: string) =>
    buildEntity('host', name, {
      relations: [
        { type: 'member-of', to: testId('cluster', 'prod') },
        { type: 'connected-to', toKey: `port:sw/${to}` },
      ],
    });
  const port = (name: string, relations: readonly Relation[] = []) =>
    buildEntity('interface', `sw/${name}`, {
      attributes: { device: 'sw' },
      keys: [`port:sw/${name}`],
      relations,
    });
  // Its cluster is known by its host alone.
  const web = buildEntity('vm', 'web', {
    attributes: { powerState: 'on' },
    relations: [{ type: 'runs-on', to: testId('host', 'a') }],
  });
  const estate = [
    cluster(true),
    uplink('a', '1'),
    uplink('b', 'po1'),
    web,
    buildEntity('switch', 'sw'),
    port('1', [
      { type: 'part-of', to: testId('switch', 'sw') },
      { type: 'member-of', to: testId('interface', 'sw/po1') },
    ]),
    port('po1'),
  ];
  const view = buildView(estate);
  const { affected } = blastRadius(view, view.get(testId('switch', 'sw')) as Entity);
  const distance = (name: string) => affected.get(testId('host', name))?.distance ?? 0;
  expect(distance('b')).toBeGreaterThan(distance('a'));
  expect(impacts(estate, testId('switch', 'sw'))).toMatchObject({ a: 'lost', b: 'lost', web: 'lost' });
});

test('a relation whose other end is missing harms nothing', () => {
  const orphan = buildEntity('vm', 'web', {
    attributes: { powerState: 'on' },
    relations: [
      { type: 'runs-on', to: testId('host', 'gone') },
      { type: 'stored-on', toKey: 'naa:none' },
    ],
  });
  expect(impacts([orphan], testId('vm', 'web'))).toEqual({});
});
