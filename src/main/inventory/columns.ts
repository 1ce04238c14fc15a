import type { Entity } from '../../shared/model/entity.ts';
import { isEntityKind } from '../../shared/model/kinds/registry.ts';
import { compilePath, type RelatedNames } from './entity-paths.ts';

/** What a path says in each entity of a list, in the list's order. */
export type Column = readonly (readonly unknown[])[];

/** A long list is read once for each path, while a filter or an order of it is being found. */
const mostColumns = 16;
const columns = new WeakMap<readonly Entity[], Map<string, Column>>();

/**
 * A column of a list, kept with it. @param shared Where columns stand that say something of other entities too (the
 * name of a related one): those hold for one content of the inventory alone.
 */
export function columnOf(
  list: readonly Entity[],
  path: string,
  related: RelatedNames,
  shared: WeakMap<readonly Entity[], Map<string, Column>>,
): Column {
  const kept = isEntityKind(path.toLowerCase()) ? shared : columns;
  const ofList = kept.get(list) ?? new Map<string, Column>();
  kept.set(list, ofList);
  const known = ofList.get(path);
  if (known) return known;
  const column = list.map(compilePath(path, related));
  if (ofList.size >= mostColumns) {
    const [oldest] = ofList.keys();
    if (oldest !== undefined) ofList.delete(oldest);
  }
  ofList.set(path, column);
  return column;
}
