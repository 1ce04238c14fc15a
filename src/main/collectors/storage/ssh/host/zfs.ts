import { z } from 'zod';
import { word } from '../part.ts';

/* `zpool list -H -p`, `zfs list -H -p`: a line each, fields between tabs, `-` for what there is not. */

const bytes = z.string().regex(/^\d+$/, 'expected a number of bytes').transform(Number);
const optional = <S extends z.ZodType>(schema: S) =>
  z.union([z.literal(['-', 'none', '']).transform(() => undefined), schema]);
const seconds = bytes.transform((text) => new Date(text * 1000));

/** Lines as records of these fields. */
export function zfsRows(text: string, fields: readonly string[]): Record<string, string>[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const values = line.split('\t');
      return Object.fromEntries(fields.map((field, place) => [field, values[place] ?? '']));
    });
}

export const poolFields = ['name', 'guid', 'size', 'allocated', 'free', 'health'] as const;
export const rawZfsPool = z.object({
  name: word,
  guid: word,
  size: bytes,
  allocated: bytes,
  free: bytes,
  health: z.string(),
});
export type ZfsPool = z.output<typeof rawZfsPool>;

export const datasetFields = [
  'name',
  'guid',
  'type',
  'used',
  'available',
  'usedbysnapshots',
  'quota',
  'volsize',
  'refreservation',
  'mountpoint',
  'compression',
  'dedup',
  'encryption',
  'creation',
  'readonly',
] as const;
export const rawDataset = z.object({
  name: word,
  guid: word,
  type: z.enum(['filesystem', 'volume']),
  used: bytes,
  available: optional(bytes),
  usedbysnapshots: optional(bytes),
  quota: optional(bytes).transform((value) => (value === 0 ? undefined : value)),
  volsize: optional(bytes),
  refreservation: optional(bytes).transform((value) => (value === 0 ? undefined : value)),
  mountpoint: optional(z.string()),
  compression: optional(z.string()),
  dedup: optional(z.string()),
  encryption: optional(z.string()),
  creation: seconds,
  readonly: optional(z.string()),
});
export type Dataset = z.output<typeof rawDataset>;

export const snapshotFields = ['name', 'guid', 'used', 'creation', 'userrefs'] as const;
export const rawZfsSnapshot = z.object({
  name: word.regex(/^[^@]+@[^@]+$/, 'expected dataset@snapshot'),
  guid: word,
  used: bytes,
  creation: seconds,
  userrefs: optional(bytes),
});
export type ZfsSnapshot = z.output<typeof rawZfsSnapshot>;

/** A line of the tree that `zpool status` draws: groups are indented by two, devices by four. */
export interface PoolMember {
  readonly name: string;
  readonly state: string;
  readonly depth: number;
}
export interface PoolLayout {
  readonly members: readonly PoolMember[];
  readonly scan: string | undefined;
}

/** `zpool status -P` of all pools, by name. */
export function poolLayouts(text: string): ReadonlyMap<string, PoolLayout> {
  const layouts = new Map<string, PoolLayout>();
  for (const block of text.split(/^\s*pool: /m).slice(1)) {
    const name = block.split('\n')[0]?.trim() ?? '';
    const scan = /^\s*scan: (.+)$/m.exec(block)?.[1];
    const config = /^config:\n([\s\S]*?)(?:^errors:|(?![\s\S]))/m.exec(block)?.[1] ?? '';
    const members = config.split('\n').flatMap((line): PoolMember[] => {
      const [, indent = '', member, state] = /^\t( *)(\S+)(?:\s+([A-Z]+)\b.*)?$/.exec(line) ?? [];
      if (member === undefined || member === 'NAME') return [];
      return [{ name: member, state: state ?? '', depth: indent.length / 2 }];
    });
    layouts.set(name, { members, scan });
  }
  return layouts;
}

const groupName = /^(mirror|raidz\d?|draid\d?)[-:]/;
const special = new Set(['logs', 'cache', 'spares', 'special', 'dedup']);

/** `mirror`, `raidz2`, `stripe`; each once. */
export function layoutType({ members }: PoolLayout): string | undefined {
  const types = new Set<string>();
  let data = true;
  for (const { name, depth } of members) {
    if (depth === 0) data = !special.has(name);
    if (depth === 1 && data) types.add(groupName.exec(name)?.[1] ?? 'stripe');
  }
  return types.size === 0 ? undefined : [...types].toSorted().join(', ');
}

export interface MemberDevice {
  readonly path: string;
  readonly state: string;
  readonly role: 'data' | 'cache' | 'spare';
}

export function layoutDevices({ members }: PoolLayout): MemberDevice[] {
  let role: MemberDevice['role'] = 'data';
  return members.flatMap(({ name, state, depth }) => {
    if (depth === 0)
      role = name === 'spares' ? 'spare' : name === 'cache' || name === 'logs' ? 'cache' : 'data';
    return name.startsWith('/dev/') ? [{ path: name, state, role }] : [];
  });
}
