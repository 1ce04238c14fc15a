import { describe, expect, test } from 'vitest';
import { kubernetesLab, type LabUnderTest } from '../../../test/support/kubernetes-objects.ts';
import { createBlueprint, labSizes } from '../blueprint.ts';

type Json = Record<string, unknown>;

const cluster = 'k8s-a';
const status = (object: Json) => object['status'] as Json & { readyReplicas?: number; conditions: Json[] };
const spec = (object: Json) => object['spec'] as Json;
const condition = (object: Json, type: string) =>
  status(object).conditions.find((entry) => entry['type'] === type)?.['status'];
const revision = (object: Json) =>
  (object['metadata'] as { annotations: Record<string, string> }).annotations[
    'deployment.kubernetes.io/revision'
  ];
const nameOf = (object: Json) => (object['metadata'] as { name: string }).name;
const podsOf = (lab: LabUnderTest, namespace: string, app: string) =>
  lab.list('Pod', namespace).filter((pod) => (pod['metadata'] as { labels: Json }).labels['app'] === app);
const waitingReasons = (pods: readonly Json[]) =>
  pods.flatMap((pod) =>
    (status(pod)['containerStatuses'] as { state: { waiting?: { reason: string } } }[]).flatMap(
      ({ state }) => state.waiting?.reason ?? [],
    ),
  );
const target = (namespace: string, name: string) => ({ cluster, namespace, name });

describe('the simulated clusters', () => {
  test('are the blueprint’s: the same names, UUIDs and addresses', () => {
    const lab = kubernetesLab();
    const own = createBlueprint('test', labSizes.small).kubernetesClusters[0];
    const nodes = lab.list('Node');
    expect(nodes.map(nameOf)).toEqual(own?.nodes.map(({ name }) => name));
    expect(spec(nodes[0] ?? {})['providerID']).toBe(`vsphere://${own?.nodes[0]?.uuid}`);
  });

  test('are the same for the same seed, and others for another', () => {
    const everything = (lab: LabUnderTest) =>
      JSON.stringify(['Node', 'Pod', 'Deployment', 'PersistentVolume'].map((kind) => lab.list(kind)));
    const one = kubernetesLab();
    const two = kubernetesLab();
    for (const lab of [one, two]) lab.pass(600);
    expect(everything(one)).toBe(everything(two));
    expect(everything(one)).not.toBe(everything(kubernetesLab('other')));
  });

  test('are healthy when they start', () => {
    const lab = kubernetesLab();
    expect(lab.list('Node').map((node) => condition(node, 'Ready'))).toEqual([
      'True',
      'True',
      'True',
      'True',
    ]);
    for (const deployment of lab.list('Deployment')) {
      expect([nameOf(deployment), status(deployment).readyReplicas]).toEqual([
        nameOf(deployment),
        spec(deployment)['replicas'],
      ]);
    }
    expect(waitingReasons(lab.list('Pod'))).toEqual([]);
  });

  test('live: cron jobs run, usage drifts, and everything is still ready a day later', () => {
    const lab = kubernetesLab();
    const usage = () =>
      JSON.stringify(
        lab.call('kubernetes_list_resources', {
          cluster,
          apiVersion: 'metrics.k8s.io/v1beta1',
          kind: 'PodMetrics',
        }),
      );
    const before = { jobs: lab.list('Job').map(nameOf), usage: usage() };
    lab.pass(24 * 3_600);
    expect(lab.list('Job').map(nameOf)).not.toEqual(before.jobs);
    expect(lab.list('Job').length).toBeLessThan(20);
    expect(usage()).not.toBe(before.usage);
    for (const deployment of lab.list('Deployment')) expect(condition(deployment, 'Available')).toBe('True');
  });
});

describe('what can be done', () => {
  test('a restart replaces every pod and makes a revision', () => {
    const lab = kubernetesLab();
    const before = podsOf(lab, 'shop', 'catalog').map(nameOf);
    lab.call('kubernetes_rollout_restart', { ...target('shop', 'catalog'), kind: 'Deployment' });
    lab.pass(180);
    const after = podsOf(lab, 'shop', 'catalog').map(nameOf);
    expect(after).toHaveLength(before.length);
    expect(after.filter((name) => before.includes(name))).toEqual([]);
    expect(revision(lab.get('Deployment', 'catalog', 'shop'))).toBe('2');
  });

  test.each(['StatefulSet', 'DaemonSet'] as const)('a restart of a %s goes pod by pod', (kind) => {
    const lab = kubernetesLab();
    const [namespace, name] =
      kind === 'StatefulSet' ? ['payments', 'ledger-postgres'] : ['monitoring', 'node-exporter'];
    const uids = () => podsOf(lab, namespace, name).map((pod) => (pod['metadata'] as Json)['uid']);
    const before = uids();
    lab.call('kubernetes_rollout_restart', { ...target(namespace, name), kind });
    lab.pass(30);
    expect(uids().filter((one) => before.includes(one)).length).toBeGreaterThan(0);
    lab.pass(600);
    expect(uids().filter((one) => before.includes(one))).toEqual([]);
    expect(uids()).toHaveLength(before.length);
  });

  test('scaling makes and ends pods', () => {
    const lab = kubernetesLab();
    lab.call('kubernetes_scale_workload', { ...target('shop', 'catalog'), kind: 'Deployment', replicas: 5 });
    lab.pass(60);
    expect(status(lab.get('Deployment', 'catalog', 'shop')).readyReplicas).toBe(5);
    lab.call('kubernetes_scale_workload', { ...target('shop', 'catalog'), kind: 'Deployment', replicas: 1 });
    lab.pass(60);
    expect(podsOf(lab, 'shop', 'catalog')).toHaveLength(1);
  });

  test('scaling past the quota makes no more pods, and an event says why', () => {
    const lab = kubernetesLab();
    lab.call('kubernetes_scale_workload', {
      ...target('analytics', 'ingest'),
      kind: 'Deployment',
      replicas: 20,
    });
    lab.pass(60);
    expect(
      lab.list('Pod', 'analytics').filter((pod) => status(pod)['phase'] !== 'Succeeded').length,
    ).toBeLessThanOrEqual(11);
    expect(JSON.stringify(lab.list('Event', 'analytics'))).toContain('exceeded quota: team');
  });

  test('a scaled stateful set makes the claims that it needs', () => {
    const lab = kubernetesLab();
    lab.call('kubernetes_scale_workload', {
      ...target('shop', 'cart-redis'),
      kind: 'StatefulSet',
      replicas: 3,
    });
    lab.pass(120);
    expect(lab.get('PersistentVolumeClaim', 'data-cart-redis-2', 'shop')).toMatchObject({
      status: { phase: 'Bound' },
    });
  });

  test('a deleted pod is made anew', () => {
    const lab = kubernetesLab();
    const name = nameOf(podsOf(lab, 'shop', 'catalog')[0] ?? {});
    lab.call('kubernetes_delete_pod', target('shop', name));
    lab.pass(60);
    expect(() => lab.get('Pod', name, 'shop')).toThrow('NotFound');
    expect(status(lab.get('Deployment', 'catalog', 'shop')).readyReplicas).toBe(2);
  });

  test('a cordoned node gets no new pods until it is uncordoned', () => {
    const lab = kubernetesLab();
    const node = 'k8s-a-w02';
    lab.call('kubernetes_cordon_node', { cluster, node });
    lab.call('kubernetes_scale_workload', { ...target('shop', 'catalog'), kind: 'Deployment', replicas: 9 });
    lab.pass(60);
    const fresh = podsOf(lab, 'shop', 'catalog').filter(
      (pod) =>
        Date.parse(String((pod['metadata'] as Json)['creationTimestamp'])) >
        Date.parse('2026-01-15T07:00:00Z'),
    );
    expect(fresh.length).toBeGreaterThan(5);
    expect(fresh.map((pod) => spec(pod)['nodeName'])).not.toContain(node);
    expect(lab.call('kubernetes_uncordon_node', { cluster, node })).toEqual({
      message: `node/${node} uncordoned`,
    });
    expect(lab.call('kubernetes_uncordon_node', { cluster, node })).toEqual({
      message: `node/${node} already uncordoned`,
    });
  });

  test('a drained node is empty but for what belongs to it', () => {
    const lab = kubernetesLab();
    const node = 'k8s-a-w03';
    const drain = () => lab.call('kubernetes_drain_node', { cluster, node, ignoreDaemonSets: true });
    for (let turn = 0; turn < 5; turn++) {
      try {
        drain();
        break;
      } catch {
        lab.pass(90);
      }
    }
    lab.pass(90);
    const left = lab
      .list('Pod')
      .filter((pod) => spec(pod)['nodeName'] === node && status(pod)['phase'] !== 'Succeeded');
    const owners = left.map(
      (pod) => ((pod['metadata'] as Json)['ownerReferences'] as { kind: string }[])[0]?.kind,
    );
    expect(new Set(owners)).toEqual(new Set(['DaemonSet']));
  });

  test('a claim grows, also its volume', () => {
    const lab = kubernetesLab();
    lab.call('kubernetes_resize_claim', { ...target('payments', 'data-ledger-postgres-0'), storage: '60Gi' });
    const claim = lab.get('PersistentVolumeClaim', 'data-ledger-postgres-0', 'payments');
    expect(status(claim)['capacity']).toEqual({ storage: '60Gi' });
    expect(spec(lab.get('PersistentVolume', String(spec(claim)['volumeName'])))['capacity']).toEqual({
      storage: '60Gi',
    });
  });
});

describe('what is refused', () => {
  const workload = { kind: 'Deployment' };
  test.each<[string, string, Json, string]>([
    [
      'an unknown cluster',
      'kubernetes_rollout_restart',
      { cluster: 'nowhere', namespace: 'shop', name: 'catalog', ...workload },
      'no cluster "nowhere"',
    ],
    [
      'an unknown workload',
      'kubernetes_rollout_restart',
      { ...target('shop', 'nothing'), ...workload },
      'NotFound',
    ],
    [
      'scaling a DaemonSet',
      'kubernetes_scale_workload',
      { ...target('monitoring', 'node-exporter'), kind: 'DaemonSet', replicas: 1 },
      'daemonsets have no scale',
    ],
    [
      'a negative number',
      'kubernetes_scale_workload',
      { ...target('shop', 'catalog'), ...workload, replicas: -1 },
      'must be between',
    ],
    [
      'rolling back what has no history',
      'kubernetes_rollout_undo',
      target('shop', 'catalog'),
      'no rollout history',
    ],
    [
      'a revision that is none',
      'kubernetes_rollout_undo',
      { ...target('shop', 'catalog'), toRevision: 7 },
      'unable to find specified revision 7',
    ],
    ['a pod that is gone', 'kubernetes_delete_pod', target('shop', 'gone'), 'NotFound'],
    [
      'shrinking a claim',
      'kubernetes_resize_claim',
      { ...target('payments', 'data-ledger-postgres-0'), storage: '1Gi' },
      'can not be less',
    ],
    [
      'a size that is none',
      'kubernetes_resize_claim',
      { ...target('payments', 'data-ledger-postgres-0'), storage: 'much' },
      'quantities must match',
    ],
    [
      'a maximum below the minimum',
      'kubernetes_set_autoscaler_limits',
      { ...target('shop', 'storefront'), maxReplicas: 2 },
      'greater than or equal to minReplicas',
    ],
    [
      'draining over DaemonSets',
      'kubernetes_drain_node',
      { cluster, node: 'k8s-a-w02' },
      'DaemonSet-managed Pods',
    ],
    [
      'logs of a container that is none',
      'kubernetes_pod_logs',
      { cluster, namespace: 'monitoring', pod: 'prometheus-0', container: 'x' },
      'container x is not valid',
    ],
    [
      'a kind that is not served',
      'kubernetes_list_resources',
      { cluster, apiVersion: 'v1', kind: 'Secret' },
      'could not find the requested resource',
    ],
  ])('%s', (_, tool, args, message) => {
    expect(() => kubernetesLab().call(tool, args)).toThrow(message);
  });

  test('evicting more than the disruption budget allows', () => {
    const lab = kubernetesLab();
    const [victim] = podsOf(lab, 'shop', 'checkout');
    lab.call('kubernetes_delete_pod', target('shop', nameOf(victim ?? {})));
    const other = podsOf(lab, 'shop', 'checkout').find((pod) => condition(pod, 'Ready') === 'True');
    const node = String(spec(other ?? {})['nodeName']);
    expect(() => lab.call('kubernetes_drain_node', { cluster, node, ignoreDaemonSets: true })).toThrow(
      'disruption budget',
    );
  });
});

describe('scenarios', () => {
  test('crash-loop: crashes with backoff, keeps serving, and heals by rolling back', () => {
    const lab = kubernetesLab();
    lab.domain.scenarios['crash-loop']?.enable();
    lab.pass(900);
    const crashing = podsOf(lab, 'shop', 'checkout');
    expect(waitingReasons(crashing)).toContain('CrashLoopBackOff');
    expect(condition(lab.get('Deployment', 'checkout', 'shop'), 'Progressing')).toBe('False');
    const broken = crashing.find((pod) => waitingReasons([pod]).length > 0);
    const log = lab.call('kubernetes_pod_logs', {
      cluster,
      namespace: 'shop',
      pod: nameOf(broken ?? {}),
      previous: true,
    });
    expect(JSON.stringify(log)).toContain('FATAL');
    expect(JSON.stringify(lab.list('Event', 'shop'))).toContain('Back-off restarting failed container');
    lab.call('kubernetes_rollout_undo', target('shop', 'checkout'));
    lab.pass(120);
    expect(status(lab.get('Deployment', 'checkout', 'shop'))).toMatchObject({
      readyReplicas: 3,
      replicas: 3,
    });
    expect(waitingReasons(podsOf(lab, 'shop', 'checkout'))).toEqual([]);
  });

  test('crash-loop: a restart alone heals nothing; after the cause is mended it does', () => {
    const lab = kubernetesLab();
    const restart = () =>
      lab.call('kubernetes_rollout_restart', { ...target('shop', 'checkout'), kind: 'Deployment' });
    lab.domain.scenarios['crash-loop']?.enable();
    lab.pass(300);
    restart();
    lab.pass(300);
    expect(waitingReasons(podsOf(lab, 'shop', 'checkout'))).toContain('CrashLoopBackOff');
    lab.domain.scenarios['crash-loop']?.disable();
    restart();
    lab.pass(300);
    expect(status(lab.get('Deployment', 'checkout', 'shop'))).toMatchObject({
      readyReplicas: 3,
      updatedReplicas: 3,
    });
  });

  test('stuck-rollout: the new image cannot be pulled, the old pods stay', () => {
    const lab = kubernetesLab();
    lab.domain.scenarios['stuck-rollout']?.enable();
    lab.pass(900);
    expect(waitingReasons(podsOf(lab, 'payments', 'ledger'))).toContain('ImagePullBackOff');
    const deployment = lab.get('Deployment', 'ledger', 'payments');
    expect(condition(deployment, 'Progressing')).toBe('False');
    expect(status(deployment).readyReplicas).toBe(2);
    lab.domain.scenarios['stuck-rollout']?.disable();
    lab.pass(600);
    expect(status(lab.get('Deployment', 'ledger', 'payments'))).toMatchObject({
      readyReplicas: 2,
      updatedReplicas: 2,
    });
  });

  test('failed-node: not ready after 40 s, its pods elsewhere after 5 minutes, and well when it returns', () => {
    const lab = kubernetesLab();
    const node = 'k8s-a-w04';
    lab.domain.scenarios['failed-node']?.enable();
    lab.pass(60);
    expect(condition(lab.get('Node', node), 'Ready')).toBe('Unknown');
    expect(() => lab.call('kubernetes_node_stats', { cluster, node })).toThrow('no route to host');
    lab.pass(600);
    for (const deployment of lab.list('Deployment')) {
      expect(status(deployment).readyReplicas).toBe(spec(deployment)['replicas']);
    }
    lab.domain.scenarios['failed-node']?.disable();
    lab.pass(120);
    expect(condition(lab.get('Node', node), 'Ready')).toBe('True');
    expect(waitingReasons(lab.list('Pod'))).toEqual([]);
    const unready = lab
      .list('Pod')
      .filter((pod) => condition(pod, 'Ready') !== 'True' && status(pod)['phase'] === 'Running');
    expect(unready.map(nameOf)).toEqual([]);
  });

  test('full-pvc: a kubelet reports it full, and growing the claim helps', () => {
    const lab = kubernetesLab();
    const use = () => {
      const pod = lab.get('Pod', 'ledger-postgres-0', 'payments');
      const stats = lab.call('kubernetes_node_stats', { cluster, node: String(spec(pod)['nodeName']) });
      const volume = (
        stats['pods'] as {
          volume: { pvcRef: { name: string }; usedBytes: number; capacityBytes: number }[];
        }[]
      )
        .flatMap((entry) => entry.volume)
        .find((entry) => entry.pvcRef.name === 'data-ledger-postgres-0');
      return (volume?.usedBytes ?? 0) / (volume?.capacityBytes ?? 1);
    };
    expect(use()).toBeLessThan(0.9);
    lab.domain.scenarios['full-pvc']?.enable();
    expect(use()).toBeCloseTo(0.985, 3);
    lab.call('kubernetes_resize_claim', { ...target('payments', 'data-ledger-postgres-0'), storage: '80Gi' });
    expect(use()).toBeLessThan(0.6);
  });

  test('the VM under a node going off and on does the same', () => {
    const lab = kubernetesLab();
    const node = lab.list('Node')[1] ?? {};
    const uuid = String(spec(node)['providerID']).slice('vsphere://'.length);
    lab.emit({ type: 'vm-power', uuid, poweredOn: false });
    lab.pass(60);
    expect(condition(lab.get('Node', nameOf(node)), 'Ready')).toBe('Unknown');
    lab.emit({ type: 'vm-power', uuid, poweredOn: true });
    lab.pass(60);
    expect(condition(lab.get('Node', nameOf(node)), 'Ready')).toBe('True');
  });
});
