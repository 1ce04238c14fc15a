import type { Entity } from '../../../shared/model/entity.ts';
import type { EntityId } from '../../../shared/model/ids.ts';
import type { TopologyEntity } from '../../../shared/contract/topology.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { DomainError } from '../../platform/errors.ts';

/** @throws DomainError entity-not-found, also for one that was gone at the moment that is shown */
export function presentEntity(view: InventoryView, id: EntityId): Entity {
  const entity = view.get(id);
  if (entity !== undefined && entity.disappearedAt === undefined) return entity;
  throw new DomainError(
    'entity-not-found',
    entity === undefined
      ? `There is no entity "${id}" at that moment.`
      : `${entity.name} disappeared at ${entity.disappearedAt}.`,
    { hint: 'Choose another one, or another moment.' },
  );
}

export function entityRef({ id, kind, name, source }: Entity): TopologyEntity {
  return { id, kind, name, source };
}
