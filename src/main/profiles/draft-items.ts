import { isRecord } from '../mcp/inbox.ts';

/** A list of records inside an answer, and where it stands. */
export interface FoundList {
  /** JSONata; undefined: the answer itself. */
  readonly path: string | undefined;
  readonly items: readonly Readonly<Record<string, unknown>>[];
}

const deepest = 4;
const looked = 200;

/** The longest list of records in an answer; lists inside records are those of steps of their own. */
export function findList(data: unknown): FoundList | undefined {
  const found: FoundList[] = [];
  const look = (value: unknown, path: readonly string[]) => {
    if (Array.isArray(value)) {
      const items = value.filter(isRecord);
      if (items.length > 0) found.push({ path: path.length === 0 ? undefined : pathText(path), items });
      return;
    }
    if (!isRecord(value) || path.length >= deepest) return;
    for (const [name, member] of Object.entries(value).slice(0, looked)) look(member, [...path, name]);
  };
  look(data, []);
  const [longest] = found.toSorted((a, b) => b.items.length - a.items.length);
  if (longest) return longest;
  // One thing is a list of one.
  return isRecord(data) && Object.keys(data).length > 1 ? { path: undefined, items: [data] } : undefined;
}

/** Names that are no plain words are written in backquotes. */
export function pathText(path: readonly string[]): string {
  return path
    .map((name) => (/^[A-Za-z_]\w*$/.test(name) ? name : `\`${name.replaceAll('`', '')}\``))
    .join('.');
}

/** Members of records, those of records within them by their path, with a few values of each. */
export function membersOf(
  items: readonly Readonly<Record<string, unknown>>[],
): readonly { readonly path: readonly string[]; readonly values: readonly unknown[] }[] {
  const members = new Map<string, { path: readonly string[]; values: unknown[] }>();
  const add = (record: Readonly<Record<string, unknown>>, path: readonly string[]) => {
    for (const [name, value] of Object.entries(record).slice(0, looked)) {
      const at = [...path, name];
      const key = JSON.stringify(at);
      const member = members.get(key) ?? { path: at, values: [] };
      members.set(key, member);
      if (value !== null && value !== undefined) member.values.push(value);
      if (isRecord(value) && at.length < 3) add(value, at);
    }
  };
  for (const item of items.slice(0, looked)) add(item, []);
  return [...members.values()];
}

export const plainWord = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
