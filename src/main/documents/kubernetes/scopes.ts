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

interface Group {
  readonly cluster: string;
  readonly source: string;
  readonly members: Members;
  readonly byNamespace: ReadonlyMap<string, Members>;
}

/** One scope for each cluster of each source, so that every entity is in exactly one. */
export function clusterScopes(view: InventoryView, root: string): readonly ClusterScope[] {
  const groups = groupsOf(view);
  const uses = new Map<string, number>();
  for (const { cluster } of groups) uses.set(cluster, (uses.get(cluster) ?? 0) + 1);
  return groups.map(({ cluster, source, members, byNamespace }): ClusterScope => {
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
    const make = (own: Members, parts: Pick<Scope, 'title' | 'page' | 'oneNamespace'>): Scope => ({
      ...common,
      ...parts,
      members: (kind) => (own.get(kind) ?? []) as readonly Entity[] as readonly EntityOf<typeof kind>[],
      reads: (...kinds) =>
        kinds.flatMap((kind) => partitionsOf(own.get(kind) ?? []).map((partition) => ({ kind, partition }))),
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

/** By the list of the first kind that has members: a view hands out the same lists while nothing in them changes. */
const known = new WeakMap<object, { readonly lists: readonly object[]; readonly groups: readonly Group[] }>();

/** A change of a VM has everything planned again, of which the nodes' tables alone tell anything else. */
function groupsOf(view: InventoryView): readonly Group[] {
  const lists = allKinds.map((kind) => view.all(kind) as readonly Entity[]);
  const first = lists.find((list) => list.length > 0);
  if (first === undefined) return [];
  const before = known.get(first);
  if (before?.lists.every((list, i) => list === lists[i]) === true) return before.groups;
  const groups = group(lists);
  known.set(first, { lists, groups });
  return groups;
}

/** @param lists of each of `allKinds` */
function group(lists: readonly (readonly Entity[])[]): readonly Group[] {
  const found = new Map<string, Omit<Group, 'byNamespace'>>();
  for (const [i, kind] of allKinds.entries()) {
    for (const entity of lists[i] ?? []) {
      const cluster = clusterNameOf(entity);
      const key = `${cluster}\n${entity.source}`;
      const own = found.get(key) ?? { cluster, source: entity.source, members: new Map() };
      found.set(key, own);
      add(own.members, kind, entity);
    }
  }
  return [...found.values()]
    .toSorted((a, b) => compareNatural(a.cluster, b.cluster) || compareNatural(a.source, b.source))
    .map((own) => ({ ...own, byNamespace: split(own.members) }));
}

const partitions = new WeakMap<readonly Entity[], readonly string[]>();

function partitionsOf(members: readonly Entity[]): readonly string[] {
  let found = partitions.get(members);
  if (!found) {
    found = [...new Set(members.map((member) => member.partition ?? ''))];
    partitions.set(members, found);
  }
  return found;
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
