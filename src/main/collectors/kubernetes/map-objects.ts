import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import type { ObservedRecord } from '../../../shared/model/entity.ts';
import type { RejectedRecord } from '../../../shared/model/run.ts';
import { indexCluster, type IndexInput } from './cluster-index.ts';
import { mapRoleBindings, mapRoles } from './map-access.ts';
import { mapCluster, mapControlPlaneCertificates, mapNamespaces, parseClusterInfo } from './map-cluster.ts';
import { mapEvents } from './map-event.ts';
import { mapIngresses, mapServices } from './map-exposure.ts';
import { mapAddons, mapCustomResources, mapDefinitions, mapManagedCertificates } from './map-extension.ts';
import { mapNodes } from './map-node.ts';
import { mapPods } from './map-pod.ts';
import {
  mapAutoscalers,
  mapDisruptionBudgets,
  mapLimitRanges,
  mapNetworkPolicies,
  mapQuotas,
} from './map-policy.ts';
import { mapClaims, mapStorageClasses, mapVolumes, volumeUsage } from './map-storage.ts';
import { mapWorkloads, templateOf } from './map-workload.ts';
import type { Mapped } from './mapping.ts';
import { isWorkload, workloadOf } from './ownership.ts';
import { imagesOf } from './pod-template.ts';

/**
 * One cluster as a server gave it. `objects` are API objects of any kind and version, in any order, each with its
 * apiVersion and kind; `info` is what is known of the cluster as a whole, `summaries` are kubelets' /stats/summary.
 */
export interface ClusterInput extends IndexInput {
  readonly info?: unknown;
  readonly summaries?: Iterable<unknown>;
  /** Why volume usage is not there for claims that pods mount. */
  readonly noVolumeUsage?: string;
}

export interface MappedObjects {
  readonly records: ReadonlyMap<EntityKind, readonly ObservedRecord[]>;
  readonly rejects: readonly RejectedRecord[];
  /** The namespaces that the cluster has, and those that objects say they are in. */
  readonly namespaces: readonly string[];
}

/** Raw API objects of one cluster to records. Pure; never throws for what an object contains. */
export function mapObjects(input: ClusterInput): MappedObjects {
  const index = indexCluster(input);
  const info = parseClusterInfo(input.info);
  const workloads = index.objects
    .filter((object) => isWorkload(object) && !workloadOf(index, object))
    .map((object) => ({ object, images: imagesOf(templateOf(object).spec) }));
  const all: Mapped[] = [
    mapCluster(index, info),
    ...mapNamespaces(index),
    ...mapNodes(index),
    ...mapWorkloads(index),
    ...mapPods(index),
    ...mapServices(index),
    ...mapIngresses(index),
    ...mapStorageClasses(index),
    ...mapVolumes(index),
    ...mapClaims(index, volumeUsage(input.summaries ?? []), input.noVolumeUsage),
    ...mapAutoscalers(index),
    ...mapDisruptionBudgets(index),
    ...mapQuotas(index),
    ...mapLimitRanges(index),
    ...mapNetworkPolicies(index),
    ...mapRoles(index),
    ...mapRoleBindings(index),
    ...mapDefinitions(index),
    ...mapCustomResources(index),
    ...mapControlPlaneCertificates(index, info),
    ...mapManagedCertificates(index),
    ...mapEvents(index),
    ...mapAddons(index, workloads),
  ];
  const records = new Map<EntityKind, ObservedRecord[]>();
  for (const { kind, record } of all) {
    const found = records.get(kind);
    if (found) found.push(record);
    else records.set(kind, [record]);
  }
  const namespaces = new Set<string>();
  for (const { group, kind, metadata } of index.objects) {
    if (group === '' && kind === 'Namespace') namespaces.add(metadata.name);
    else if (metadata.namespace) namespaces.add(metadata.namespace);
  }
  return { records, rejects: index.rejects, namespaces: [...namespaces].toSorted() };
}
