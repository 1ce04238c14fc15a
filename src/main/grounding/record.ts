import type { Entity } from '../../shared/model/entity.ts';
import { dimensionOf } from './vocabulary/attributes.ts';

export function attribute(entity: Entity, path: string): unknown {
  if (!path.includes('.')) return (entity.attributes as Readonly<Record<string, unknown>>)[path];
  let value: unknown = entity.attributes;
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[part];
  }
  return value;
}

export function number(entity: Entity, path: string): number | undefined {
  const value = attribute(entity, path);
  if (typeof value === 'number') return value;
  // Of a list it is how many there are.
  if (Array.isArray(value)) return value.length;
  const used = attribute(entity, 'usedBytes');
  const size = attribute(entity, 'capacityBytes') ?? attribute(entity, 'sizeBytes');
  if (typeof used !== 'number' || typeof size !== 'number' || size === 0) return undefined;
  if (path === 'usedPercent') return (100 * used) / size;
  if (path === 'freePercent') return 100 - (100 * used) / size;
  if (path === 'freeBytes') return size - used;
  return undefined;
}

/** The value in its dimension's own unit. */
export function measure(entity: Entity, path: string): number | undefined {
  const value = number(entity, path);
  return value === undefined ? undefined : value * dimensionOf(path).size;
}

export function textsAt(entity: Entity, path: string): readonly string[] {
  const value = attribute(entity, path);
  const all = Array.isArray(value) ? value : [value];
  return all.flatMap((one) => (typeof one === 'string' ? [one.toLowerCase()] : []));
}
