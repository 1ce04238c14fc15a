import type { Entity } from '../../shared/model/entity.ts';
import type { InventoryPage, InventoryQuery } from '../../shared/model/inventory-query.ts';
import { kindDefinition } from '../../shared/model/kinds/registry.ts';
import { listMatching } from './listing.ts';
import { compareNatural } from './natural-order.ts';
import type { InventoryView } from './view.ts';

const shownPartitions = 100;

/** @param tombstones What has disappeared, when that is asked for. */
export function queryView(
  view: InventoryView,
  query: InventoryQuery,
  tombstones: readonly Entity[] = [],
): InventoryPage {
  return pageOf(listMatching(view, query, tombstones), query);
}

/** A page of what was found, and what all of it is, counted. */
export function pageOf(
  found: readonly Entity[],
  query: Pick<InventoryQuery, 'offset' | 'limit'>,
): InventoryPage {
  return {
    items: found.slice(query.offset, query.offset + query.limit),
    total: found.length,
    facets: {
      kind: tally(found, (entity) => entity.kind),
      domain: tally(found, (entity) => kindDefinition(entity.kind).domain),
      source: tally(found, (entity) => entity.source),
      partition: tally(found, (entity) => entity.partition, shownPartitions),
    },
  };
}

function tally(
  entities: readonly Entity[],
  textOf: (entity: Entity) => string | undefined,
  most = Number.POSITIVE_INFINITY,
): Record<string, number> {
  const counts = new Map<string, number>();
  for (const entity of entities) {
    const text = textOf(entity);
    if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const largest = [...counts].toSorted((a, b) => b[1] - a[1] || compareNatural(a[0], b[0])).slice(0, most);
  return Object.fromEntries(largest);
}
