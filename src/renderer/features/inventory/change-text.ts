import { attributeText } from '../../../shared/format.ts';
import type { Change } from '../../../shared/model/change.ts';
import { splitEntityId, type EntityId } from '../../../shared/model/ids.ts';
import { fieldTitle } from '../../../shared/model/kind-fields.ts';

/** One line of what a change did. changed: both are there; added: only `to`; removed: only `from`. */
export interface ChangeLine {
  readonly what: 'changed' | 'added' | 'removed';
  /** Which entry of a list or table, or which member of it; absent for a plain value. */
  readonly of?: string;
  readonly from?: string;
  readonly to?: string;
}

export interface ChangeText {
  /** The field: "Memory", "label team", "runs on". */
  readonly title: string;
  readonly lines: readonly ChangeLine[];
}

/** A change of one field as lines that can be read: lists by their members, tables by their entries' fields. */
export function changeText({ path, from, to }: Pick<Change, 'path' | 'from' | 'to'>): ChangeText {
  const [group = '', name = ''] = splitPath(path);
  switch (group) {
    case 'attributes':
      return { title: fieldTitle(name), lines: linesOf(name, from, to) };
    case 'labels':
      return { title: `label ${name}`, lines: linesOf(name, from, to) };
    case 'relations':
      return { title: name.replaceAll('-', ' '), lines: memberLines(from, to, relationTarget) };
    case 'keys':
      return { title: fieldTitle('keys'), lines: memberLines(from, to, String) };
    default:
      return { title: fieldTitle(group === '' ? 'name' : group), lines: linesOf(group, from, to) };
  }
}

function splitPath(path: string): readonly string[] {
  const dot = path.indexOf('.');
  return dot === -1 ? [path] : [path.slice(0, dot), path.slice(dot + 1)];
}

function linesOf(path: string, from: unknown, to: unknown): readonly ChangeLine[] {
  if (isTable(from) || isTable(to)) return tableLines(asArray(from), asArray(to));
  if (Array.isArray(from) || Array.isArray(to)) {
    return memberLines(from, to, (item) => attributeText(path, item));
  }
  if (isRecord(from) || isRecord(to)) return recordLines(isRecord(from) ? from : {}, isRecord(to) ? to : {});
  return [plainLine(path, from, to)];
}

function plainLine(path: string, from: unknown, to: unknown, of?: string): ChangeLine {
  return {
    what: from === undefined ? 'added' : to === undefined ? 'removed' : 'changed',
    ...(of !== undefined && { of }),
    ...(from !== undefined && { from: valueText(path, from) }),
    ...(to !== undefined && { to: valueText(path, to) }),
  };
}

function valueText(path: string, value: unknown): string {
  return isRecord(value) || isTable(value) ? entryText(value) : attributeText(path, value);
}

function memberLines(from: unknown, to: unknown, textOf: (item: unknown) => string): readonly ChangeLine[] {
  const before = asArray(from).map(textOf);
  const after = asArray(to).map(textOf);
  const had = new Set(before);
  const has = new Set(after);
  const lines: ChangeLine[] = [
    ...before.filter((item) => !has.has(item)).map((item) => ({ what: 'removed' as const, from: item })),
    ...after.filter((item) => !had.has(item)).map((item) => ({ what: 'added' as const, to: item })),
  ];
  if (lines.length > 0) return lines;
  return [{ what: 'changed', from: before.join(', '), to: after.join(', ') }];
}

/** Entries are the same one when they have the same key, whatever else differs. */
function tableLines(from: readonly unknown[], to: readonly unknown[]): readonly ChangeLine[] {
  const before = new Map(from.map((entry, place) => [entryKey(entry, place), entry]));
  const after = new Map(to.map((entry, place) => [entryKey(entry, place), entry]));
  const lines: ChangeLine[] = [];
  for (const [key, entry] of before) {
    if (!after.has(key)) lines.push({ what: 'removed', of: entryName(entry), from: entryText(entry) });
  }
  for (const [key, entry] of after) {
    const earlier = before.get(key);
    if (earlier === undefined) {
      lines.push({ what: 'added', of: entryName(entry), to: entryText(entry) });
      continue;
    }
    const name = entryName(entry);
    for (const line of recordLines(isRecord(earlier) ? earlier : {}, isRecord(entry) ? entry : {})) {
      lines.push({ ...line, of: line.of === undefined ? name : `${name} · ${line.of}` });
    }
  }
  return lines;
}

function recordLines(
  from: Readonly<Record<string, unknown>>,
  to: Readonly<Record<string, unknown>>,
): readonly ChangeLine[] {
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return names
    .filter((name) => JSON.stringify(from[name]) !== JSON.stringify(to[name]))
    .map((name) => plainLine(name, from[name], to[name], fieldTitle(name)));
}

const keyNames = ['key', 'id', 'name', 'label', 'mount', 'path', 'device', 'host'] as const;
const nameNames = ['label', 'name', 'mount', 'path', 'device', 'host', 'id', 'key'] as const;

function entryKey(entry: unknown, place: number): string {
  if (!isRecord(entry)) return String(place);
  const name = keyNames.find((one) => entry[one] !== undefined);
  return name === undefined ? String(place) : `${name} ${JSON.stringify(entry[name])}`;
}

function entryName(entry: unknown): string {
  if (!isRecord(entry)) return '';
  const name = nameNames.find((one) => typeof entry[one] === 'string' || typeof entry[one] === 'number');
  return name === undefined ? '' : String(entry[name]);
}

/** An entry in one line: what it is called is said before it. */
function entryText(entry: unknown): string {
  if (Array.isArray(entry)) return entry.map(entryText).join('; ');
  if (!isRecord(entry)) return String(entry);
  const name = entryName(entry);
  return Object.entries(entry)
    .filter(([path, value]) => path !== 'key' && value !== name)
    .map(
      ([path, value]) =>
        `${fieldTitle(path)} ${isRecord(value) || isTable(value) ? entryText(value) : attributeText(path, value)}`,
    )
    .join(', ');
}

/** The native id of what a relation leads to, or the key that it is known by elsewhere. */
function relationTarget(relation: unknown): string {
  if (!isRecord(relation)) return String(relation);
  if (typeof relation['to'] === 'string') return splitEntityId(relation['to'] as EntityId).nativeId;
  return String(relation['toKey']);
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

function isTable(value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) && value.some(isRecord);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
