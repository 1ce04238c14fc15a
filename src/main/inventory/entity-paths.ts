import type { Entity } from '../../shared/model/entity.ts';
import { isEntityKind, kindDefinition, type EntityKind } from '../../shared/model/kinds/registry.ts';

/** Members of the envelope that a path may name; attributes of the same name are reached as `attributes.NAME`. */
const envelope = {
  id: (entity) => entity.id,
  nativeId: (entity) => entity.nativeId,
  name: (entity) => entity.name,
  kind: (entity) => entity.kind,
  source: (entity) => entity.source,
  domain: (entity) => kindDefinition(entity.kind).domain,
  partition: (entity) => entity.partition,
  simulated: (entity) => entity.simulated,
  firstSeenAt: (entity) => entity.firstSeenAt,
  observedAt: (entity) => entity.observedAt,
  changedAt: (entity) => entity.changedAt,
  disappearedAt: (entity) => entity.disappearedAt,
} as const satisfies Record<string, (entity: Entity) => unknown>;

/** Names of entities of a kind that an entity is related to, in either direction. */
export type RelatedNames = (entity: Entity, kind: string) => readonly string[];

/**
 * The values that a path leads to in an entity: none, one, or one for each entry of a list on the way.
 * Attributes are found whatever the case of the path.
 */
export function valuesAt(entity: Entity, path: string, related?: RelatedNames): readonly unknown[] {
  const lower = path.toLowerCase();
  if (Object.hasOwn(envelope, path)) {
    const value = envelope[path as keyof typeof envelope](entity);
    return value === undefined ? [] : [value];
  }
  if (lower.startsWith('label.') || lower.startsWith('labels.')) {
    const value = entity.labels[path.slice(path.indexOf('.') + 1)];
    return value === undefined ? [] : [value];
  }
  if (lower === 'keys' || lower === 'key') return entity.keys;
  if (lower.startsWith('unknown.')) return descend(entity.unknown, [path.slice('unknown.'.length)]);
  const names = (lower.startsWith('attributes.') ? path.slice('attributes.'.length) : path).split('.');
  const values = descend(entity.attributes, names);
  return values.length > 0 || !related ? values : related(entity, lower);
}

function descend(value: unknown, names: readonly string[]): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => descend(item, names));
  const [first, ...rest] = names;
  if (first === undefined) return value === undefined || value === null ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  const record = value as Readonly<Record<string, unknown>>;
  const name = Object.hasOwn(record, first)
    ? first
    : Object.keys(record).find((key) => key.toLowerCase() === first.toLowerCase());
  return name === undefined ? [] : descend(record[name], rest);
}

const none: readonly never[] = [];

/**
 * `valuesAt` for many entities: what the path is, and which attribute of a kind it names, is found out once.
 */
export function compilePath(path: string, related?: RelatedNames): (entity: Entity) => readonly unknown[] {
  const lower = path.toLowerCase();
  const isAttribute =
    !Object.hasOwn(envelope, path) && !lower.includes('.') && lower !== 'keys' && lower !== 'key';
  if (!isAttribute) return (entity) => valuesAt(entity, path, related);
  const names = new Map<EntityKind, string | undefined>();
  const others = related && isEntityKind(lower) ? related : undefined;
  return (entity) => {
    let name = names.get(entity.kind);
    if (name === undefined && !names.has(entity.kind)) {
      name = Object.keys(kindDefinition(entity.kind).attributes.shape).find(
        (key) => key.toLowerCase() === lower,
      );
      names.set(entity.kind, name);
    }
    const value =
      name === undefined ? undefined : (entity.attributes as Readonly<Record<string, unknown>>)[name];
    if (value === undefined || value === null) return others ? others(entity, lower) : none;
    if (!Array.isArray(value)) return [value];
    return value.length > 0 || !others ? value : others(entity, lower);
  };
}
