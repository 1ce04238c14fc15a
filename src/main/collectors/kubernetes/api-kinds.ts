import type { EntityKind } from '../../../shared/model/kinds/registry.ts';

/** One kind of API object that is asked for, and the kinds of entity that are made with it. */
export interface ApiKind {
  /** '' for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Versions in order of preference; the first is asked for where the server does not say what it serves. */
  readonly versions: readonly string[];
  readonly namespaced: boolean;
  /** Entities that cannot be judged complete without it. */
  readonly feeds: readonly EntityKind[];
  /** Values, not things: when it is missing, attributes are unknown and nothing else. */
  readonly auxiliary?: true;
}

export const apiKinds = [
  { group: '', kind: 'Namespace', versions: ['v1'], namespaced: false, feeds: ['namespace'] },
  { group: '', kind: 'Node', versions: ['v1'], namespaced: false, feeds: ['k8s-node'] },
  {
    group: 'apps',
    kind: 'Deployment',
    versions: ['v1', 'v1beta2', 'v1beta1'],
    namespaced: true,
    feeds: ['workload', 'addon'],
  },
  {
    group: 'apps',
    kind: 'StatefulSet',
    versions: ['v1', 'v1beta2', 'v1beta1'],
    namespaced: true,
    feeds: ['workload', 'addon'],
  },
  {
    group: 'apps',
    kind: 'DaemonSet',
    versions: ['v1', 'v1beta2'],
    namespaced: true,
    feeds: ['workload', 'addon'],
  },
  {
    group: 'apps',
    kind: 'ReplicaSet',
    versions: ['v1', 'v1beta2'],
    namespaced: true,
    feeds: ['workload'],
  },
  { group: '', kind: 'ReplicationController', versions: ['v1'], namespaced: true, feeds: ['workload'] },
  { group: 'batch', kind: 'Job', versions: ['v1'], namespaced: true, feeds: ['workload', 'job-run'] },
  { group: 'batch', kind: 'CronJob', versions: ['v1', 'v1beta1'], namespaced: true, feeds: ['workload'] },
  { group: '', kind: 'Pod', versions: ['v1'], namespaced: true, feeds: ['pod'] },
  { group: '', kind: 'Service', versions: ['v1'], namespaced: true, feeds: ['service'] },
  {
    group: 'discovery.k8s.io',
    kind: 'EndpointSlice',
    versions: ['v1', 'v1beta1'],
    namespaced: true,
    feeds: [],
    auxiliary: true,
  },
  {
    group: 'networking.k8s.io',
    kind: 'Ingress',
    versions: ['v1', 'v1beta1'],
    namespaced: true,
    feeds: ['ingress'],
  },
  {
    group: 'networking.k8s.io',
    kind: 'NetworkPolicy',
    versions: ['v1'],
    namespaced: true,
    feeds: ['network-policy'],
  },
  { group: '', kind: 'PersistentVolume', versions: ['v1'], namespaced: false, feeds: ['persistent-volume'] },
  {
    group: '',
    kind: 'PersistentVolumeClaim',
    versions: ['v1'],
    namespaced: true,
    feeds: ['persistent-volume-claim'],
  },
  {
    group: 'storage.k8s.io',
    kind: 'StorageClass',
    versions: ['v1', 'v1beta1'],
    namespaced: false,
    feeds: ['storage-class'],
  },
  {
    group: 'autoscaling',
    kind: 'HorizontalPodAutoscaler',
    versions: ['v2', 'v2beta2', 'v1'],
    namespaced: true,
    feeds: ['autoscaler'],
  },
  {
    group: 'policy',
    kind: 'PodDisruptionBudget',
    versions: ['v1', 'v1beta1'],
    namespaced: true,
    feeds: ['disruption-budget'],
  },
  { group: '', kind: 'ResourceQuota', versions: ['v1'], namespaced: true, feeds: ['resource-quota'] },
  { group: '', kind: 'LimitRange', versions: ['v1'], namespaced: true, feeds: ['limit-range'] },
  {
    group: 'rbac.authorization.k8s.io',
    kind: 'ClusterRole',
    versions: ['v1'],
    namespaced: false,
    feeds: ['access-role'],
  },
  {
    group: 'rbac.authorization.k8s.io',
    kind: 'Role',
    versions: ['v1'],
    namespaced: true,
    feeds: ['access-role'],
  },
  {
    group: 'rbac.authorization.k8s.io',
    kind: 'ClusterRoleBinding',
    versions: ['v1'],
    namespaced: false,
    feeds: ['role-binding'],
  },
  {
    group: 'rbac.authorization.k8s.io',
    kind: 'RoleBinding',
    versions: ['v1'],
    namespaced: true,
    feeds: ['role-binding'],
  },
  {
    group: 'apiextensions.k8s.io',
    kind: 'CustomResourceDefinition',
    versions: ['v1', 'v1beta1'],
    namespaced: false,
    feeds: ['custom-resource-definition', 'custom-resource', 'certificate', 'addon'],
  },
  { group: '', kind: 'Event', versions: ['v1'], namespaced: true, feeds: ['k8s-event'] },
  {
    group: 'metrics.k8s.io',
    kind: 'NodeMetrics',
    versions: ['v1beta1'],
    namespaced: false,
    feeds: [],
    auxiliary: true,
  },
  {
    group: 'metrics.k8s.io',
    kind: 'PodMetrics',
    versions: ['v1beta1'],
    namespaced: true,
    feeds: [],
    auxiliary: true,
  },
] as const satisfies readonly ApiKind[];

export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}
