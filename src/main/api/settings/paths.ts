import { existsSync, readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { settingsPath } from '../../platform/settings-file.ts';

/** What config.yaml itself holds; undefined when there is none, or it cannot be read. */
export function fileValues(dataDir: string): unknown {
  const file = settingsPath(dataDir);
  if (!existsSync(file)) return undefined;
  try {
    const value: unknown = parseDocument(readFileSync(file, 'utf8')).toJS({ maxAliasCount: 0 });
    return value;
  } catch {
    return undefined;
  }
}

export function valueAt(root: unknown, path: string): { set: boolean; value?: unknown } {
  let value = root;
  for (const key of path.split('.')) {
    if (!isRecord(value) || !Object.hasOwn(value, key)) return { set: false };
    value = value[key];
  }
  return { set: true, value };
}

/** Dotted paths of everything that is not an object. */
export function leaves(value: unknown, prefix = ''): string[] {
  if (!isRecord(value)) return prefix === '' ? [] : [prefix];
  return Object.entries(value).flatMap(([name, member]) =>
    leaves(member, prefix === '' ? name : `${prefix}.${name}`),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
