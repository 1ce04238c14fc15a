import type { InventoryNeighbour, InventoryRelationGroup } from '../../../shared/contract/inventory.ts';
import type { Entity } from '../../../shared/model/entity.ts';
import { relationTypes, type RelationType } from '../../../shared/model/relation.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { severityOf } from './findings-about.ts';

export function neighbourOf(view: InventoryView, entity: Entity): InventoryNeighbour {
  const severity = severityOf(view, entity);
  return {
    id: entity.id,
    kind: entity.kind,
    name: entity.name,
    ...(entity.partition !== undefined && { partition: entity.partition }),
    simulated: entity.simulated,
    ...(entity.disappearedAt !== undefined && { disappearedAt: entity.disappearedAt }),
    ...(severity && { severity }),
  };
}

/** One end of a relation type; a symmetric one has one end. */
export function relatedTo(
  view: InventoryView,
  entity: Entity,
  type: RelationType,
  direction: 'out' | 'in',
): readonly Entity[] {
  if (direction === 'out') return view.outbound(entity, type);
  return relationTypes[type].inverse === type ? [] : view.inbound(entity, type);
}

/** All that an entity hangs on and that hangs on it, by relation and kind, with the first `most` of each. */
export function relationGroups(view: InventoryView, entity: Entity, most: number): InventoryRelationGroup[] {
  return (Object.keys(relationTypes) as RelationType[]).flatMap((type) =>
    (['out', 'in'] as const).flatMap((direction) => {
      // Findings about it are told by themselves.
      const others = relatedTo(view, entity, type, direction).filter(
        (other) => !(type === 'concerns' && other.kind === 'finding'),
      );
      return [...Map.groupBy(others, (other) => other.kind)].map(([kind, ofKind]) => ({
        type,
        direction,
        label: direction === 'out' ? type : relationTypes[type].inverse,
        kind,
        total: ofKind.length,
        items: ofKind.slice(0, most).map((other) => neighbourOf(view, other)),
      }));
    }),
  );
}

/** What it states and nothing answers to. */
export function danglingRelations(
  view: InventoryView,
  entity: Entity,
): { type: RelationType; target: string }[] {
  return entity.relations
    .filter((relation) =>
      'to' in relation
        ? view.get(relation.to)?.disappearedAt !== undefined || view.get(relation.to) === undefined
        : view.byKey(relation.toKey).length === 0,
    )
    .map((relation) => ({
      type: relation.type,
      target: 'to' in relation ? relation.to : relation.toKey,
    }));
}
