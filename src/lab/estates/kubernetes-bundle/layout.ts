/** Where troubleshoot.sh puts each kind of resource below `cluster-resources/`. */
export interface Place {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  /** A file for cluster-wide kinds, a folder with a file for each namespace otherwise. */
  readonly path: string;
  readonly namespaced: boolean;
}

const core = 'v1';
const rbac = 'rbac.authorization.k8s.io/v1';
const networking = 'networking.k8s.io/v1';

export const places: readonly Place[] = [
  place(core, 'Node', 'nodes', 'nodes'),
  place(core, 'Namespace', 'namespaces', 'namespaces'),
  place(core, 'PersistentVolume', 'persistentvolumes', 'pvs'),
  place('storage.k8s.io/v1', 'StorageClass', 'storageclasses', 'storage-classes'),
  place('storage.k8s.io/v1', 'VolumeAttachment', 'volumeattachments', 'volumeattachments'),
  place('scheduling.k8s.io/v1', 'PriorityClass', 'priorityclasses', 'priorityclasses'),
  place(
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    'customresourcedefinitions',
    'custom-resource-definitions',
  ),
  place(rbac, 'ClusterRole', 'clusterroles', 'clusterroles'),
  place(rbac, 'ClusterRoleBinding', 'clusterrolebindings', 'clusterRoleBindings'),
  place(core, 'Pod', 'pods', 'pods/'),
  place(core, 'Service', 'services', 'services/'),
  place(core, 'Event', 'events', 'events/'),
  place(core, 'PersistentVolumeClaim', 'persistentvolumeclaims', 'pvcs/'),
  place(core, 'LimitRange', 'limitranges', 'limitranges/'),
  place(core, 'ResourceQuota', 'resourcequotas', 'resource-quotas/'),
  place(core, 'Endpoints', 'endpoints', 'endpoints/'),
  place(core, 'ConfigMap', 'configmaps', 'configmaps/'),
  place(core, 'ServiceAccount', 'serviceaccounts', 'serviceaccounts/'),
  place('coordination.k8s.io/v1', 'Lease', 'leases', 'leases/'),
  place('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices', 'endpointslices/'),
  place('apps/v1', 'Deployment', 'deployments', 'deployments/'),
  place('apps/v1', 'StatefulSet', 'statefulsets', 'statefulsets/'),
  place('apps/v1', 'DaemonSet', 'daemonsets', 'daemonsets/'),
  place('apps/v1', 'ReplicaSet', 'replicasets', 'replicasets/'),
  place('batch/v1', 'Job', 'jobs', 'jobs/'),
  place('batch/v1', 'CronJob', 'cronjobs', 'cronjobs/'),
  place(networking, 'Ingress', 'ingresses', 'ingress/'),
  place(networking, 'NetworkPolicy', 'networkpolicies', 'network-policy/'),
  place('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', 'pod-disruption-budgets/'),
  place('autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', 'horizontalpodautoscalers/'),
  place(rbac, 'Role', 'roles', 'roles/'),
  place(rbac, 'RoleBinding', 'rolebindings', 'rolebindings/'),
];

function place(apiVersion: string, kind: string, plural: string, where: string): Place {
  const namespaced = where.endsWith('/');
  return { apiVersion, kind, plural, path: namespaced ? where.slice(0, -1) : where, namespaced };
}
