import type { Client } from '../../shared/contract/client.ts';
import { ContractError } from '../../shared/contract/contract-error.ts';
import type { OutputOf } from '../../shared/contract/contract.ts';
import { namesNear } from '../../shared/model/filter-paths.ts';
import { entityIdSchema, type EntityId, type Instant } from '../../shared/model/ids.ts';
import { DomainError } from '../platform/errors.ts';

export type ShownEntity = OutputOf<'inventory.entity'>;

/** Items of each group of relations in one answer. */
export const relatedAtOnce = 200;

/** Among so many that begin alike, names that may have been meant are looked for. */
const lookedAt = 1_000;
const beginning = 3;
const mostNear = 3;

/** By its id, or by its name when only one has it. @throws DomainError entity-not-found | usage */
export async function findEntity(
  client: Client,
  wanted: string,
  at: Instant | undefined,
): Promise<ShownEntity> {
  const when = at === undefined ? {} : { at };
  const show = (id: EntityId) => client.inventory.entity({ id, related: relatedAtOnce, ...when });
  const id = entityIdSchema.safeParse(wanted);
  if (id.success) {
    try {
      return await show(id.data);
    } catch (error) {
      if (!(error instanceof ContractError) || error.code !== 'entity-not-found') throw error;
    }
  }
  const { items, total } = await client.inventory.query({
    filters: [{ path: 'name', op: 'eq', value: wanted }],
    includeDisappeared: true,
    limit: 10,
    ...when,
  });
  const [entity] = items;
  if (entity !== undefined && total === 1) return show(entity.id);
  const present = items.filter((item) => item.disappearedAt === undefined && item.kind !== 'finding');
  if (present[0] !== undefined && present.length === 1) return show(present[0].id);
  if (total > 1) {
    throw new DomainError('usage', `"${wanted}" is the name of ${total} entities.`, {
      hint: `Give an id: ${items.map((item) => item.id).join(', ')}`,
    });
  }
  const alike = await client.inventory.query({
    filters: [{ path: 'name', op: 'contains', value: wanted.slice(0, beginning) }],
    limit: lookedAt,
    ...when,
  });
  const near = namesNear(
    wanted,
    alike.items.filter(({ kind }) => kind !== 'finding').map(({ name }) => name),
    mostNear,
  );
  throw new DomainError('entity-not-found', `There is no entity with the id or name "${wanted}".`, {
    hint:
      near.length === 0
        ? 'Search with `datacenter-docs inventory list WORD`.'
        : `Did you mean ${near.join(' or ')}?`,
  });
}
