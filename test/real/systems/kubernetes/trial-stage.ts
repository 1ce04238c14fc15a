import type { Cluster, HollowNode } from '../../../support/kubernetes-cluster.ts';

/** Nodes that nothing but what is remedied runs on: what is drained and cordoned there disturbs nobody else. */
export const trialNodes: readonly HollowNode[] = ['trial-1', 'trial-2'].map((name) => ({
  name,
  labels: { 'datacenter.test/trials': 'true' },
}));

export const place = 'remedies';
/** Where a quota stops new pods. */
export const tightPlace = 'remedies-tight';

const onlyHere = {
  nodeSelector: { 'datacenter.test/trials': 'true' },
  tolerations: [{ key: 'datacenter.test/trials', operator: 'Exists' }],
};

/** A rollout that gets stuck says so after this long, and not after ten minutes. */
const progressDeadlineSeconds = 15;

interface Shape {
  readonly replicas?: number;
  readonly namespace?: string;
  readonly cpu?: string;
  readonly release?: string;
  /** No two of its pods on one node. */
  readonly apart?: boolean;
}

const template = (app: string, { cpu = '10m', release = '1', apart = false }: Shape) => ({
  metadata: { labels: { app } },
  spec: {
    ...onlyHere,
    terminationGracePeriodSeconds: 2,
    ...(apart && {
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { labelSelector: { matchLabels: { app } }, topologyKey: 'kubernetes.io/hostname' },
          ],
        },
      },
    }),
    containers: [
      {
        name: 'main',
        image: `registry.example.com/${app}:${release}`,
        env: [{ name: 'COLOUR', value: 'blue' }],
        resources: { requests: { cpu } },
      },
    ],
  },
});

export const deployment = (name: string, shape: Shape) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name,
    namespace: shape.namespace ?? place,
    labels: { app: name, team: 'operations' },
    annotations: { 'datacenter.test/owner': 'operations' },
  },
  spec: {
    replicas: shape.replicas ?? 2,
    progressDeadlineSeconds,
    selector: { matchLabels: { app: name } },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    template: template(name, shape),
  },
});

const budget = (name: string, maxUnavailable: number) => ({
  apiVersion: 'policy/v1beta1',
  kind: 'PodDisruptionBudget',
  metadata: { name, namespace: place },
  spec: { maxUnavailable, selector: { matchLabels: { app: name } } },
});

const namespace = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

/** What is remedied, settled when this returns. Before anything else is made: its nodes are kept free for it. */
export async function stageTrials(cluster: Cluster): Promise<void> {
  for (const { name } of trialNodes)
    await cluster.kubectl('taint', 'nodes', name, 'datacenter.test/trials=true:NoSchedule', '--overwrite');
  await cluster.apply([namespace(place), namespace(tightPlace)]);
  await cluster.apply([
    deployment('web', {}),
    deployment('scaled', {}),
    deployment('tight', { namespace: tightPlace }),
    // Runs well, and its first release could not.
    deployment('young', { cpu: '500', release: '1' }),
    // Ran well, and its second release cannot.
    deployment('release', { release: '1' }),
    deployment('guarded', { replicas: 4 }),
    budget('guarded', 1),
    deployment('apart', { apart: true }),
    budget('apart', 1),
    replicaSet('pair'),
    statefulSet('db'),
    daemonSet('agent'),
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'alone', namespace: place }, spec: aloneSpec() },
    {
      apiVersion: 'autoscaling/v1',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'scaled', namespace: place, labels: { team: 'operations' } },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'scaled' },
        minReplicas: 2,
        maxReplicas: 3,
        targetCPUUtilizationPercentage: 70,
      },
    },
    ...claim(),
  ]);
  const ready = (name: string, wanted: number, of = 'deployment', namespaceName = place) =>
    cluster.until(
      `${name} has ${wanted} ready replicas`,
      async () => {
        const { status } = (await cluster.json('get', of, name, '-n', namespaceName)) as {
          status: { readyReplicas?: number };
        };
        return status.readyReplicas === wanted;
      },
      120_000,
    );
  await ready('release', 2);
  await cluster.until('the first release of young has its replica set', async () =>
    (await cluster.kubectl('get', 'rs', '-n', place, '-l', 'app=young', '-o', 'name')).includes('young'),
  );
  await cluster.apply([
    deployment('release', { release: '2', cpu: '500' }),
    deployment('young', { release: '2' }),
  ]);
  await Promise.all([
    ready('web', 2),
    ready('scaled', 2),
    ready('tight', 2, 'deployment', tightPlace),
    ready('young', 2),
    ready('guarded', 4),
    ready('apart', 2),
    ready('pair', 2, 'replicaset'),
    ready('db', 2, 'statefulset'),
  ]);
  await cluster.until('the claim is bound', async () =>
    (await cluster.kubectl('get', 'pvc', 'growing', '-n', place, '-o', 'jsonpath={.status.phase}')).includes(
      'Bound',
    ),
  );
}

/** Elsewhere: a drain that may delete such pods does not reach it. */
const aloneSpec = () => ({ containers: template('alone', {}).spec.containers });

const replicaSet = (name: string) => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name, namespace: place, labels: { app: name } },
  spec: { replicas: 2, selector: { matchLabels: { app: name } }, template: template(name, {}) },
});

const statefulSet = (name: string) => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name, namespace: place, labels: { app: name } },
  spec: {
    replicas: 2,
    serviceName: name,
    selector: { matchLabels: { app: name } },
    template: template(name, {}),
  },
});

const daemonSet = (name: string) => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name, namespace: place, labels: { app: name } },
  spec: { selector: { matchLabels: { app: name } }, template: template(name, {}) },
});

/** A claim on a volume that is there already; its class lets claims grow, and `resize` in the trials does it. */
const claim = () => [
  {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'growing' },
    provisioner: 'datacenter.test/none',
    allowVolumeExpansion: true,
  },
  {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'growing' },
    spec: {
      capacity: { storage: '2Gi' },
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'growing',
      persistentVolumeReclaimPolicy: 'Retain',
      csi: { driver: 'datacenter.test', volumeHandle: 'growing' },
      claimRef: { namespace: place, name: 'growing' },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'growing', namespace: place, labels: { team: 'operations' } },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'growing',
      volumeName: 'growing',
      resources: { requests: { storage: '2Gi' } },
    },
  },
];
