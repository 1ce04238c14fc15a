import type { Entity } from '../../../shared/model/entity.ts';
import type { EntityId, Instant } from '../../../shared/model/ids.ts';
import type { App } from '../../app.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { DomainError } from '../../platform/errors.ts';

/** @throws DomainError entity-not-found, which says so when it was merely not there at that moment */
export async function findEntity(
  app: App,
  id: EntityId,
  at: Instant | undefined,
): Promise<{ entity: Entity; view: InventoryView }> {
  const view = await app.inventory.view(at);
  const entity = view.get(id) ?? (await app.inventory.get(id, at));
  if (entity) return { entity, view };
  const now = at === undefined ? undefined : await app.inventory.get(id);
  throw now === undefined
    ? new DomainError('entity-not-found', `There is no entity "${id}" in the inventory.`, {
        hint: 'It may have been forgotten after it disappeared, or its source was removed. Search the inventory by its name.',
      })
    : new DomainError('entity-not-found', `"${now.name}" was not known at ${at}.`, {
        hint: `It was first seen at ${now.firstSeenAt}: choose a later moment.`,
      });
}
