import type { Node, Pod } from './kinds.ts';
import type { Blueprint, BlueprintKubernetesCluster } from '../blueprint.ts';
import type { LabRandom } from '../domain.ts';
import { platform, teams, type NamespacePlan } from './applications.ts';
import { buildAccess, buildExtensions } from './build-access.ts';
import { buildApplication, buildIngresses } from './build-application.ts';
import { all, iso, put, type Cluster } from './cluster.ts';
import { reconcile, startJob } from './controllers.ts';
import { runAutoscalers } from './derive.ts';
import { dueRuns } from './schedule.ts';
import { setBackings } from './volumes.ts';

const dayMs = 86_400_000;
const version = 'v1.34.2';
/** Workers that carry one set of teams. */
const workersPerTeamSet = 3;
const stages = ['', '-stage', '-eu', '-us', '-apac', '-test', '-perf', '-dr'];

/** A cluster as it has been running for months, deterministic from its stream of randomness. */
export function buildCluster(
  blueprint: Blueprint,
  own: BlueprintKubernetesCluster,
  random: LabRandom,
  now: () => number,
): Cluster {
  const cluster: Cluster = {
    name: own.name,
    blueprint: own,
    version,
    random,
    now: () => cluster.at ?? now(),
    objects: new Map(),
    owned: new Map(),
    resourceVersion: 1_000,
    faults: new Map(),
    silent: new Map(),
    steps: new Map(),
    load: new Map(),
    volumeUse: new Map(),
    progress: new Map(),
    hashes: new Map(),
    addresses: 0,
    settling: true,
    at: now() - 210 * dayMs,
  };
  const vmCluster = blueprint.clusters.find((candidate) => candidate.name === own.cluster);
  setBackings(
    cluster,
    (vmCluster?.datastores ?? []).map(({ name, array, volume }) => ({ datastore: name, array, volume })),
  );
  buildNodes(cluster);
  buildStorageClasses(cluster);
  const plans = namespacePlans(own.nodes.filter((node) => node.role === 'worker').length);
  for (const name of ['default', 'kube-node-lease', 'kube-public'])
    buildNamespace(cluster, { name, applications: [] });
  buildExtensions(cluster);
  for (const plan of plans) buildNamespace(cluster, plan);
  buildAccess(cluster, plans);
  buildControlPlane(cluster);
  buildStray(cluster);
  for (const [position, plan] of plans.entries()) {
    // Platform namespaces are as old as the cluster, the teams' came later.
    cluster.at = now() - Math.max(3, 200 - position * 7) * dayMs - random.int(0, 86_000) * 1_000;
    for (const app of plan.applications) buildApplication(cluster, plan, app);
    // The one certificate whose renewal nobody looked after.
    const days = () => (plan.name === 'payments' ? 5 : random.int(35, 85));
    buildIngresses(cluster, plan, () => now() + days() * dayMs);
    // Twice: a StatefulSet makes its pods one after the other.
    reconcile(cluster, plan.name);
    reconcile(cluster, plan.name);
  }
  runDueJobs(cluster, now());
  cluster.at = undefined;
  reconcile(cluster);
  runAutoscalers(cluster);
  cluster.settling = false;
  return cluster;
}

/** The platform, and so many sets of teams as the workers carry. */
function namespacePlans(workers: number): NamespacePlan[] {
  const sets = Math.max(1, Math.floor(workers / workersPerTeamSet));
  return [
    ...platform,
    ...Array.from({ length: sets }, (_, set) => {
      const stage = stages[set] ?? `-${set + 1}`;
      return teams.map((plan) => ({ ...plan, name: `${plan.name}${stage}` }));
    }).flat(),
  ];
}

function buildNodes(cluster: Cluster): void {
  const at = iso(cluster.now());
  for (const [position, { name, uuid, ip, role }] of cluster.blueprint.nodes.entries()) {
    const control = role === 'control-plane';
    const [cpu, memoryKi] = control ? ['4', 16_252_928] : ['8', 32_505_856];
    put<Node>(cluster, {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name,
        labels: {
          'kubernetes.io/hostname': name,
          'kubernetes.io/os': 'linux',
          'kubernetes.io/arch': 'amd64',
          'node.kubernetes.io/instance-type': 'vsphere-vm',
          'topology.kubernetes.io/zone': `${cluster.blueprint.cluster}-${'abc'[position % 3] ?? 'a'}`,
          ...(control
            ? { 'node-role.kubernetes.io/control-plane': '' }
            : { 'node-role.kubernetes.io/worker': '' }),
        },
      },
      spec: {
        podCIDR: `10.60.${position}.0/24`,
        providerID: `vsphere://${uuid}`,
        ...(control
          ? { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] }
          : {}),
      },
      status: {
        capacity: { cpu, memory: `${memoryKi}Ki`, pods: '110', 'ephemeral-storage': '102626232Ki' },
        allocatable: {
          cpu,
          memory: `${memoryKi - 102_400}Ki`,
          pods: '110',
          'ephemeral-storage': '94580335255',
        },
        conditions: [],
        addresses: [
          { type: 'InternalIP', address: ip },
          { type: 'Hostname', address: name },
        ],
        daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
        nodeInfo: {
          machineID: uuid.replaceAll('-', ''),
          systemUUID: uuid,
          bootID: uuid,
          kernelVersion: '6.8.0-87-generic',
          osImage: 'Ubuntu 24.04.3 LTS',
          containerRuntimeVersion: 'containerd://2.1.4',
          kubeletVersion: version,
          kubeProxyVersion: version,
          operatingSystem: 'linux',
          architecture: 'amd64',
        },
        images: [],
      },
    });
    put(cluster, {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name, namespace: 'kube-node-lease', creationTimestamp: at },
      spec: { holderIdentity: name, leaseDurationSeconds: 40 },
    });
  }
}

function buildStorageClasses(cluster: Cluster): void {
  const make = (name: string, expandable: boolean, isDefault: boolean) =>
    put(cluster, {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: {
        name,
        ...(isDefault ? { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } } : {}),
      },
      provisioner: 'csi.vsphere.vmware.com',
      parameters: { storagepolicyname: name },
      reclaimPolicy: 'Delete',
      volumeBindingMode: 'WaitForFirstConsumer',
      allowVolumeExpansion: expandable,
    });
  make('san-gold', true, true);
  make('san-archive', false, false);
}

function buildNamespace(cluster: Cluster, plan: NamespacePlan): void {
  put(cluster, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: plan.name,
      labels: {
        'kubernetes.io/metadata.name': plan.name,
        ...(plan.team ? { team: plan.team } : {}),
        ...(plan.podSecurity ? { 'pod-security.kubernetes.io/enforce': plan.podSecurity } : {}),
      },
    },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  });
  if (plan.quota) {
    put(cluster, {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'team', namespace: plan.name },
      spec: { hard: { ...plan.quota } },
      status: {},
    });
    put(cluster, {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'defaults', namespace: plan.name },
      spec: {
        limits: [
          {
            type: 'Container',
            default: { cpu: '1', memory: '1Gi' },
            defaultRequest: { cpu: '50m', memory: '64Mi' },
            max: { cpu: '4', memory: '8Gi' },
          },
        ],
      },
    });
  }
  if (plan.policies) buildPolicies(cluster, plan.name);
}

function buildPolicies(cluster: Cluster, namespace: string): void {
  const policy = (name: string, spec: Record<string, unknown>) =>
    put(cluster, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, namespace },
      spec,
    });
  policy('default-deny', { podSelector: {}, policyTypes: ['Ingress'] });
  policy('allow-ingress', {
    podSelector: {},
    policyTypes: ['Ingress'],
    ingress: [
      {
        from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } } }],
        ports: [
          { protocol: 'TCP', port: 8080 },
          { protocol: 'TCP', port: 8443 },
        ],
      },
    ],
  });
  policy('allow-same-namespace', {
    podSelector: {},
    policyTypes: ['Ingress'],
    ingress: [{ from: [{ podSelector: {} }] }],
  });
}

/** Static pods of the control plane: the kubelet's own, mirrored to the API server. */
function buildControlPlane(cluster: Cluster): void {
  const at = iso(cluster.now());
  put(cluster, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver' } },
    spec: {
      type: 'ClusterIP',
      clusterIP: '10.96.0.1',
      sessionAffinity: 'None',
      ports: [{ name: 'https', port: 443, targetPort: 6443, protocol: 'TCP' }],
    },
    status: { loadBalancer: {} },
  });
  for (const node of all(cluster, 'Node')) {
    if (!node.metadata.labels || !('node-role.kubernetes.io/control-plane' in node.metadata.labels)) continue;
    const address = node.status.addresses[0]?.address ?? '';
    for (const [component, cpu] of [
      ['etcd', '100m'],
      ['kube-apiserver', '250m'],
      ['kube-controller-manager', '200m'],
      ['kube-scheduler', '100m'],
    ] as const) {
      const image = `registry.k8s.io/${component}:${component === 'etcd' ? '3.6.4-0' : version}`;
      put<Pod>(cluster, {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name: `${component}-${node.metadata.name}`,
          namespace: 'kube-system',
          labels: { component, tier: 'control-plane' },
          annotations: {
            'kubernetes.io/config.source': 'file',
            'kubernetes.io/config.mirror': cluster.random.hex(32),
          },
          ownerReferences: [
            {
              apiVersion: 'v1',
              kind: 'Node',
              name: node.metadata.name,
              uid: node.metadata.uid,
              controller: true,
            },
          ],
        },
        spec: {
          nodeName: node.metadata.name,
          hostNetwork: true,
          restartPolicy: 'Always',
          tolerations: [{ operator: 'Exists' }],
          containers: [{ name: component, image, resources: { requests: { cpu, memory: '128Mi' } } }],
        },
        status: {
          phase: 'Running',
          qosClass: 'Burstable',
          hostIP: address,
          podIP: address,
          startTime: at,
          conditions: [
            { type: 'Ready', status: 'True', lastTransitionTime: at },
            { type: 'PodScheduled', status: 'True', lastTransitionTime: at },
          ],
          containerStatuses: [
            {
              name: component,
              image,
              imageID: image,
              ready: true,
              started: true,
              restartCount: 0,
              state: { running: { startedAt: at } },
              lastState: {},
            },
          ],
        },
      });
    }
  }
}

/** One leftover of a canary release: a service that selects nothing any more. */
function buildStray(cluster: Cluster): void {
  put(cluster, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'storefront-canary',
      namespace: 'shop',
      labels: { app: 'storefront', team: 'commerce' },
    },
    spec: {
      type: 'ClusterIP',
      clusterIP: '10.96.200.7',
      sessionAffinity: 'None',
      selector: { app: 'storefront', track: 'canary' },
      ports: [{ name: 'main', port: 8080, targetPort: 'main', protocol: 'TCP' }],
    },
    status: { loadBalancer: {} },
  });
}

function runDueJobs(cluster: Cluster, now: number): void {
  for (const cron of all(cluster, 'CronJob')) {
    const due = dueRuns(cron.spec.schedule, now - 2 * dayMs, now - 120_000);
    for (const at of due.slice(-3)) {
      cluster.at = at;
      startJob(cluster, cron, at);
      cron.status = { lastScheduleTime: iso(at), lastSuccessfulTime: iso(at + 40_000) };
      reconcile(cluster, cron.metadata.namespace);
    }
  }
}
