import type { Entity } from '../../shared/model/entity.ts';

const texts = new WeakMap<Entity, string>();

/**
 * Every text of an entity that words are searched in, in lower case, one a line: name, native id, keys, labels,
 * partition and texts among the attributes. An entity is never changed, so this is worked out once for each.
 */
export function searchText(entity: Entity): string {
  let text = texts.get(entity);
  if (text === undefined) {
    const parts = [entity.name, entity.nativeId, entity.partition ?? ''];
    for (const key of entity.keys) parts.push(key);
    for (const name in entity.labels) parts.push(entity.labels[name] ?? '');
    gather(entity.attributes, parts);
    text = parts.join('\n').toLowerCase();
    texts.set(entity, text);
  }
  return text;
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

/**
 * Works the texts of a list out before they are searched, a slice at a time, so that the first letter typed finds
 * them there. @param pause Lets others have their turn. @param wanted Says whether it is still worth the while.
 */
export async function warmSearchTexts(
  list: readonly Entity[],
  { pause, wanted }: { readonly pause: () => Promise<void>; readonly wanted: () => boolean },
): Promise<void> {
  const slice = 250;
  for (let from = 0; from < list.length && wanted(); from += slice) {
    for (let i = from; i < Math.min(from + slice, list.length); i++) searchText(list[i] as Entity);
    await pause();
  }
}
