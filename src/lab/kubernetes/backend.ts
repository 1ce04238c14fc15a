import { LabError } from '../domain.ts';
import { groupOf, type ApiResource, type KubeObject, type KubernetesBackend } from './api.ts';
import { all, get, iso, type Cluster } from './cluster.ts';
import {
  endpointSlices,
  nodeMetrics,
  podMetrics,
  statsSummary,
  withBudgetStatus,
  withQuotaStatus,
} from './derive.ts';
import { podLog } from './logs.ts';

const verbs = ['get', 'list', 'watch', 'create', 'delete', 'patch', 'update'];

/** Kinds that the simulated API server knows; custom ones come from the definitions. */
const builtIn: readonly (readonly [apiVersion: string, kind: string, plural: string, namespaced: boolean])[] =
  [
    ['v1', 'Namespace', 'namespaces', false],
    ['v1', 'Node', 'nodes', false],
    ['v1', 'Pod', 'pods', true],
    ['v1', 'Service', 'services', true],
    ['v1', 'ServiceAccount', 'serviceaccounts', true],
    ['v1', 'PersistentVolume', 'persistentvolumes', false],
    ['v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', true],
    ['v1', 'ResourceQuota', 'resourcequotas', true],
    ['v1', 'LimitRange', 'limitranges', true],
    ['v1', 'Event', 'events', true],
    ['v1', 'ReplicationController', 'replicationcontrollers', true],
    ['apps/v1', 'Deployment', 'deployments', true],
    ['apps/v1', 'StatefulSet', 'statefulsets', true],
    ['apps/v1', 'DaemonSet', 'daemonsets', true],
    ['apps/v1', 'ReplicaSet', 'replicasets', true],
    ['batch/v1', 'Job', 'jobs', true],
    ['batch/v1', 'CronJob', 'cronjobs', true],
    ['networking.k8s.io/v1', 'Ingress', 'ingresses', true],
    ['networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', true],
    ['discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices', true],
    ['storage.k8s.io/v1', 'StorageClass', 'storageclasses', false],
    ['autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', true],
    ['policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', true],
    ['coordination.k8s.io/v1', 'Lease', 'leases', true],
    ['rbac.authorization.k8s.io/v1', 'ClusterRole', 'clusterroles', false],
    ['rbac.authorization.k8s.io/v1', 'Role', 'roles', true],
    ['rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'clusterrolebindings', false],
    ['rbac.authorization.k8s.io/v1', 'RoleBinding', 'rolebindings', true],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'customresourcedefinitions', false],
    ['metrics.k8s.io/v1beta1', 'NodeMetrics', 'nodes', false],
    ['metrics.k8s.io/v1beta1', 'PodMetrics', 'pods', true],
  ];

const dayMs = 86_400_000;

export function createLabBackend(clusters: readonly Cluster[]): KubernetesBackend {
  const named = (name: string) => findCluster(clusters, name);
  return {
    clusters: () =>
      clusters.map((cluster) => ({
        name: cluster.name,
        version: cluster.version,
        distribution: 'kubeadm',
        nodes: cluster.blueprint.nodes.length,
      })),
    info: (name) => {
      const cluster = named(name);
      const endpoint = cluster.blueprint.nodes.find((node) => node.role === 'control-plane');
      return {
        cluster: name,
        version: cluster.version,
        platform: 'linux/amd64',
        endpoint: `https://${endpoint?.ip ?? '10.20.0.10'}:6443`,
        certificates: controlPlaneCertificates(cluster),
      };
    },
    resources: (name) => resourcesOf(named(name)),
    list: ({ cluster: name, kind, apiVersion, namespace }) => {
      const cluster = named(name);
      const items = listKind(cluster, kind).filter(
        (object) =>
          groupOf(object.apiVersion) === groupOf(apiVersion) &&
          (namespace === undefined || object.metadata.namespace === namespace),
      );
      return { items, metadata: { resourceVersion: String(cluster.resourceVersion) } };
    },
    logs: ({ cluster: name, namespace, pod: podName, container, previous }) => {
      const cluster = named(name);
      const pod = get(cluster, 'Pod', namespace, podName);
      if (!pod) throw new LabError(`Error from server (NotFound): pods "${podName}" not found`);
      return podLog(cluster, pod, container, previous === true);
    },
    nodeStats: (name, node) => {
      const cluster = named(name);
      if (!get(cluster, 'Node', undefined, node)) {
        throw new LabError(`Error from server (NotFound): nodes "${node}" not found`);
      }
      if (cluster.silent.has(node)) {
        throw new LabError(`error dialing backend: dial tcp ${node}:10250: connect: no route to host`);
      }
      return statsSummary(cluster, node);
    },
  };
}

export function findCluster(clusters: readonly Cluster[], name: string): Cluster {
  const found = clusters.find((cluster) => cluster.name === name);
  if (found) return found;
  throw new LabError(
    `no cluster "${name}"; there are: ${clusters.map((cluster) => cluster.name).join(', ')}`,
  );
}

export function resourcesOf(cluster: Cluster): ApiResource[] {
  const custom = all(cluster, 'CustomResourceDefinition').map((definition) => {
    const spec = definition['spec'] as {
      group: string;
      scope: string;
      names: { kind: string; plural: string };
      versions: { name: string }[];
    };
    return {
      apiVersion: `${spec.group}/${spec.versions[0]?.name ?? 'v1'}`,
      kind: spec.names.kind,
      name: spec.names.plural,
      namespaced: spec.scope === 'Namespaced',
      verbs,
    };
  });
  return [
    ...builtIn.map(([apiVersion, kind, name, namespaced]) => ({ apiVersion, kind, name, namespaced, verbs })),
    ...custom,
  ];
}

function listKind(cluster: Cluster, kind: string): KubeObject[] {
  switch (kind) {
    case 'EndpointSlice':
      return endpointSlices(cluster);
    case 'NodeMetrics':
      return nodeMetrics(cluster);
    case 'PodMetrics':
      return podMetrics(cluster);
    case 'PodDisruptionBudget':
      return all(cluster, kind).map((budget) => withBudgetStatus(cluster, budget));
    case 'ResourceQuota':
      return all(cluster, kind).map((quota) => withQuotaStatus(cluster, quota));
    default:
      return all(cluster, kind);
  }
}

/** kubeadm's certificates live a year and are renewed with each upgrade. */
function controlPlaneCertificates(cluster: Cluster): Record<string, unknown>[] {
  const namespaces = all(cluster, 'Namespace');
  const born = Date.parse(namespaces[0]?.metadata.creationTimestamp ?? '');
  return ['apiserver', 'apiserver-kubelet-client', 'etcd-server', 'front-proxy-client'].map((name) => ({
    name,
    commonName: name === 'apiserver' ? 'kube-apiserver' : name,
    issuer: name.startsWith('etcd') ? 'etcd-ca' : 'kubernetes',
    notBefore: iso(born),
    notAfter: iso(born + 365 * dayMs),
  }));
}
