import type { Change } from '../../shared/model/change.ts';
import type { Entity, Sample } from '../../shared/model/entity.ts';
import { entityId, type Instant, type RunId } from '../../shared/model/ids.ts';
import { kindDefinition, type EntityKind } from '../../shared/model/kinds/registry.ts';
import type { Relation, RelationType } from '../../shared/model/relation.ts';
import { addSamples } from './samples.ts';
import { canonicalText, digestText, equalValue } from './digest.ts';
import type { ValidRecord } from './record.ts';
import { compareRelations } from './record.ts';

/** What one observation is judged with. */
export interface Observing {
  readonly source: string;
  readonly kind: EntityKind;
  readonly at: Instant;
  readonly runId: RunId;
  readonly simulated: boolean;
  /** When the standing entity was last confirmed: the age of a value that this run could not see. */
  readonly confirmedAt: (standing: Entity) => Instant;
}

export type Judgement =
  | { readonly type: 'unchanged' }
  /** `refreshed`: nothing but volatile values, reasons for unknown values or samples moved. */
  | {
      readonly type: 'added' | 'changed' | 'refreshed' | 'returned';
      readonly entity: Entity;
      readonly changes: readonly Change[];
    };

export const entitySchemaVersion = 1;
export const changeSchemaVersion = 1;

type Attributes = Readonly<Record<string, unknown>>;
type Texts = Readonly<Record<string, string>>;

/** The members of an entity that an observation decides. */
interface Content {
  readonly name: string;
  readonly partition: string | undefined;
  readonly attributes: Attributes;
  readonly relations: readonly Relation[];
  readonly keys: readonly string[];
  readonly labels: Texts;
  readonly unknown: Texts;
  readonly samples: Entity['samples'];
}

/**
 * Compares one observation with what stands.
 *
 * An attribute that the source says it could not give (`unknown`) keeps its last known value when it is
 * configuration or placement: the value stays, and its reason says since when it is only remembered. A measured
 * (volatile) value goes, because an old measurement says nothing of now. An attribute that is absent without a
 * reason has no value any more, and that is a change.
 */
export function judgeObservation(
  standing: Entity | undefined,
  record: ValidRecord,
  observing: Observing,
): Judgement {
  const volatile = volatileOf(observing.kind);
  const sampled = kindDefinition(observing.kind).sampled;
  if (!standing) {
    const samples = addSamples(undefined, sampled, record.attributes, observing.at);
    return { type: 'added', entity: compose(undefined, { ...record, samples }, observing), changes: [] };
  }
  const { attributes, unknown } = rememberUnseen(standing, record, volatile, observing);
  const samples = addSamples(standing.samples, sampled, attributes, observing.at);
  const content: Content = { ...record, attributes, unknown, samples };
  const differences = differencesOf(standing, content, volatile);
  const returned = standing.disappearedAt !== undefined;
  const moved =
    differences.volatile ||
    standing.simulated !== observing.simulated ||
    !equalValue(unknown, standing.unknown);
  if (differences.fields.length === 0 && !moved && !returned && samples === standing.samples) {
    return { type: 'unchanged' };
  }
  const changes = differences.fields.map((field) => changeOf(standing, field, observing));
  if (returned) {
    changes.unshift(
      changeOf(
        standing,
        { type: 'returned', class: appearanceClass(observing.kind), path: '', from: standing.disappearedAt },
        observing,
      ),
    );
  }
  const entity = compose(standing, content, observing, { changed: changes.length > 0, moved });
  return {
    type: returned ? 'returned' : differences.fields.length > 0 ? 'changed' : 'refreshed',
    entity,
    changes,
  };
}

/** What stood and was not seen by a run that looked where it was. */
export function judgeAbsence(
  standing: Entity,
  observing: Pick<Observing, 'at' | 'runId'>,
): { readonly entity: Entity; readonly changes: readonly Change[] } {
  const { at, runId } = observing;
  // Of things that come and go by themselves the tombstone alone tells when they went.
  const runtime = kindDefinition(standing.kind).runtime === true;
  const entity: Entity = {
    ...standing,
    disappearedAt: at,
    changedAt: runtime ? standing.changedAt : at,
    runId,
  };
  const field: Field = { type: 'disappeared', class: appearanceClass(standing.kind), path: '' };
  return { entity, changes: runtime ? [] : [changeOf(standing, field, { at, runId })] };
}

function appearanceClass(kind: EntityKind): Change['class'] {
  return kindDefinition(kind).runtime === true ? 'placement' : 'configuration';
}

interface Field {
  readonly type: Change['type'];
  readonly class: Change['class'];
  readonly path: string;
  readonly from?: unknown;
  readonly to?: unknown;
}

/**
 * The id is made of what stood before and the path, so that a run that is repeated after a crash, from the same
 * standing entity, writes the same changes over those of the first attempt.
 */
function changeOf(standing: Entity, field: Field, { at, runId }: Pick<Observing, 'at' | 'runId'>): Change {
  const before = `${standing.id}\n${standing.observedAt}\n${standing.contentHash}\n${standing.disappearedAt ?? ''}`;
  return {
    id: digestText(`${before}\n1\n${field.path}`) + digestText(`${before}\n2\n${field.path}`),
    entityId: standing.id,
    kind: standing.kind,
    source: standing.source,
    entityName: standing.name,
    runId,
    at,
    type: field.type,
    class: field.class,
    path: field.path,
    ...(field.from === undefined ? {} : { from: field.from }),
    ...(field.to === undefined ? {} : { to: field.to }),
    previousChangeAt: standing.changedAt,
    schemaVersion: changeSchemaVersion,
  };
}

/** Since when a value is only remembered, as its reason says. */
export function lastKnownAt(reason: string | undefined): Instant | undefined {
  return / \(last known (\S+)\)$/.exec(reason ?? '')?.[1] as Instant | undefined;
}

function rememberUnseen(
  standing: Entity,
  record: ValidRecord,
  volatile: ReadonlySet<string>,
  observing: Observing,
): { attributes: Attributes; unknown: Texts } {
  const known = standing.attributes as Attributes;
  let attributes: Record<string, unknown> | undefined;
  let unknown: Record<string, string> | undefined;
  for (const name in record.unknown) {
    const value = known[name];
    if (value === undefined || record.attributes[name] !== undefined || volatile.has(name)) continue;
    const before = lastKnownAt(standing.unknown[name]);
    attributes ??= { ...record.attributes };
    unknown ??= { ...record.unknown };
    attributes[name] = value;
    unknown[name] = `${record.unknown[name]} (last known ${before ?? observing.confirmedAt(standing)})`;
  }
  return { attributes: attributes ?? record.attributes, unknown: unknown ?? record.unknown };
}

function differencesOf(
  standing: Entity,
  content: Content,
  volatileNames: ReadonlySet<string>,
): { fields: Field[]; volatile: boolean } {
  const definition = kindDefinition(standing.kind);
  const fields: Field[] = [];
  let volatile = false;
  const field = (path: string, from: unknown, to: unknown, placement = false) =>
    fields.push({ type: 'field', class: placement ? 'placement' : 'configuration', path, from, to });

  if (standing.name !== content.name) field('name', standing.name, content.name);
  if (standing.partition !== content.partition) {
    const moves = definition.placement !== undefined || definition.placementRelations !== undefined;
    field('partition', standing.partition, content.partition, moves);
  }
  const before = standing.attributes as Attributes;
  const after = content.attributes;
  for (const name of unionOfKeys(before, after)) {
    if (equalValue(before[name], after[name])) continue;
    if (volatileNames.has(name)) volatile = true;
    else {
      field(`attributes.${name}`, before[name], after[name], definition.placement?.includes(name) === true);
    }
  }
  for (const name of unionOfKeys(standing.labels, content.labels)) {
    if (standing.labels[name] !== content.labels[name]) {
      field(`labels.${name}`, standing.labels[name], content.labels[name]);
    }
  }
  if (!equalValue(standing.keys, content.keys)) {
    const [went, came] = setDifference(standing.keys, content.keys, (key) => key);
    field('keys', went, came);
  }
  if (!equalValue(standing.relations, content.relations)) {
    for (const [type, [went, came]] of relationDifferences(standing.relations, content.relations)) {
      field(`relations.${type}`, went, came, definition.placementRelations?.includes(type) === true);
    }
  }
  return { fields, volatile };
}

function* unionOfKeys(a: object, b: object): Iterable<string> {
  for (const key in a) yield key;
  for (const key in b) if (!Object.hasOwn(a, key)) yield key;
}

/** Members that went and that came; undefined where there are none. */
function setDifference<T>(
  before: readonly T[],
  after: readonly T[],
  text: (item: T) => string,
): [went: readonly T[] | undefined, came: readonly T[] | undefined] {
  const old = new Set(before.map(text));
  const now = new Set(after.map(text));
  const went = before.filter((item) => !now.has(text(item)));
  const came = after.filter((item) => !old.has(text(item)));
  return [went.length > 0 ? went : undefined, came.length > 0 ? came : undefined];
}

function relationDifferences(
  before: readonly Relation[],
  after: readonly Relation[],
): Map<RelationType, [readonly Relation[] | undefined, readonly Relation[] | undefined]> {
  const differences = new Map<
    RelationType,
    [readonly Relation[] | undefined, readonly Relation[] | undefined]
  >();
  const [went, came] = setDifference(before, after, (relation) => canonicalText(relation));
  for (const type of new Set([...(went ?? []), ...(came ?? [])].map((relation) => relation.type))) {
    const ofType = (list: readonly Relation[] | undefined) => {
      const found = list?.filter((relation) => relation.type === type).toSorted(compareRelations);
      return found && found.length > 0 ? found : undefined;
    };
    differences.set(type, [ofType(went), ofType(came)]);
  }
  return differences;
}

function compose(
  standing: Entity | undefined,
  content: Content,
  observing: Observing,
  what = { changed: true, moved: true },
): Entity {
  const { source, kind, at, runId, simulated } = observing;
  const nativeId = standing?.nativeId ?? (content as Content & { nativeId: string }).nativeId;
  const id = standing?.id ?? entityId(source, kind, nativeId);
  const hashes = entityHashes({ id, kind, simulated, ...content });
  return {
    id,
    kind,
    source,
    nativeId,
    name: content.name,
    ...(content.partition === undefined ? {} : { partition: content.partition }),
    attributes: content.attributes,
    relations: content.relations,
    keys: content.keys,
    labels: content.labels,
    unknown: content.unknown,
    simulated,
    firstSeenAt: standing?.firstSeenAt ?? at,
    observedAt: what.changed || what.moved || !standing ? at : standing.observedAt,
    changedAt: what.changed || !standing ? at : standing.changedAt,
    volatileAt: what.moved || !standing ? at : standing.volatileAt,
    runId,
    ...(content.samples === undefined ? {} : { samples: content.samples }),
    ...hashes,
    schemaVersion: entitySchemaVersion,
  } as unknown as Entity;
}

/**
 * `configHash` covers what the entity is: identity, name, place, attributes that are not volatile, relations, keys
 * and labels. `contentHash` adds measured values, why values are unknown, and the samples.
 */
export function entityHashes(
  entity: Pick<Entity, 'id' | 'kind' | 'simulated' | 'name' | 'relations' | 'keys' | 'labels' | 'unknown'> & {
    readonly partition?: string | undefined;
    readonly attributes: object;
    readonly samples?: Readonly<Record<string, readonly Sample[]>> | undefined;
  },
): { configHash: string; contentHash: string } {
  const attributes = entity.attributes as Attributes;
  const volatileNames = volatileOf(entity.kind);
  const configuration: unknown[] = [];
  const volatile: unknown[] = [];
  for (const name of attributeNames(entity.kind)) {
    const value = attributes[name];
    if (value !== undefined) (volatileNames.has(name) ? volatile : configuration).push(name, value);
  }
  const { id, simulated, name, partition, relations, keys, labels, unknown, samples } = entity;
  const configHash = digestText(
    JSON.stringify([id, simulated, name, partition, configuration, relations, keys, labels]),
  );
  return {
    configHash,
    contentHash: digestText(configHash + JSON.stringify([volatile, unknown, samples])),
  };
}

const names = new Map<EntityKind, readonly string[]>();

/**
 * The attributes of a kind in one fixed order. What lies within them has a fixed order too, because validation
 * writes members as the schema lists them and normalising sorts records.
 */
function attributeNames(kind: EntityKind): readonly string[] {
  let list = names.get(kind);
  if (!list) {
    list = Object.keys(kindDefinition(kind).attributes.shape).toSorted();
    names.set(kind, list);
  }
  return list;
}

const volatileSets = new Map<EntityKind, ReadonlySet<string>>();

export function volatileOf(kind: EntityKind): ReadonlySet<string> {
  let names = volatileSets.get(kind);
  if (!names) {
    names = new Set(kindDefinition(kind).volatile);
    volatileSets.set(kind, names);
  }
  return names;
}
