import type { Entity } from '../../shared/model/entity.ts';
import type { EntityId, Instant } from '../../shared/model/ids.ts';
import { kindDefinition } from '../../shared/model/kinds/registry.ts';
import type { InventoryView } from '../inventory/view.ts';
import { pathTitle } from './change-text.ts';
import { attributeText } from './format.ts';

/** Where a fact comes from: what its entity is, who saw it and when, and what the field says now. */
export interface FactOrigin {
  readonly entity?: {
    readonly id: EntityId;
    readonly kind: string;
    readonly kindTitle: string;
    readonly name: string;
    readonly source: string;
    readonly simulated: boolean;
    readonly observedAt: Instant;
    readonly confirmedAt: Instant;
    readonly disappearedAt?: Instant;
    readonly state: { readonly label: string; readonly text: string }[];
  };
  readonly field?: { readonly title: string; readonly text?: string; readonly reason?: string };
}

/** How many attributes a card shows. */
const mostState = 4;

export function originOf(view: InventoryView, entity: Entity | undefined, path?: string): FactOrigin {
  if (entity === undefined) return {};
  const { id, kind, name, source, simulated, observedAt, disappearedAt } = entity;
  const definition = kindDefinition(kind);
  const attributes = entity.attributes as Readonly<Record<string, unknown>>;
  const state = (definition.columns ?? []).flatMap((column) => {
    const value = attributes[column];
    if (value === undefined || value === null || typeof value === 'object') return [];
    return [{ label: pathTitle(column), text: attributeText(column, value) }];
  });
  return {
    entity: {
      id,
      kind,
      kindTitle: definition.title,
      name,
      source,
      simulated,
      observedAt,
      confirmedAt: view.confirmedAt(entity),
      ...(disappearedAt === undefined ? {} : { disappearedAt }),
      state: state.slice(0, mostState),
    },
    ...(path === undefined ? {} : { field: fieldOf(entity, attributes, path) }),
  };
}

function fieldOf(entity: Entity, attributes: Readonly<Record<string, unknown>>, path: string) {
  const title = pathTitle(path);
  if (path === 'name') return { title, text: entity.name };
  const value = path
    .split('.')
    .reduce<unknown>(
      (at, key) =>
        typeof at === 'object' && at !== null && Object.hasOwn(at, key)
          ? (at as Readonly<Record<string, unknown>>)[key]
          : undefined,
      attributes,
    );
  const reason = entity.unknown[path.split('.')[0] ?? path];
  const known = value !== undefined && value !== null && typeof value !== 'object';
  return {
    title,
    ...(known ? { text: attributeText(path.split('.').at(-1) ?? path, value) } : {}),
    ...(reason === undefined ? {} : { reason }),
  };
}
