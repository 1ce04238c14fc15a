import { z } from 'zod';
import { entityId, type EntityId } from '../../../shared/model/ids.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import type { RejectedRecord } from '../../../shared/model/run.ts';
import { apiKinds, groupOf } from './api-kinds.ts';
import { ownerReferences, text, textMap, time, whole } from './raw.ts';

const metadataSchema = z.object({
  name: z.string().min(1),
  namespace: text,
  uid: text,
  creationTimestamp: time,
  deletionTimestamp: time,
  generation: whole,
  labels: textMap,
  annotations: textMap,
  ownerReferences,
});

const objectSchema = z.looseObject({
  apiVersion: z.string().min(1),
  kind: z.string().min(1),
  metadata: metadataSchema,
});

/** One API object: its envelope read, the rest as it came. */
export interface ApiObject {
  readonly apiVersion: string;
  readonly group: string;
  readonly kind: string;
  readonly metadata: z.output<typeof metadataSchema>;
  readonly raw: Readonly<Record<string, unknown>>;
}

/** What a kind of API object, or one namespace of it, could not be listed for. */
export interface Missing {
  readonly group: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly reason: string;
}

/** All objects of one cluster, found by group, kind and name or by UID. */
export interface ClusterIndex {
  readonly source: string;
  readonly cluster: string;
  readonly objects: readonly ApiObject[];
  readonly rejects: readonly RejectedRecord[];
  of(group: string, kind: string, namespace?: string): readonly ApiObject[];
  find(group: string, kind: string, namespace: string | undefined, name: string): ApiObject | undefined;
  byUid(uid: string): ApiObject | undefined;
  nativeId(object: ApiObject): string;
  id(kind: EntityKind, object: ApiObject): EntityId;
  clusterId(): EntityId;
  /** Why a list is not there; undefined when it is. */
  missing(group: string, kind: string, namespace?: string): string | undefined;
}

export interface IndexInput {
  readonly source: string;
  readonly cluster: string;
  readonly objects: Iterable<unknown>;
  readonly missing?: readonly Missing[];
}

/** Reads the envelopes. What has none is rejected with its path; everything later can rely on name and kind. */
export function indexCluster(input: IndexInput): ClusterIndex {
  const { source, cluster } = input;
  const objects: ApiObject[] = [];
  const rejects: RejectedRecord[] = [];
  const byName = new Map<string, ApiObject>();
  const byUid = new Map<string, ApiObject>();
  const byKind = new Map<string, ApiObject[]>();
  const nameKey = (group: string, kind: string, namespace: string | undefined, name: string) =>
    `${group}|${kind}|${namespace ?? ''}|${name}`;

  for (const value of input.objects) {
    const parsed = objectSchema.safeParse(value);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      rejects.push(rejected(value, issue?.path.join('.') ?? '', issue?.message ?? 'not an API object'));
      continue;
    }
    const { apiVersion, kind } = parsed.data;
    const group = canonicalGroup(groupOf(apiVersion), kind);
    const { namespaced } = apiKinds.find((known) => known.group === group && known.kind === kind) ?? {};
    if (namespaced === true && parsed.data.metadata.namespace === undefined) {
      rejects.push(rejected(value, 'metadata.namespace', 'expected the namespace that it lies in'));
      continue;
    }
    const metadata =
      namespaced === false ? { ...parsed.data.metadata, namespace: undefined } : parsed.data.metadata;
    const object: ApiObject = { apiVersion, group, kind, metadata, raw: parsed.data };
    const key = nameKey(object.group, kind, metadata.namespace, metadata.name);
    // Paging over a list that changes may give an object twice; the later page is the newer one.
    const earlier = byName.get(key);
    if (earlier) objects.splice(objects.indexOf(earlier), 1);
    objects.push(object);
    byName.set(key, object);
    if (metadata.uid) byUid.set(metadata.uid, object);
  }
  for (const object of objects) {
    for (const key of [
      `${object.group}|${object.kind}`,
      `${object.group}|${object.kind}|${object.metadata.namespace ?? ''}`,
    ]) {
      const found = byKind.get(key);
      if (found) found.push(object);
      else byKind.set(key, [object]);
    }
  }
  const missing = input.missing ?? [];
  const nativeId = ({ group, kind, metadata }: ApiObject) => {
    const id = `${cluster}/${metadata.uid ?? nameKey(group, kind, metadata.namespace, metadata.name)}`;
    return id.length <= 300 ? id : id.slice(0, 300);
  };
  return {
    source,
    cluster,
    objects,
    rejects,
    of: (group, kind, namespace) =>
      byKind.get(namespace === undefined ? `${group}|${kind}` : `${group}|${kind}|${namespace}`) ?? [],
    find: (group, kind, namespace, name) => byName.get(nameKey(group, kind, namespace, name)),
    byUid: (uid) => byUid.get(uid),
    nativeId,
    id: (kind, object) => entityId(source, kind, nativeId(object)),
    clusterId: () => entityId(source, 'k8s-cluster', cluster),
    missing: (group, kind, namespace) =>
      missing.find(
        (gap) =>
          gap.group === group &&
          gap.kind === kind &&
          (gap.namespace === undefined || namespace === undefined || gap.namespace === namespace),
      )?.reason,
  };
}

/** Groups that kinds have left: the same thing must not be two things after an upgrade. */
function canonicalGroup(group: string, kind: string): string {
  if (group !== 'extensions' && group !== 'events.k8s.io') return group;
  if (kind === 'Event') return '';
  if (kind === 'Ingress' || kind === 'NetworkPolicy') return 'networking.k8s.io';
  return 'apps';
}

function rejected(value: unknown, path: string, reason: string): RejectedRecord {
  const envelope = z
    .object({ kind: text, metadata: z.object({ name: text, uid: text }).optional().catch(undefined) })
    .safeParse(value).data;
  return {
    kind: apiKinds.find((known) => known.kind === envelope?.kind)?.feeds[0] ?? 'custom-resource',
    ...(envelope?.metadata?.uid ? { nativeId: envelope.metadata.uid } : {}),
    ...(envelope?.metadata?.name ? { name: envelope.metadata.name } : {}),
    path,
    reason: `${envelope?.kind ?? 'object of unknown kind'}: ${reason}`,
  };
}
