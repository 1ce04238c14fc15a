import type { ObservedRecord } from '../../shared/model/entity.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import { relationTypes, type Relation } from '../../shared/model/relation.ts';

/** A record whose envelope fits `observedRecordSchema`; its attributes are looked at by kind. */
export type CheckedRecord = Omit<ObservedRecord, 'relations'> & { readonly relations?: readonly Relation[] };

/**
 * Says what `observedRecordSchema` says, on plain data, without building anything. Ten thousands of records pass here
 * in every run, and each names half a dozen relations.
 */
export function isObservedRecord(input: unknown): input is CheckedRecord {
  if (!isRecord(input)) return false;
  for (const member in input) if (!members.has(member)) return false;
  const { nativeId, name, partition, attributes, relations, keys, labels, unknown } = input;
  return (
    isText(nativeId, 1, 300) &&
    isText(name, 1, 300) &&
    (partition === undefined || isText(partition, 1, 300)) &&
    isRecord(attributes) &&
    (relations === undefined || isListOf(relations, 20_000, isRelation)) &&
    (keys === undefined || isListOf(keys, 500, (key) => isText(key, 3, 300))) &&
    (labels === undefined || isTexts(labels)) &&
    (unknown === undefined || isTexts(unknown))
  );
}

const members = new Set([
  'nativeId',
  'name',
  'partition',
  'attributes',
  'relations',
  'keys',
  'labels',
  'unknown',
]);

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isText(value: unknown, shortest: number, longest: number): value is string {
  return typeof value === 'string' && value.length >= shortest && value.length <= longest;
}

function isListOf(value: unknown, longest: number, fits: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length <= longest && value.every(fits);
}

function isTexts(value: unknown): boolean {
  if (!isRecord(value)) return false;
  for (const name in value) if (typeof value[name] !== 'string') return false;
  return true;
}

function isRelation(value: unknown): value is Relation {
  if (!isRecord(value)) return false;
  const { type, to, toKey } = value;
  if (typeof type !== 'string' || !Object.hasOwn(relationTypes, type)) return false;
  let count = 0;
  for (const _ in value) count++;
  if (count !== 2) return false;
  return to === undefined ? isText(toKey, 3, 300) : isEntityId(to);
}

const idPattern = /^[a-z0-9][a-z0-9._-]*:[a-z][a-z0-9-]*:.+$/s;

function isEntityId(value: unknown): value is EntityId {
  return typeof value === 'string' && value.length <= 400 && idPattern.test(value);
}
