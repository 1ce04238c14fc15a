import type { EntityOf } from '../../../shared/model/entity.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import { clusterFigures, type ClusterFigures } from '../../capacity/vsphere-cluster.ts';
import { compareNatural } from '../../inventory/natural-order.ts';
import type { InventoryView } from '../../inventory/view.ts';
import type { SectionPlan } from '../generator.ts';
import { slug } from '../slug.ts';

/** The kinds whose partition is the cluster. */
const clusterKinds = [
  'cluster',
  'host',
  'vm',
  'datastore',
  'resource-pool',
] as const satisfies readonly EntityKind[];
type ClusterKind = (typeof clusterKinds)[number];

/** What a page or section is about: the whole estate, or one cluster of one vCenter (or what has none). */
export interface Scope {
  readonly title: string;
  /** Document id of its page, where it has one. */
  readonly page: string;
  readonly cluster?: EntityOf<'cluster'>;
  readonly partition?: string;
  readonly source?: string;
  members<K extends ClusterKind>(kind: K): readonly EntityOf<K>[];
  reads(kind: EntityKind): SectionPlan['reads'][number];
}

export function figuresOf(scope: Scope): ClusterFigures {
  return clusterFigures({ cluster: scope.cluster, hosts: scope.members('host'), vms: scope.members('vm') });
}

export function wholeEstate(view: InventoryView, root: string): Scope {
  return {
    title: 'the estate',
    page: root,
    members: (kind) => view.all(kind),
    reads: (kind) => ({ kind }),
  };
}

/**
 * One scope for each cluster and for everything else that is the partition of something, so that every host, VM,
 * datastore and pool is in exactly one. Two vCenters may have clusters of the same name.
 */
export function clusterScopes(view: InventoryView, root: string): readonly Scope[] {
  const found = new Map<string, { partition: string; source: string; cluster?: EntityOf<'cluster'> }>();
  const note = (partition: string, source: string) => {
    const key = `${partition}\n${source}`;
    const known = found.get(key);
    if (known) return known;
    const made: { partition: string; source: string; cluster?: EntityOf<'cluster'> } = { partition, source };
    found.set(key, made);
    return made;
  };
  for (const cluster of view.all('cluster'))
    note(cluster.partition ?? cluster.name, cluster.source).cluster = cluster;
  for (const kind of clusterKinds) {
    for (const partition of view.partitions(kind)) {
      let last = '';
      for (const { source } of view.inPartition(kind, partition)) {
        if (source !== last) note(partition, source);
        last = source;
      }
    }
  }
  const all = [...found.values()].toSorted(
    (a, b) => compareNatural(a.partition, b.partition) || compareNatural(a.source, b.source),
  );
  const uses = new Map<string, number>();
  for (const { partition } of all) uses.set(partition, (uses.get(partition) ?? 0) + 1);
  return all.map(({ cluster, partition, source }): Scope => {
    const shared = (uses.get(partition) ?? 0) > 1;
    const name = partition === '' ? 'no cluster' : partition;
    const members = <K extends ClusterKind>(kind: K): readonly EntityOf<K>[] => {
      const list = view.inPartition(kind, partition);
      return shared ? list.filter((entity) => entity.source === source) : list;
    };
    return {
      title: shared ? `${name} (${source})` : name,
      page: `${root}/cluster-${slug(shared ? `${name}\n${source}` : name)}`,
      partition,
      source,
      ...(cluster === undefined ? {} : { cluster }),
      members,
      reads: (kind) =>
        (clusterKinds as readonly EntityKind[]).includes(kind) ? { kind, partition } : { kind },
    };
  });
}
