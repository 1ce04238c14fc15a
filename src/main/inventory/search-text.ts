import type { Entity } from '../../shared/model/entity.ts';

/**
 * Every text of an entity that words are searched in, in lower case, one a line: name, native id, keys, labels,
 * partition and texts among the attributes.
 */
export function searchText(entity: Entity): string {
  const parts = [entity.name, entity.nativeId, entity.partition ?? ''];
  for (const key of entity.keys) parts.push(key);
  for (const name in entity.labels) parts.push(entity.labels[name] ?? '');
  gather(entity.attributes, parts);
  return parts.join('\n').toLowerCase();
}

function gather(value: unknown, into: string[]): void {
  if (typeof value === 'string') {
    // A shared text (a cluster, a guest system) often stands twice in a row.
    if (value !== into.at(-1)) into.push(value);
  } else if (Array.isArray(value)) {
    for (const item of value) gather(item, into);
  } else if (typeof value === 'object' && value !== null) {
    for (const name in value) gather((value as Readonly<Record<string, unknown>>)[name], into);
  }
}
