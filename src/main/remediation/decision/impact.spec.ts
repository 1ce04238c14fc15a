import { describe, expect, it } from 'vitest';
import type { Entity } from '../../../shared/model/entity.ts';
import { createFakeClock } from '../../../../test/support/fake-clock.ts';
import { buildEntity, buildView, testId } from '../../../../test/support/build-view.ts';
import { createTopology } from '../../topology/topology.ts';
import { impactOf } from './impact.ts';
import { clusterOf } from './stands-on.ts';

const impact = (entities: readonly Entity[], target: Entity | undefined) => {
  if (!target) throw new Error('the test has no such target');
  return impactOf(buildView(entities), createTopology(createFakeClock()), target);
};

const hostsOf = (
  states: readonly ('connected' | 'not responding' | 'maintenance')[],
  cluster: object = {},
) => [
  buildEntity('cluster', 'prod-a', { attributes: cluster }),
  ...states.map((state, i) =>
    buildEntity('host', `esx-0${i + 1}`, {
      attributes:
        state === 'maintenance'
          ? { connectionState: 'connected', maintenanceMode: true }
          : { connectionState: state },
      relations: [{ type: 'member-of', to: testId('cluster', 'prod-a') }],
    }),
  ),
];

const webPods = (ready: readonly boolean[], workload: object = {}) => [
  buildEntity('workload', 'web', {
    attributes: { cluster: 'k', namespace: 'shop', type: 'Deployment', desired: ready.length, ...workload },
    relations: [{ type: 'part-of', to: testId('namespace', 'shop') }],
  }),
  buildEntity('namespace', 'shop', { attributes: { cluster: 'k' }, labels: { env: 'production' } }),
  ...ready.map((one, i) =>
    buildEntity('pod', `web-${i}`, {
      attributes: { cluster: 'k', namespace: 'shop', ready: one },
      relations: [{ type: 'owned-by', to: testId('workload', 'web') }],
    }),
  ),
];

const named = (entities: readonly Entity[], name: string) => entities.find((one) => one.name === name);

describe('the last of its kind', () => {
  it('is the only ready pod of a workload, and not one of several or one that does not serve', () => {
    const one = webPods([true, false]);
    expect(impact(one, named(one, 'web-0')).lastReplica).toBe('it is the only ready pod of web');
    expect(impact(one, named(one, 'web-1'))).not.toHaveProperty('lastReplica');
    const two = webPods([true, true]);
    expect(impact(two, named(two, 'web-0'))).not.toHaveProperty('lastReplica');
  });

  it('is a pod that no workload would make again', () => {
    const bare = buildEntity('pod', 'bare', { attributes: { cluster: 'k', namespace: 'shop', ready: true } });
    expect(impact([bare], bare).lastReplica).toBe('no workload would make it again');
  });

  it('is a workload of one replica, unless it is a job', () => {
    const [web] = webPods([true], { desired: 1, ready: 1 });
    expect(impact([web as Entity], web).lastReplica).toBe('web has one replica');
    const [job] = webPods([true], { type: 'Job', desired: 1 });
    expect(impact([job as Entity], job)).not.toHaveProperty('lastReplica');
    const [three] = webPods([true], { desired: 3, ready: 1 });
    expect(impact([three as Entity], three).lastReplica).toBe('web has one ready replica');
  });

  it('is the last usable host of a cluster', () => {
    const last = hostsOf(['connected', 'not responding', 'maintenance']);
    expect(impact(last, named(last, 'esx-01')).lastReplica).toBe('it is the last usable host of prod-a');
    const two = hostsOf(['connected', 'connected']);
    expect(impact(two, named(two, 'esx-01'))).not.toHaveProperty('lastReplica');
  });

  it('is the last usable node, also by the machine that it runs on', () => {
    const node = (name: string, ready: boolean) =>
      buildEntity('k8s-node', name, {
        attributes: { cluster: 'k', ready, roles: ['worker'] },
        relations: [
          { type: 'member-of', to: testId('k8s-cluster', 'k') },
          { type: 'runs-on', toKey: `vm:${name}` },
        ],
      });
    const machine = buildEntity('vm', 'vm-of-n1', { keys: ['vm:n1'] });
    const estate = [buildEntity('k8s-cluster', 'k'), node('n1', true), node('n2', false), machine];
    for (const target of [named(estate, 'n1'), machine]) {
      expect(impact(estate, target).lastReplica).toBe('it is the last usable node of k');
    }
  });

  it('is the only way to a device, and not one of two ways or one that is down', () => {
    const link = (name: string, device: string, peer: string, operUp = true) =>
      buildEntity('interface', name, {
        attributes: { device, operUp },
        relations: [
          { type: 'part-of', to: testId('switch', device) },
          { type: 'connected-to', to: testId('interface', peer) },
        ],
      });
    const core = buildEntity('switch', 'core', { attributes: { role: 'core' } });
    const leaf = buildEntity('switch', 'leaf');
    const one = [core, leaf, link('c1', 'core', 'l1'), link('l1', 'leaf', 'c1')];
    expect(impact(one, named(one, 'c1')).lastReplica).toBe('it is the only way to leaf');
    const two = [...one, link('c2', 'core', 'l2'), link('l2', 'leaf', 'c2')];
    expect(impact(two, named(two, 'c1'))).not.toHaveProperty('lastReplica');
    const down = [core, leaf, link('c1', 'core', 'l1', false), link('l1', 'leaf', 'c1')];
    expect(impact(down, named(down, 'c1'))).not.toHaveProperty('lastReplica');
  });
});

describe('what a quorum counts on', () => {
  const controlPlane = (states: readonly boolean[]) => [
    buildEntity('k8s-cluster', 'k'),
    ...states.map((ready, i) =>
      buildEntity('k8s-node', `cp${i + 1}`, {
        attributes: { cluster: 'k', ready, roles: ['control-plane'] },
        relations: [{ type: 'member-of', to: testId('k8s-cluster', 'k') }],
      }),
    ),
  ];

  it('is every node of a control plane', () => {
    const three = controlPlane([true, true, false]);
    expect(impact(three, named(three, 'cp1')).quorum).toBe(
      'it is one of 3 control-plane nodes, of which 2 are ready and 2 are needed',
    );
  });

  it('is a member of etcd', () => {
    const etcd = buildEntity('pod', 'etcd-cp1', {
      attributes: { cluster: 'k', namespace: 'kube-system', ready: true },
    });
    expect(impact([etcd], etcd).quorum).toBe('it is a member of etcd');
  });

  it('is a pod of a stateful set that would be left without a majority', () => {
    const set = webPods([true, true, false], { type: 'StatefulSet', desired: 3 });
    expect(impact(set, named(set, 'web-0')).quorum).toBe(
      'without it 1 of 3 pods of web are ready, and a majority is 2',
    );
    const whole = webPods([true, true, true], { type: 'StatefulSet', desired: 3 });
    expect(impact(whole, named(whole, 'web-0'))).not.toHaveProperty('quorum');
  });

  it('is a host without which vSAN or HA has too few', () => {
    const vsan = hostsOf(['connected', 'connected', 'connected'], { vsanEnabled: true });
    expect(impact(vsan, named(vsan, 'esx-01')).quorum).toBe(
      'without it 2 usable hosts are left in prod-a, and vSAN needs 3',
    );
    const four = hostsOf(['connected', 'connected', 'connected', 'connected'], { vsanEnabled: true });
    expect(impact(four, named(four, 'esx-01'))).not.toHaveProperty('quorum');
    const ha = hostsOf(['connected', 'connected'], { haEnabled: true });
    expect(impact(ha, named(ha, 'esx-01')).quorum).toContain('HA needs 2');
  });
});

describe('what depends on a target', () => {
  it('counts what would be lost or start elsewhere, and not its own parts', () => {
    const estate = [
      ...hostsOf(['connected', 'connected'], { haEnabled: true }),
      ...['web', 'db', 'off'].map((name) =>
        buildEntity('vm', name, {
          attributes: { powerState: name === 'off' ? 'off' : 'on' },
          relations: [{ type: 'runs-on', to: testId('host', 'esx-01') }],
        }),
      ),
    ];
    expect(impact(estate, named(estate, 'esx-01')).dependents).toBe(2);
    const pods = webPods([true, true, true]);
    expect(impact(pods, named(pods, 'web')).dependents).toBe(0);
  });

  it('lends its marks: names and labels of itself, of what it belongs to unless it says otherwise, and of what depends on it', () => {
    const pods = webPods([true]);
    expect(impact(pods, named(pods, 'web-0')).marks).toEqual(
      expect.arrayContaining(['web-0', 'env=production']),
    );
    const member = { relations: [{ type: 'member-of', to: testId('cluster', 'prod-a') }] } as const;
    const [plain, test] = [
      buildEntity('vm', 'web', member),
      buildEntity('vm', 'shop', { ...member, labels: { stage: 'test' } }),
    ];
    const cluster = buildEntity('cluster', 'prod-a');
    expect(impact([plain, test, cluster], plain).marks).toEqual(['web', 'prod-a']);
    expect(impact([plain, test, cluster], test).marks).toEqual(['shop', 'stage=test']);
    const store = buildEntity('datastore', 'ds-1');
    const database = buildEntity('vm', 'prod-db', {
      attributes: { powerState: 'on' },
      relations: [{ type: 'stored-on', to: testId('datastore', 'ds-1') }],
    });
    expect(impact([store, database], store).marks).toContain('prod-db');
  });
});

describe('the cluster that limits count', () => {
  it('is the nearest that a target is in', () => {
    const estate = [
      ...hostsOf(['connected']),
      buildEntity('k8s-cluster', 'k'),
      buildEntity('vm', 'vm-1', {
        keys: ['vm:n1'],
        relations: [{ type: 'runs-on', to: testId('host', 'esx-01') }],
      }),
      buildEntity('k8s-node', 'n1', {
        relations: [
          { type: 'runs-on', toKey: 'vm:n1' },
          { type: 'member-of', to: testId('k8s-cluster', 'k') },
        ],
      }),
      buildEntity('switch', 'sw1'),
      buildEntity('interface', 'Gi0/1', { relations: [{ type: 'part-of', to: testId('switch', 'sw1') }] }),
    ];
    const view = buildView(estate);
    const of = (name: string) => {
      const target = named(estate, name);
      return target && clusterOf(view, target);
    };
    expect(of('vm-1')).toBe(testId('cluster', 'prod-a'));
    expect(of('n1')).toBe(testId('k8s-cluster', 'k'));
    expect(of('Gi0/1')).toBe(testId('switch', 'sw1'));
    expect(clusterOf(view, buildEntity('certificate', 'lonely'))).toBeUndefined();
  });
});
