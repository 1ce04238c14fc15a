import type { NamespacePlan } from './applications.ts';
import { put, type Cluster } from './cluster.ts';

const rbac = 'rbac.authorization.k8s.io/v1';
const group = 'rbac.authorization.k8s.io';

type Rule = { apiGroups: string[]; resources: string[]; verbs: string[] };

const everything: Rule = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] };
const read = ['get', 'list', 'watch'];
const write = ['create', 'delete', 'patch', 'update'];
const workloadResources = ['deployments', 'statefulsets', 'daemonsets', 'replicasets'];

/** Cluster roles that every cluster has, a group for each team, and service accounts that need more than others. */
export function buildAccess(cluster: Cluster, plans: readonly NamespacePlan[]): void {
  const role = (name: string, rules: Rule[], more: Record<string, unknown> = {}) =>
    put(cluster, { apiVersion: rbac, kind: 'ClusterRole', metadata: { name }, rules, ...more });
  role('cluster-admin', [everything]);
  role(
    'admin',
    [{ apiGroups: ['', 'apps', 'batch', 'networking.k8s.io'], resources: ['*'], verbs: [...read, ...write] }],
    {
      aggregationRule: {
        clusterRoleSelectors: [{ matchLabels: { 'rbac.authorization.k8s.io/aggregate-to-admin': 'true' } }],
      },
    },
  );
  role('edit', [
    {
      apiGroups: [''],
      resources: ['pods', 'services', 'configmaps', 'persistentvolumeclaims'],
      verbs: [...read, ...write],
    },
    { apiGroups: ['apps'], resources: workloadResources, verbs: [...read, ...write] },
  ]);
  role('view', [
    { apiGroups: [''], resources: ['pods', 'services', 'configmaps', 'persistentvolumeclaims'], verbs: read },
    { apiGroups: ['apps'], resources: workloadResources, verbs: read },
  ]);
  role('system:node', [{ apiGroups: [''], resources: ['nodes', 'pods'], verbs: read }]);
  role('prometheus', [
    { apiGroups: [''], resources: ['nodes', 'nodes/metrics', 'pods', 'services', 'endpoints'], verbs: read },
  ]);
  role('ingress-nginx', [
    { apiGroups: ['', 'networking.k8s.io'], resources: ['services', 'ingresses', 'secrets'], verbs: read },
  ]);

  const bind = (name: string, roleName: string, subject: Record<string, string>) =>
    put(cluster, {
      apiVersion: rbac,
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: group, kind: 'ClusterRole', name: roleName },
      subjects: [subject],
    });
  bind('cluster-admin', 'cluster-admin', { apiGroup: group, kind: 'Group', name: 'system:masters' });
  bind('platform-admins', 'cluster-admin', { apiGroup: group, kind: 'Group', name: 'team-platform' });
  bind('operators-view', 'view', { apiGroup: group, kind: 'Group', name: 'operations' });
  bind('prometheus', 'prometheus', { kind: 'ServiceAccount', namespace: 'monitoring', name: 'prometheus' });
  bind('ingress-nginx', 'ingress-nginx', {
    kind: 'ServiceAccount',
    namespace: 'ingress-nginx',
    name: 'ingress-nginx-controller',
  });
  for (const plan of plans) {
    if (!plan.team || plan.team === 'platform') continue;
    put(cluster, {
      apiVersion: rbac,
      kind: 'Role',
      metadata: { name: 'deployer', namespace: plan.name },
      rules: [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list', 'patch'] }],
    });
    const bindHere = (name: string, roleKind: string, roleName: string, subject: Record<string, string>) =>
      put(cluster, {
        apiVersion: rbac,
        kind: 'RoleBinding',
        metadata: { name, namespace: plan.name },
        roleRef: { apiGroup: group, kind: roleKind, name: roleName },
        subjects: [subject],
      });
    bindHere('team-edit', 'ClusterRole', 'edit', {
      apiGroup: group,
      kind: 'Group',
      name: `team-${plan.team}`,
    });
    bindHere('deployer', 'Role', 'deployer', {
      kind: 'ServiceAccount',
      namespace: 'argocd',
      name: 'deployer',
    });
  }
}

/** Definitions that operators bring, and a few objects of theirs. */
export function buildExtensions(cluster: Cluster): void {
  define(cluster, 'cert-manager.io', 'v1', 'Certificate', 'certificates', 'Namespaced');
  define(cluster, 'cert-manager.io', 'v1', 'ClusterIssuer', 'clusterissuers', 'Cluster');
  define(cluster, 'monitoring.coreos.com', 'v1', 'ServiceMonitor', 'servicemonitors', 'Namespaced');
  define(cluster, 'snapshot.storage.k8s.io', 'v1', 'VolumeSnapshotClass', 'volumesnapshotclasses', 'Cluster');
  put(cluster, {
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata: { name: 'lab-ca', generation: 1 },
    spec: { ca: { secretName: 'lab-ca' } },
    status: {
      conditions: [
        { type: 'Ready', status: 'True', reason: 'KeyPairVerified', lastTransitionTime: now(cluster) },
      ],
    },
  });
  put(cluster, {
    apiVersion: 'snapshot.storage.k8s.io/v1',
    kind: 'VolumeSnapshotClass',
    metadata: { name: 'san-snapshots', generation: 1 },
    driver: 'csi.vsphere.vmware.com',
    deletionPolicy: 'Delete',
  });
  for (const name of ['prometheus', 'grafana', 'ingress-nginx-controller']) {
    put(cluster, {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'ServiceMonitor',
      metadata: { name, namespace: 'monitoring', generation: 1 },
      spec: { selector: { matchLabels: { app: name } }, endpoints: [{ port: 'main' }] },
    });
  }
}

function define(
  cluster: Cluster,
  apiGroup: string,
  version: string,
  kind: string,
  plural: string,
  scope: 'Namespaced' | 'Cluster',
): void {
  put(cluster, {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${apiGroup}` },
    spec: {
      group: apiGroup,
      scope,
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [{ name: version, served: true, storage: true }],
    },
    status: {
      conditions: [
        { type: 'NamesAccepted', status: 'True', lastTransitionTime: now(cluster) },
        { type: 'Established', status: 'True', lastTransitionTime: now(cluster) },
      ],
    },
  });
}

function now(cluster: Cluster): string {
  return `${new Date(cluster.now()).toISOString().slice(0, 19)}Z`;
}
