import { createHash } from 'node:crypto';
import type { Change } from '../../src/shared/model/change.ts';
import type { Entity, EntityOf, Sample } from '../../src/shared/model/entity.ts';
import { entityId, type EntityId, type Instant, type RunId } from '../../src/shared/model/ids.ts';
import {
  entityKinds,
  kindDefinition,
  type AttributesOf,
  type EntityKind,
} from '../../src/shared/model/kinds/registry.ts';
import type { Relation, RelationType } from '../../src/shared/model/relation.ts';
import { relationTypes } from '../../src/shared/model/relation.ts';
import type { CollectionRun } from '../../src/shared/model/run.ts';
import type { InventoryView } from '../../src/main/inventory/view.ts';

/** The moment at which test views are read, unless a test says otherwise. */
export const testNow = '2026-11-23T12:00:00.000Z' as Instant;

export interface EntityParts<K extends EntityKind> {
  readonly source?: string;
  readonly nativeId?: string;
  readonly partition?: string;
  readonly attributes?: Partial<AttributesOf<K>>;
  readonly relations?: readonly Relation[];
  readonly keys?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly unknown?: Readonly<Record<string, string>>;
  readonly samples?: Readonly<Record<string, readonly Sample[]>>;
  readonly firstSeenAt?: string;
  readonly observedAt?: string;
  readonly changedAt?: string;
  readonly disappearedAt?: string;
}

const sources: Readonly<Record<string, string>> = {
  vmware: 'vcenter-a',
  kubernetes: 'k8s-a',
  network: 'net-a',
  storage: 'array-a',
  infrastructure: 'findings',
};

/** The id that `buildEntity` gives by default: the domain's test source, and the name as the native id. */
export function testId(kind: EntityKind, nativeId: string, source?: string): EntityId {
  return entityId(source ?? sources[kindDefinition(kind).domain] ?? 'test', kind, nativeId);
}

/** One entity with everything filled in that the test does not care about. */
export function buildEntity<K extends EntityKind>(
  kind: K,
  name: string,
  parts: EntityParts<K> = {},
): EntityOf<K> {
  const source = parts.source ?? sources[kindDefinition(kind).domain] ?? 'test';
  const nativeId = parts.nativeId ?? name;
  const attributes = (parts.attributes ?? {}) as AttributesOf<K>;
  const volatile = new Set<string>(kindDefinition(kind).volatile);
  const configuration = Object.entries(attributes).filter(([path]) => !volatile.has(path));
  const rest = [name, parts.partition, parts.relations, parts.keys, parts.labels, parts.unknown];
  return {
    id: entityId(source, kind, nativeId),
    kind,
    source,
    nativeId,
    name,
    ...(parts.partition === undefined ? {} : { partition: parts.partition }),
    attributes,
    relations: parts.relations ?? [],
    keys: parts.keys ?? [],
    labels: parts.labels ?? {},
    unknown: parts.unknown ?? {},
    ...(parts.samples === undefined ? {} : { samples: parts.samples }),
    simulated: false,
    firstSeenAt: (parts.firstSeenAt ?? '2026-11-01T00:00:00.000Z') as Instant,
    observedAt: (parts.observedAt ?? '2026-11-23T11:30:00.000Z') as Instant,
    changedAt: (parts.changedAt ?? parts.firstSeenAt ?? '2026-11-01T00:00:00.000Z') as Instant,
    volatileAt: (parts.observedAt ?? '2026-11-23T11:30:00.000Z') as Instant,
    ...(parts.disappearedAt === undefined ? {} : { disappearedAt: parts.disappearedAt as Instant }),
    runId: 'run-1' as RunId,
    configHash: hash(JSON.stringify([configuration, rest])),
    contentHash: hash(JSON.stringify([attributes, rest, parts.samples])),
    schemaVersion: 1,
  };
}

export interface ViewParts {
  readonly at?: string;
  readonly changes?: readonly Change[];
  readonly runs?: InventoryView['runs'];
  readonly confirmedAt?: (entity: Entity) => string;
}

/** A view over a handful of entities, as generators and rules see it. Written for clarity, not for size. */
export function buildView(entities: readonly AnyEntity[], parts: ViewParts = {}): InventoryView {
  const everything = entities as readonly Entity[];
  const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'variant' });
  const natural = (a: Entity, b: Entity) => collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1);
  const present = everything.filter((entity) => entity.disappearedAt === undefined).toSorted(natural);
  const byId = new Map<string, Entity>(everything.map((entity) => [entity.id, entity]));
  const byKind = new Map<EntityKind, Entity[]>(entityKinds.map((kind) => [kind, []]));
  const byKey = new Map<string, Entity[]>();
  const push = <T, U>(map: Map<T, U[]>, key: T, value: U) => {
    const values = map.get(key);
    if (values) values.push(value);
    else map.set(key, [value]);
  };
  for (const entity of present) {
    push(byKind, entity.kind, entity);
    for (const key of entity.keys) push(byKey, key, entity);
  }
  const targets = (relation: Relation): readonly Entity[] =>
    'to' in relation
      ? ([byId.get(relation.to)].filter(
          (entity) => entity !== undefined && entity.disappearedAt === undefined,
        ) as Entity[])
      : (byKey.get(relation.toKey) ?? []);
  const inbound = new Map<string, Entity[]>();
  const outbound = new Map<string, Entity[]>();
  const isSymmetric = (type: RelationType) => relationTypes[type].inverse === type;
  const link = (from: Entity, type: RelationType, to: Entity) => {
    const there = `${from.id}\n${type}`;
    const back = `${to.id}\n${type}`;
    if (outbound.get(there)?.includes(to) !== true) push(outbound, there, to);
    if (inbound.get(back)?.includes(from) !== true) push(inbound, back, from);
  };
  for (const entity of present) {
    for (const relation of entity.relations) {
      for (const target of targets(relation)) {
        link(entity, relation.type, target);
        if (isSymmetric(relation.type)) link(target, relation.type, entity);
      }
    }
  }
  const at = (parts.at ?? testNow) as Instant;
  const changes = (parts.changes ?? []).toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  const inPartition = (kind: EntityKind, partition: string) =>
    (byKind.get(kind) ?? []).filter((entity) => (entity.partition ?? '') === partition);
  return {
    at,
    all: <K extends EntityKind>(kind: K) => (byKind.get(kind) ?? []) as readonly unknown[] as EntityOf<K>[],
    inPartition: <K extends EntityKind>(kind: K, partition: string) =>
      inPartition(kind, partition) as readonly unknown[] as EntityOf<K>[],
    partitions: (kind) =>
      [...new Set((byKind.get(kind) ?? []).map((entity) => entity.partition ?? ''))].toSorted((a, b) =>
        collator.compare(a, b),
      ),
    get: (id) => byId.get(id),
    byKey: (key) => byKey.get(key) ?? [],
    outbound: (from, type) => (outbound.get(`${from.id}\n${type}`) ?? []).toSorted(natural),
    inbound: (to, type, kind) =>
      (inbound.get(`${to.id}\n${type}`) ?? [])
        .filter((entity) => kind === undefined || entity.kind === kind)
        .toSorted(natural),
    runs: parts.runs ?? [],
    confirmedAt: (entity) => (parts.confirmedAt?.(entity) ?? entity.observedAt) as Instant,
    changesSince: (since) => changes.filter((change) => change.at >= since),
    digest: (kind, partition) => {
      const members = partition === undefined ? (byKind.get(kind) ?? []) : inPartition(kind, partition);
      return {
        // As in the real inventory: what comes and goes by itself is no configuration.
        config: hash(
          (kindDefinition(kind).runtime === true ? [] : members)
            .map((entity) => entity.id + entity.configHash)
            .toSorted()
            .join(),
        ),
        content: hash(
          members
            .map((entity) => entity.id + entity.contentHash)
            .toSorted()
            .join(),
        ),
      };
    },
  };
}

/** Any entity, also one built for a kind that the compiler only knows as a union. */
export type AnyEntity = Entity | { readonly kind: EntityKind; readonly id: EntityId };

/** A finished run that saw everything it asked about. */
export function buildRun(parts: Partial<CollectionRun> = {}): CollectionRun {
  return {
    type: 'collection',
    id: 'run-1' as RunId,
    source: 'vcenter-a',
    domain: 'vmware',
    simulated: false,
    startedAt: '2026-11-23T11:29:00.000Z' as Instant,
    finishedAt: '2026-11-23T11:30:00.000Z' as Instant,
    outcome: 'succeeded',
    scopes: [],
    counts: {
      seen: 0,
      added: 0,
      changed: 0,
      unchanged: 0,
      disappeared: 0,
      returned: 0,
      rejected: 0,
    },
    rejects: [],
    unavailable: [],
    schemaVersion: 1,
    ...parts,
  };
}

function hash(text: string): string {
  return createHash('sha1').update(text).digest('hex').slice(0, 16);
}
