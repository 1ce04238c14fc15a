import type { ObservedRecord } from '../../../shared/model/entity.ts';
import type { EntityId } from '../../../shared/model/ids.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import type { Relation, RelationType } from '../../../shared/model/relation.ts';
import type { ApiObject, ClusterIndex } from './cluster-index.ts';
import { compact } from './raw.ts';

/** What one API object became. */
export interface Mapped {
  readonly kind: EntityKind;
  readonly record: ObservedRecord;
}

export interface RecordParts {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly relations?: readonly (Relation | undefined)[];
  readonly keys?: readonly string[];
  readonly unknown?: Readonly<Record<string, string | undefined>>;
  readonly name?: string;
  /** Where several entities come of one object. */
  readonly nativeIdSuffix?: string;
}

/** The record of an object: identity, partition, labels and its place are the same for every kind. */
export function mapped(index: ClusterIndex, kind: EntityKind, object: ApiObject, parts: RecordParts): Mapped {
  const { metadata } = object;
  const relations = new Map<string, Relation>();
  for (const relation of [placeOf(index, object), ...(parts.relations ?? [])]) {
    if (relation) relations.set(JSON.stringify(relation), relation);
  }
  return {
    kind,
    record: {
      nativeId: `${index.nativeId(object)}${parts.nativeIdSuffix ?? ''}`,
      name: (parts.name ?? metadata.name).slice(0, 300),
      partition: partitionOf(index, metadata.namespace),
      attributes: compact({
        cluster: index.cluster,
        namespace: metadata.namespace,
        createdAt: metadata.creationTimestamp,
        ...parts.attributes,
      }),
      relations: [...relations.values()],
      keys: [...(parts.keys ?? [])],
      labels: metadata.labels,
      unknown: compact(parts.unknown ?? {}) as Record<string, string>,
    },
  };
}

export function partitionOf(index: { readonly cluster: string }, namespace: string | undefined): string {
  return namespace === undefined ? index.cluster : `${index.cluster}/${namespace}`;
}

export function relation(type: RelationType, to: EntityId | undefined): Relation | undefined {
  return to && { type, to };
}

function placeOf(index: ClusterIndex, object: ApiObject): Relation {
  const { namespace } = object.metadata;
  if (namespace === undefined) return { type: 'part-of', to: index.clusterId() };
  const found = index.find('', 'Namespace', undefined, namespace);
  return { type: 'part-of', to: found ? index.id('namespace', found) : index.clusterId() };
}
