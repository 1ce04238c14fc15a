import type { Cluster } from '../../../support/kubernetes-cluster.ts';
import type { TrueEntity, Truth } from '../../real-system.ts';

/* What kubectl says there is, read without anything of the application. */

interface Item {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  };
  readonly [member: string]: unknown;
}

export interface Sight {
  /** As the inventory calls the cluster. */
  readonly clusterName: string;
  /** Only what lies in these namespaces, and the namespaces themselves; undefined: everything. */
  readonly namespaces?: readonly string[];
}

const types = [
  'namespaces',
  'nodes',
  'deployments.apps',
  'statefulsets.apps',
  'daemonsets.apps',
  'replicasets.apps',
  'replicationcontrollers',
  'jobs.batch',
  'cronjobs.batch',
  'pods',
  'services',
  'endpoints',
  'endpointslices.discovery.k8s.io',
  'ingresses.networking.k8s.io',
  'networkpolicies.networking.k8s.io',
  'persistentvolumes',
  'persistentvolumeclaims',
  'storageclasses.storage.k8s.io',
  'horizontalpodautoscalers.autoscaling',
  'poddisruptionbudgets.policy',
  'resourcequotas',
  'limitranges',
  'clusterroles.rbac.authorization.k8s.io',
  'roles.rbac.authorization.k8s.io',
  'clusterrolebindings.rbac.authorization.k8s.io',
  'rolebindings.rbac.authorization.k8s.io',
  'customresourcedefinitions.apiextensions.k8s.io',
];
const workloadKinds = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
];

export async function truthOf(cluster: Cluster, { clusterName, namespaces }: Sight): Promise<Truth> {
  const builtIn = await itemsOf(cluster, types);
  const definitions = builtIn.filter(({ kind }) => kind === 'CustomResourceDefinition');
  const custom = await itemsOf(
    cluster,
    definitions.map(({ metadata }) => metadata.name),
  );
  const sees = ({ metadata }: Item) =>
    namespaces === undefined || (metadata.namespace !== undefined && namespaces.includes(metadata.namespace));
  const of = (...kinds: readonly string[]) =>
    builtIn.filter((item) => kinds.includes(item.kind) && sees(item));
  const entity = (item: Item, attributes: Readonly<Record<string, unknown>> = {}): TrueEntity => ({
    name: item.metadata.name,
    partition: [clusterName, item.metadata.namespace].filter((part) => part !== undefined).join('/'),
    attributes: { ...(item.metadata.namespace && { namespace: item.metadata.namespace }), ...attributes },
  });
  const owner = ({ metadata }: Item) => metadata.ownerReferences?.[0];
  const isOwnWorkload = (item: Item) => !workloadKinds.includes(owner(item)?.kind ?? '');
  const autoscaled = new Set(
    of('HorizontalPodAutoscaler').map((item) => {
      const { kind, name } = at(item, 'spec', 'scaleTargetRef') as { kind: string; name: string };
      return `${item.metadata.namespace ?? ''} ${kind} ${name}`;
    }),
  );
  const whole = namespaces === undefined;
  // Hollow pods all have one address, which slices name once; who may not see slices counts what endpoints name.
  const ready = whole ? readyInSlices(of('EndpointSlice')) : readyInEndpoints(of('Endpoints'));
  const system = builtIn.find(
    ({ kind, metadata }) => kind === 'Namespace' && metadata.name === 'kube-system',
  );

  return {
    'k8s-cluster': [
      {
        name: clusterName,
        partition: clusterName,
        attributes: {
          ...(whole && { version: cluster.version }),
          distribution: whole ? 'Kubernetes' : undefined,
          uid: system?.metadata.uid,
        },
      },
    ],
    namespace: builtIn
      .filter(({ kind }) => kind === 'Namespace')
      .map((item) =>
        entity(item, {
          phase: at(item, 'status', 'phase'),
          owner: item.metadata.labels?.['example.org/owner'],
        }),
      ),
    'k8s-node': of('Node').map((item) =>
      entity(item, {
        ready: conditionOf(item, 'Ready') === 'True',
        unschedulable: at(item, 'spec', 'unschedulable') ?? false,
        kubeletVersion: at(item, 'status', 'nodeInfo', 'kubeletVersion'),
        kernel: at(item, 'status', 'nodeInfo', 'kernelVersion'),
        zone: item.metadata.labels?.['topology.kubernetes.io/zone'],
        capacityCpuMillicores: Number(at(item, 'status', 'capacity', 'cpu')) * 1000,
        taints: ((at(item, 'spec', 'taints') as Record<string, string>[] | undefined) ?? [])
          .map(({ key = '', value, effect = '' }) => `${key}${value ? `=${value}` : ''}:${effect}`)
          .toSorted(),
      }),
    ),
    workload: of(...workloadKinds)
      .filter(isOwnWorkload)
      .map((item) => entity(item, workloadAttributes(item, autoscaled))),
    'job-run': of('Job')
      .filter((item) => owner(item)?.kind === 'CronJob')
      .map((item) => entity(item, { cronJob: owner(item)?.name, active: at(item, 'status', 'active') ?? 0 })),
    pod: of('Pod').map((item) =>
      entity(item, {
        phase: at(item, 'status', 'phase'),
        node: at(item, 'spec', 'nodeName'),
        ready: conditionOf(item, 'Ready') === 'True',
        podIp: at(item, 'status', 'podIP'),
        qosClass: at(item, 'status', 'qosClass'),
        owner: owner(item) && `${owner(item)?.kind ?? ''}/${owner(item)?.name ?? ''}`,
        restarts: sum(
          ((at(item, 'status', 'containerStatuses') as { restartCount: number }[] | undefined) ?? []).map(
            ({ restartCount }) => restartCount,
          ),
        ),
      }),
    ),
    service: of('Service').map((item) => {
      const selects = at(item, 'spec', 'selector') !== undefined;
      const ips = (at(item, 'spec', 'clusterIPs') as string[] | undefined) ?? [];
      return entity(item, {
        type: at(item, 'spec', 'type'),
        clusterIps: ips.filter((ip) => ip !== 'None'),
        headless: ips.includes('None'),
        externalName: at(item, 'spec', 'externalName'),
        ...(selects && {
          backendsReady: ready.get(`${item.metadata.namespace ?? ''} ${item.metadata.name}`) ?? 0,
        }),
      });
    }),
    ingress: of('Ingress').map((item) => entity(item, { class: at(item, 'spec', 'ingressClassName') })),
    'network-policy': of('NetworkPolicy').map((item) =>
      entity(item, { types: (at(item, 'spec', 'policyTypes') as string[]).toSorted() }),
    ),
    'persistent-volume': of('PersistentVolume').map((item) => {
      const claim = at(item, 'spec', 'claimRef') as { namespace: string; name: string } | undefined;
      return entity(item, {
        phase: at(item, 'status', 'phase'),
        class: at(item, 'spec', 'storageClassName'),
        capacityBytes: gibibytes(at(item, 'spec', 'capacity', 'storage')),
        reclaimPolicy: at(item, 'spec', 'persistentVolumeReclaimPolicy'),
        claim: claim && `${claim.namespace}/${claim.name}`,
      });
    }),
    'persistent-volume-claim': of('PersistentVolumeClaim').map((item) =>
      entity(item, {
        phase: at(item, 'status', 'phase'),
        class: at(item, 'spec', 'storageClassName'),
        volume: at(item, 'spec', 'volumeName'),
        requestedBytes: gibibytes(at(item, 'spec', 'resources', 'requests', 'storage')),
      }),
    ),
    'storage-class': of('StorageClass').map((item) =>
      entity(item, {
        provisioner: at(item, 'provisioner'),
        reclaimPolicy: at(item, 'reclaimPolicy'),
        bindingMode: at(item, 'volumeBindingMode'),
        expandable: at(item, 'allowVolumeExpansion') ?? false,
        default: item.metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true',
      }),
    ),
    autoscaler: of('HorizontalPodAutoscaler').map((item) => {
      const { kind, name } = at(item, 'spec', 'scaleTargetRef') as { kind: string; name: string };
      return entity(item, {
        target: `${kind}/${name}`,
        minReplicas: at(item, 'spec', 'minReplicas'),
        maxReplicas: at(item, 'spec', 'maxReplicas'),
      });
    }),
    'disruption-budget': of('PodDisruptionBudget').map((item) =>
      entity(item, {
        minAvailable: textOf(at(item, 'spec', 'minAvailable')),
        maxUnavailable: textOf(at(item, 'spec', 'maxUnavailable')),
        disruptionsAllowed: at(item, 'status', 'disruptionsAllowed'),
      }),
    ),
    'resource-quota': of('ResourceQuota').map((item) => entity(item)),
    'limit-range': of('LimitRange').map((item) => entity(item)),
    'access-role': whole ? of('ClusterRole', 'Role').map((item) => entity(item, { type: item.kind })) : [],
    'role-binding': whole
      ? of('ClusterRoleBinding', 'RoleBinding').map((item) =>
          entity(item, {
            type: item.kind,
            role: `${String(at(item, 'roleRef', 'kind'))}/${String(at(item, 'roleRef', 'name'))}`,
          }),
        )
      : [],
    'custom-resource-definition': of('CustomResourceDefinition').map((item) =>
      entity(item, {
        group: at(item, 'spec', 'group'),
        scope: at(item, 'spec', 'scope'),
        resourceKind: at(item, 'spec', 'names', 'kind'),
        established: conditionOf(item, 'Established') === 'True',
      }),
    ),
    'custom-resource': whole
      ? custom.map((item) => entity(item, { apiVersion: item.apiVersion, resourceKind: item.kind }))
      : [],
    certificate: [],
    addon: [],
  };
}

function readyInSlices(slices: readonly Item[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const slice of slices) {
    const service = slice.metadata.labels?.['kubernetes.io/service-name'] ?? '';
    const key = `${slice.metadata.namespace ?? ''} ${service}`;
    const endpoints = (at(slice, 'endpoints') as { conditions: { ready?: boolean } }[] | undefined) ?? [];
    const ready = endpoints.filter(({ conditions }) => conditions.ready !== false).length;
    found.set(key, (found.get(key) ?? 0) + ready);
  }
  return found;
}

function readyInEndpoints(endpoints: readonly Item[]): Map<string, number> {
  return new Map(
    endpoints.map((item) => [
      `${item.metadata.namespace ?? ''} ${item.metadata.name}`,
      ((at(item, 'subsets') as { addresses?: unknown[] }[] | undefined) ?? []).flatMap(
        (subset) => subset.addresses ?? [],
      ).length,
    ]),
  );
}

function workloadAttributes(item: Item, autoscaled: ReadonlySet<string>): Record<string, unknown> {
  const replicated = !['DaemonSet', 'Job', 'CronJob'].includes(item.kind);
  const template =
    item.kind === 'CronJob'
      ? (at(item, 'spec', 'jobTemplate', 'spec', 'template', 'spec') as { containers: { image: string }[] })
      : (at(item, 'spec', 'template', 'spec') as { containers: { image: string }[] });
  const scaled = autoscaled.has(`${item.metadata.namespace ?? ''} ${item.kind} ${item.metadata.name}`);
  return {
    type: item.kind,
    images: [...new Set(template.containers.map(({ image }) => image))].toSorted(),
    ...(replicated && {
      replicas: scaled ? undefined : at(item, 'spec', 'replicas'),
      desired: at(item, 'spec', 'replicas'),
      ready: at(item, 'status', 'readyReplicas') ?? 0,
    }),
    ...(item.kind === 'DaemonSet' && {
      desired: at(item, 'status', 'desiredNumberScheduled'),
      ready: at(item, 'status', 'numberReady'),
    }),
    ...(item.kind === 'CronJob' && {
      schedule: at(item, 'spec', 'schedule'),
      suspended: at(item, 'spec', 'suspend'),
    }),
  };
}

async function itemsOf(cluster: Cluster, resources: readonly string[]): Promise<Item[]> {
  if (resources.length === 0) return [];
  const { items } = await cluster.json('get', resources.join(','), '--all-namespaces');
  return items as Item[];
}

/** What stands at that path; the API says of which type it is. */
function at(item: Item, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, member) => (value as Readonly<Record<string, unknown>> | undefined)?.[member],
    item,
  );
}

function conditionOf(item: Item, type: string): string | undefined {
  const conditions =
    (at(item, 'status', 'conditions') as { type: string; status: string }[] | undefined) ?? [];
  return conditions.find((condition) => condition.type === type)?.status;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/** The estate has no other unit. */
function gibibytes(value: unknown): number {
  const found = /^(\d+)Gi$/.exec(String(value));
  if (!found) throw new Error(`expected a size in Gi, got ${String(value)}`);
  return Number(found[1]) * 1024 ** 3;
}
