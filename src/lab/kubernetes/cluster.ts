import type { BlueprintKubernetesCluster } from '../blueprint.ts';
import type { LabRandom } from '../domain.ts';
import type { KubeObject } from './api.ts';
import type { Condition, ObjectOf, PodTemplate } from './kinds.ts';

/** What happens to containers of an image: it is not in the registry, or it ends by itself soon after its start. */
export type Fault = { readonly type: 'missing' } | { readonly type: 'crash'; readonly log: string };

/** One simulated cluster: its objects, and what the objects do not say. */
export interface Cluster {
  readonly name: string;
  readonly blueprint: BlueprintKubernetesCluster;
  readonly version: string;
  readonly random: LabRandom;
  now(): number;
  /** By kind, then by `namespace/name`. */
  readonly objects: Map<string, Map<string, KubeObject>>;
  /** Owner (uid) → what it owns. */
  readonly owned: Map<string, Set<KubeObject>>;
  resourceVersion: number;
  /** By image. */
  readonly faults: Map<string, Fault>;
  /** Nodes whose kubelet is silent, and since when (ms). */
  readonly silent: Map<string, number>;
  /** Pod (uid) → when its next step is due and which. */
  readonly steps: Map<string, PodStep>;
  /** Pod (uid) → share of its requests that it uses, drifting. */
  readonly load: Map<string, number>;
  /** `namespace/claim` → bytes in use. */
  readonly volumeUse: Map<string, number>;
  /** `uid/generation` → hash of the template that it had then. */
  readonly hashes: Map<string, string>;
  /** Deployment (uid) → when its rollout last got on (ms). */
  readonly progress: Map<string, number>;
  /** Highest number given to a pod's address so far. */
  addresses: number;
  /** While it is built: everything starts at once, at the moment `at` in the past. */
  settling: boolean;
  at: number | undefined;
}

export type PodStep =
  | { readonly type: 'start'; readonly at: number }
  | { readonly type: 'ready'; readonly at: number }
  | { readonly type: 'crash'; readonly at: number; readonly backoffSeconds: number }
  | { readonly type: 'retry'; readonly at: number; readonly backoffSeconds: number }
  | { readonly type: 'finish'; readonly at: number };

export function iso(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

export function keyOf(namespace: string | undefined, name: string): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

export function put<T extends KubeObject>(cluster: Cluster, object: T): T {
  const kind = cluster.objects.get(object.kind) ?? new Map<string, KubeObject>();
  cluster.objects.set(object.kind, kind);
  cluster.resourceVersion += 1;
  object.metadata['resourceVersion'] = String(cluster.resourceVersion);
  object.metadata.uid ??= uid(cluster);
  object.metadata.creationTimestamp ??= iso(cluster.now());
  kind.set(keyOf(object.metadata.namespace, object.metadata.name), object);
  const owner = ownerUid(object);
  if (owner !== undefined) {
    const owned = cluster.owned.get(owner) ?? new Set<KubeObject>();
    cluster.owned.set(owner, owned.add(object));
  }
  return object;
}

export function remove(cluster: Cluster, object: KubeObject): void {
  cluster.objects.get(object.kind)?.delete(keyOf(object.metadata.namespace, object.metadata.name));
  cluster.resourceVersion += 1;
  const id = object.metadata.uid ?? '';
  cluster.steps.delete(id);
  cluster.load.delete(id);
  cluster.owned.delete(id);
  cluster.owned.get(ownerUid(object) ?? '')?.delete(object);
}

export function get<K extends string>(
  cluster: Cluster,
  kind: K,
  namespace: string | undefined,
  name: string,
): ObjectOf<K> | undefined {
  return cluster.objects.get(kind)?.get(keyOf(namespace, name)) as ObjectOf<K> | undefined;
}

export function all<K extends string>(cluster: Cluster, kind: K): ObjectOf<K>[] {
  return [...(cluster.objects.get(kind)?.values() ?? [])] as ObjectOf<K>[];
}

export function uid(cluster: Cluster): string {
  return [8, 4, 4, 4, 12].map((length) => cluster.random.hex(length)).join('-');
}

/** Kubernetes writes generated names without vowels and look-alikes. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

export function suffix(cluster: Cluster, length = 5): string {
  return Array.from({ length }, () => alphabet[cluster.random.int(0, alphabet.length - 1)]).join('');
}

/** The hash of a template, as it stands in the names of ReplicaSets and pods. */
function templateHash(template: PodTemplate): string {
  let hash = 0x811c9dc5;
  for (const character of JSON.stringify(template)) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  let rest = hash >>> 0;
  return Array.from({ length: 9 }, () => {
    const letter = alphabet[rest % alphabet.length] ?? 'b';
    rest = (Math.imul(rest, 0x9e3779b1) + 0x7f4a7c15) >>> 0;
    return letter;
  }).join('');
}

/** The hash of what an object makes its pods of; every change of it raises the object's generation. */
export function hashOf(cluster: Cluster, object: KubeObject & { spec: { template: PodTemplate } }): string {
  const key = `${object.metadata.uid ?? ''}/${String(object.metadata['generation'])}`;
  const known = cluster.hashes.get(key);
  if (known !== undefined) return known;
  const hash = templateHash(object.spec.template);
  cluster.hashes.set(key, hash);
  return hash;
}

export function ownerReference(owner: KubeObject): Record<string, unknown> {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

export function ownerUid(object: KubeObject): string | undefined {
  const references = object.metadata['ownerReferences'] as { uid?: string }[] | undefined;
  return references?.[0]?.uid;
}

/** What an object owns, of one kind, oldest first. */
export function ownedBy<K extends string>(cluster: Cluster, owner: KubeObject, kind: K): ObjectOf<K>[] {
  const owned = [...(cluster.owned.get(owner.metadata.uid ?? '') ?? [])];
  return owned.filter((object) => object.kind === kind) as ObjectOf<K>[];
}

export function isTerminating(object: KubeObject): boolean {
  return object.metadata['deletionTimestamp'] !== undefined;
}

export function setCondition(
  conditions: Condition[],
  next: Omit<Condition, 'lastTransitionTime'>,
  at: string,
): void {
  const index = conditions.findIndex((condition) => condition.type === next.type);
  const before = conditions[index];
  const changed = before?.status !== next.status;
  const entry = { ...next, lastTransitionTime: changed || !before ? at : before.lastTransitionTime };
  if (index < 0) conditions.push(entry);
  else conditions[index] = entry;
}

const eventLifeMs = 3_600_000;
const mostEvents = 400;

/** Records an event, or counts one that has been recorded already. Events live for an hour. */
export function recordEvent(
  cluster: Cluster,
  about: KubeObject,
  event: { type: 'Normal' | 'Warning'; reason: string; message: string; component: string },
): void {
  if (cluster.settling) return;
  const at = iso(cluster.now());
  const events = cluster.objects.get('Event') ?? new Map<string, KubeObject>();
  const namespace = about.metadata.namespace ?? 'default';
  const same = [...events.values()].find(
    (known) =>
      known['reason'] === event.reason &&
      known['message'] === event.message &&
      (known['involvedObject'] as { uid?: string }).uid === about.metadata.uid,
  );
  if (same) {
    same['count'] = Number(same['count']) + 1;
    same['lastTimestamp'] = at;
    return;
  }
  put(cluster, {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${about.metadata.name}.${cluster.random.hex(16)}`, namespace },
    involvedObject: {
      kind: about.kind,
      apiVersion: about.apiVersion,
      name: about.metadata.name,
      ...(about.metadata.namespace === undefined ? {} : { namespace: about.metadata.namespace }),
      uid: about.metadata.uid,
    },
    type: event.type,
    reason: event.reason,
    message: event.message,
    source: { component: event.component },
    firstTimestamp: at,
    lastTimestamp: at,
    count: 1,
    reportingComponent: event.component,
    reportingInstance: '',
  });
}

export function expireEvents(cluster: Cluster): void {
  const events = all(cluster, 'Event');
  const oldest = cluster.now() - eventLifeMs;
  const surplus = events.length - mostEvents;
  events.forEach((event, position) => {
    if (position < surplus || Date.parse(String(event['lastTimestamp'])) < oldest) remove(cluster, event);
  });
}
