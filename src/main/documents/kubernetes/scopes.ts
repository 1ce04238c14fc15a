import type { Entity, EntityOf } from '../../../shared/model/entity.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import { kubernetesKinds } from '../../../shared/model/kinds/kubernetes.ts';
import { compareNatural } from '../../inventory/natural-order.ts';
import type { InventoryView } from '../../inventory/view.ts';
import type { SectionPlan } from '../generator.ts';
import { slug } from '../slug.ts';

export type KubernetesKind = keyof typeof kubernetesKinds;
export const allKinds = Object.keys(kubernetesKinds) as KubernetesKind[];

/** What a page is about: one cluster of one source, what of it lies in no namespace, or one namespace. */
export interface Scope {
  readonly view: InventoryView;
  readonly title: string;
  readonly page: string;
  /** Absent where objects name a cluster that itself was not seen. */
  readonly cluster?: EntityOf<'k8s-cluster'>;
  readonly clusterName: string;
  readonly source: string;
  /** The namespace is the same for all: tables need not say it. */
  readonly oneNamespace: boolean;
  members<K extends KubernetesKind>(kind: K): readonly EntityOf<K>[];
  /** Exactly the partitions that the members lie in. */
  reads(...kinds: readonly KubernetesKind[]): SectionPlan['reads'];
  /** Whether an entity, also one that is gone, is of this scope. */
  holds(entity: Entity): boolean;
}

export interface ClusterScope extends Scope {
  /** What lies in no namespace. */
  readonly wide: Scope;
  /** One for each namespace that something is in, in natural order. */
  readonly namespaces: readonly Scope[];
}

type Members = Map<KubernetesKind, Entity[]>;

/** One scope for each cluster of each source, so that every entity is in exactly one. */
export function clusterScopes(view: InventoryView, root: string): readonly ClusterScope[] {
  const found = new Map<string, { cluster: string; source: string; members: Members }>();
  for (const kind of allKinds) {
    for (const entity of view.all(kind) as readonly Entity[]) {
      const cluster = clusterNameOf(entity);
      const key = `${cluster}\n${entity.source}`;
      const group = found.get(key) ?? { cluster, source: entity.source, members: new Map() };
      found.set(key, group);
      add(group.members, kind, entity);
    }
  }
  const groups = [...found.values()].toSorted(
    (a, b) => compareNatural(a.cluster, b.cluster) || compareNatural(a.source, b.source),
  );
  const uses = new Map<string, number>();
  for (const { cluster } of groups) uses.set(cluster, (uses.get(cluster) ?? 0) + 1);
  return groups.map(({ cluster, source, members }): ClusterScope => {
    const shared = (uses.get(cluster) ?? 0) > 1;
    const title = shared ? `${cluster} (${source})` : cluster;
    const page = `${root}/cluster-${slug(shared ? `${cluster}\n${source}` : cluster)}`;
    const [entity] = (members.get('k8s-cluster') ?? []) as EntityOf<'k8s-cluster'>[];
    const common = {
      view,
      clusterName: cluster,
      source,
      ...(entity === undefined ? {} : { cluster: entity }),
    };
    const byNamespace = split(members);
    const make = (own: Members, parts: Pick<Scope, 'title' | 'page' | 'oneNamespace'>): Scope => ({
      ...common,
      ...parts,
      members: (kind) => (own.get(kind) ?? []) as readonly Entity[] as readonly EntityOf<typeof kind>[],
      reads: (...kinds) =>
        kinds.flatMap((kind) => {
          const partitions = new Set((own.get(kind) ?? []).map((member) => member.partition ?? ''));
          return [...partitions].map((partition) => ({ kind, partition }));
        }),
      holds: (other) =>
        isKubernetesKind(other.kind) &&
        other.source === source &&
        clusterNameOf(other) === cluster &&
        (!parts.oneNamespace || namespaceNameOf(other) === parts.title),
    });
    return {
      ...make(members, { title, page, oneNamespace: false }),
      wide: make(byNamespace.get('') ?? new Map(), { title, page, oneNamespace: false }),
      namespaces: [...byNamespace]
        .filter(([namespace]) => namespace !== '')
        .toSorted(([a], [b]) => compareNatural(a, b))
        .map(([namespace, own]) =>
          make(own, { title: namespace, page: `${page}/namespace-${slug(namespace)}`, oneNamespace: true }),
        ),
    };
  });
}

export function clusterNameOf(entity: Entity): string {
  if (entity.kind === 'k8s-cluster') return entity.name;
  return (
    (entity.attributes as { readonly cluster?: string }).cluster ?? entity.partition ?? 'unknown cluster'
  );
}

export function namespaceNameOf(entity: Entity): string | undefined {
  return (entity.attributes as { readonly namespace?: string }).namespace;
}

function split(members: Members): Map<string, Members> {
  const found = new Map<string, Members>();
  for (const [kind, entities] of members) {
    for (const entity of entities) {
      const namespace = namespaceNameOf(entity) ?? '';
      const own = found.get(namespace) ?? new Map<KubernetesKind, Entity[]>();
      found.set(namespace, own);
      add(own, kind, entity);
    }
  }
  return found;
}

function add(members: Members, kind: KubernetesKind, entity: Entity): void {
  const list = members.get(kind);
  if (list) list.push(entity);
  else members.set(kind, [entity]);
}

export function isKubernetesKind(kind: EntityKind): kind is KubernetesKind {
  return Object.hasOwn(kubernetesKinds, kind);
}
