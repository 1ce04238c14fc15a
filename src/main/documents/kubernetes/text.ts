import type { Entity, EntityOf } from '../../../shared/model/entity.ts';
import { entityLink, unknown, type Content, type EntityColumn } from '../build.ts';
import { bytes, number } from '../format.ts';
import type { InventoryView } from '../../inventory/view.ts';
import type { Scope } from './scopes.ts';

/** CPU as Kubernetes people write it: `250m`, `2`, `1.5`. */
export function cpu(millicores: number): string {
  return millicores >= 1_000 || millicores === 0
    ? number(millicores / 1_000, millicores % 1_000 === 0 ? 0 : 2)
    : `${number(millicores, Number.isInteger(millicores) ? 0 : 1)}m`;
}

/** Amount of a resource by its name, as a quota counts it. */
export function resourceAmountText(resource: string, amount: number): string {
  if (/(^|\.)cpu$/.test(resource)) return cpu(amount);
  return /memory|storage|hugepages/.test(resource) ? bytes(amount) : number(amount);
}

/** Container by container; nothing set is said in those words, because it is a choice and not a gap. */
export function perContainer(
  workload: EntityOf<'workload'>,
  text: (container: NonNullable<EntityOf<'workload'>['attributes']['containers']>[number]) => string,
): Content {
  const containers = workload.attributes.containers;
  if (containers === undefined) return unknown('the template was not given');
  const own = containers.filter((container) => container.init !== true);
  if (own.length === 1 && own[0]) return text(own[0]);
  return own.map((container) => `${container.name}: ${text(container)}`).join('; ');
}

/** The namespace column, where a table shows more than one. */
export function namespaceColumn<
  E extends Entity & { attributes: { readonly namespace?: string | undefined } },
>(scope: Scope): readonly EntityColumn<E>[] {
  if (scope.oneNamespace) return [];
  return [{ title: 'Namespace', value: (entity) => entity.attributes.namespace ?? 'cluster-wide' }];
}

/** Link to what a relation names, or what the object itself writes where that was not seen. */
export function related(
  view: InventoryView,
  entity: Entity,
  type: Parameters<InventoryView['outbound']>[1],
  otherwise: Content,
): Content {
  const [target] = view.outbound(entity, type);
  return target ? entityLink(target) : otherwise;
}

export function textList(values: readonly string[] | undefined): string {
  return values === undefined || values.length === 0 ? 'none' : values.join(', ');
}
