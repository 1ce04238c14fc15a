import { entityKinds, kindDefinition, type EntityKind } from '../../shared/model/kinds/registry.ts';
import { observedRecordSchema } from '../../shared/model/entity.ts';
import type { Relation } from '../../shared/model/relation.ts';
import type { RejectedRecord } from '../../shared/model/run.ts';
import { quickParse, type QuickParse } from '../platform/quick-parse.ts';
import { compareText } from './natural-order.ts';
import { normaliserOf, sortMembers } from './normalise.ts';
import { isObservedRecord, type CheckedRecord } from './observed-record.ts';

/** An observed record that fits its kind, in the form in which it is compared with what stands. */
export interface ValidRecord {
  readonly nativeId: string;
  readonly name: string;
  readonly partition: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly relations: readonly Relation[];
  readonly keys: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly unknown: Readonly<Record<string, string>>;
}

export type Validation =
  | { readonly ok: true; readonly record: ValidRecord }
  | { readonly ok: false; readonly reject: RejectedRecord };

/** Checks one record against its kind. One that does not fit is named with the first path that does not and why. */
export function validateRecord(kind: EntityKind, input: unknown): Validation {
  let record: CheckedRecord;
  if (isObservedRecord(input)) record = input;
  else {
    // What the quick check refuses, the schema explains, or brings into form.
    const envelope = observedRecordSchema.safeParse(input);
    if (!envelope.success) return rejected(kind, input, envelope.error.issues, []);
    record = envelope.data;
  }
  const { nativeId, name, partition, relations = noRelations, keys = noKeys } = record;
  const { labels = noTexts, unknown = noTexts } = record;
  const attributes = attributesOf(kind)(record.attributes);
  if (!attributes.success) return rejected(kind, input, attributes.error.issues, ['attributes']);
  const normalised = attributes.data;
  normaliserOf(kind)(normalised);
  return {
    ok: true,
    record: {
      nativeId,
      name,
      partition,
      attributes: normalised,
      relations: relations.length === 0 ? noRelations : sortRelations(relations),
      keys: keys.length === 0 ? noKeys : sortDistinct(keys),
      labels: isEmpty(labels) ? noTexts : sortMembers(labels),
      unknown: isEmpty(unknown) ? noTexts : sortMembers(unknown),
    },
  };
}

const parsers = new Map(entityKinds.map((kind) => [kind, quickParse(kindDefinition(kind).attributes)]));

function attributesOf(kind: EntityKind): QuickParse<Record<string, unknown>> {
  return parsers.get(kind) ?? quickParse(kindDefinition(kind).attributes);
}

/** Shared by the many entities that have none. */
const noRelations: readonly Relation[] = Object.freeze([]);
const noKeys: readonly string[] = Object.freeze([]);
const noTexts: Readonly<Record<string, string>> = Object.freeze({});

function isEmpty(record: object): boolean {
  for (const _ in record) return false;
  return true;
}

export function relationTarget(relation: Relation): string {
  return 'to' in relation ? relation.to : relation.toKey;
}

export function compareRelations(a: Relation, b: Relation): number {
  return (
    compareText(a.type, b.type) ||
    Number('to' in b) - Number('to' in a) ||
    compareText(relationTarget(a), relationTarget(b))
  );
}

/** Relations are a set: sorted, each once. */
function sortRelations(relations: readonly Relation[]): readonly Relation[] {
  const list = relations.toSorted(compareRelations);
  return list.filter((relation, i) => i === 0 || compareRelations(list[i - 1] as Relation, relation) !== 0);
}

function sortDistinct(keys: readonly string[]): readonly string[] {
  return keys.length === 1 ? keys : [...new Set(keys)].toSorted(compareText);
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function rejected(
  kind: EntityKind,
  input: unknown,
  issues: readonly Issue[],
  at: readonly string[],
): Validation {
  const first = issues[0];
  const path = [...at, ...(first?.path ?? [])].map(String);
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  const given = memberOf(input, path);
  const came = given === undefined ? '' : `, got ${shortened(given)}`;
  const named = textMember(input, 'name');
  const nativeId = textMember(input, 'nativeId');
  return {
    ok: false,
    reject: {
      kind,
      ...(nativeId === undefined ? {} : { nativeId }),
      ...(named === undefined ? {} : { name: named }),
      path: path.join('.'),
      reason: `${first?.message ?? 'does not fit'}${came}${more}`,
    },
  };
}

function memberOf(value: unknown, path: readonly string[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Readonly<Record<string, unknown>>)[key];
  }
  return current;
}

function textMember(value: unknown, key: string): string | undefined {
  const member = memberOf(value, [key]);
  return typeof member === 'string' && member !== '' ? member.slice(0, 300) : undefined;
}

function shortened(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
