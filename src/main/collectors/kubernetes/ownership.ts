import type { EntityId } from '../../../shared/model/ids.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import { workloadTypes } from '../../../shared/model/kinds/kubernetes.ts';
import { groupOf } from './api-kinds.ts';
import type { ApiObject, ClusterIndex } from './cluster-index.ts';

const workloadGroups: Readonly<Record<string, string>> = {
  Deployment: 'apps',
  StatefulSet: 'apps',
  DaemonSet: 'apps',
  ReplicaSet: 'apps',
  ReplicationController: '',
  Job: 'batch',
  CronJob: 'batch',
};

/** The object's controller as it names it: found by UID, or by name where UIDs are missing. */
export function controllerOf(index: ClusterIndex, object: ApiObject): ApiObject | undefined {
  const references = object.metadata.ownerReferences;
  const reference = references.find((owner) => owner.controller === true) ?? references[0];
  if (!reference) return undefined;
  return (
    (reference.uid ? index.byUid(reference.uid) : undefined) ??
    index.find(
      workloadGroups[reference.kind] ?? groupOf(reference.apiVersion ?? ''),
      reference.kind,
      object.metadata.namespace,
      reference.name,
    )
  );
}

export function controllerText(object: ApiObject): string | undefined {
  const references = object.metadata.ownerReferences;
  const reference = references.find((owner) => owner.controller === true) ?? references[0];
  return reference && `${reference.kind}/${reference.name}`;
}

/**
 * The workload that an operator would name: up the chain of controllers, through ReplicaSets and Jobs, to the last
 * object that is a workload.
 */
export function workloadOf(index: ClusterIndex, object: ApiObject): ApiObject | undefined {
  let found: ApiObject | undefined;
  let current = controllerOf(index, object);
  // Owner references can be written by hand, also in a circle.
  for (let depth = 0; current && depth < 8; depth++) {
    if (isWorkload(current)) found = current;
    current = controllerOf(index, current);
  }
  return found;
}

export function isWorkload(object: ApiObject): boolean {
  return (
    (workloadTypes as readonly string[]).includes(object.kind) && object.group === workloadGroups[object.kind]
  );
}

/** The entity that an object is: a ReplicaSet of a Deployment is that Deployment, a Job of a CronJob is one of its runs. */
export function entityOf(index: ClusterIndex, object: ApiObject): EntityId | undefined {
  if (object.kind === 'Job' && object.group === 'batch') {
    return index.id(controllerOf(index, object)?.kind === 'CronJob' ? 'job-run' : 'workload', object);
  }
  if (isWorkload(object)) return index.id('workload', workloadOf(index, object) ?? object);
  const kind = entityKinds[`${object.group}|${object.kind}`];
  if (kind) return index.id(kind, object);
  return isCustom(index, object) ? index.id('custom-resource', object) : undefined;
}

const entityKinds: Readonly<Record<string, EntityKind>> = {
  '|Namespace': 'namespace',
  '|Node': 'k8s-node',
  '|Pod': 'pod',
  '|Service': 'service',
  '|PersistentVolume': 'persistent-volume',
  '|PersistentVolumeClaim': 'persistent-volume-claim',
  '|ResourceQuota': 'resource-quota',
  '|LimitRange': 'limit-range',
  'networking.k8s.io|Ingress': 'ingress',
  'networking.k8s.io|NetworkPolicy': 'network-policy',
  'storage.k8s.io|StorageClass': 'storage-class',
  'autoscaling|HorizontalPodAutoscaler': 'autoscaler',
  'policy|PodDisruptionBudget': 'disruption-budget',
  'apiextensions.k8s.io|CustomResourceDefinition': 'custom-resource-definition',
  'rbac.authorization.k8s.io|ClusterRole': 'access-role',
  'rbac.authorization.k8s.io|Role': 'access-role',
  'rbac.authorization.k8s.io|ClusterRoleBinding': 'role-binding',
  'rbac.authorization.k8s.io|RoleBinding': 'role-binding',
};

/** Of a group that a custom resource definition of the cluster defines. */
export function isCustom(index: ClusterIndex, object: ApiObject): boolean {
  return definitionOf(index, object) !== undefined;
}

export function definitionOf(index: ClusterIndex, object: ApiObject): ApiObject | undefined {
  return index.of('apiextensions.k8s.io', 'CustomResourceDefinition').find((definition) => {
    const spec = definition.raw['spec'] as { group?: unknown; names?: { kind?: unknown } } | null | undefined;
    return spec?.group === object.group && spec.names?.kind === object.kind;
  });
}
