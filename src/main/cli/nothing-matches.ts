import { attributeText } from '../../shared/format.ts';
import type { Entity } from '../../shared/model/entity.ts';
import type { InventoryQueryInput } from '../../shared/model/inventory-query.ts';
import {
  entityKinds,
  isEntityKind,
  kindDefinition,
  type EntityKind,
} from '../../shared/model/kinds/registry.ts';
import { fieldsNear } from '../../shared/model/filter-paths.ts';
import { valuesAt } from '../inventory/entity-paths.ts';
import { DomainError } from '../platform/errors.ts';

const envelopeFields = [
  'id',
  'nativeId',
  'name',
  'simulated',
  'firstSeenAt',
  'observedAt',
  'changedAt',
  'disappearedAt',
  'key',
  'keys',
  'label',
  'labels',
  'unknown',
  'attributes',
] as const;
const mostValues = 12;

/**
 * Refuses a filter on a field that nothing of these kinds has: an empty list would say that there is no such thing.
 * @throws DomainError usage, naming the fields that come nearest
 */
export function rejectUnknownFields(query: InventoryQueryInput): void {
  const kinds = query.kinds ?? entityKinds;
  const paths = [
    ...(query.filters ?? []).map((filter) => filter.path),
    ...(query.sort ?? []).map(({ path }) => path),
  ];
  const wrong = paths.find((path) => !isField(path, kinds));
  if (wrong === undefined) return;
  const near = fieldsNear(wrong, fieldsOf(kinds)).slice(0, 6);
  const only = query.kinds?.length === 1 ? query.kinds[0] : undefined;
  const what = only === undefined ? 'nothing' : `no ${kindDefinition(only).title}`;
  throw new DomainError('usage', `${what} has a field "${wrong}".`, {
    hint:
      near.length > 0
        ? `Did you mean ${near.join(' or ')}?`
        : only === undefined
          ? '`datacenter-docs inventory show NAME` shows the fields of one entity.'
          : `It has ${fieldsOf([only]).join(', ')}.`,
  });
}

/** What a field does say where nothing says what was asked for: `powerState is off or on`. */
export function valuesInstead(query: InventoryQueryInput, entities: readonly Entity[]): string[] {
  return (query.filters ?? [])
    .filter(({ op }) => op === 'eq')
    .flatMap(({ path }) => {
      const values = new Set<string>();
      for (const entity of entities) {
        for (const value of valuesAt(entity, path)) {
          if (typeof value !== 'object') values.add(attributeText(path, value));
          if (values.size > mostValues) return [];
        }
      }
      return values.size === 0 ? [] : [`${path} is ${[...values].toSorted().join(', ')}`];
    });
}

function isField(path: string, kinds: readonly EntityKind[]): boolean {
  const [first = ''] = path.split('.');
  const field = (first === 'attributes' ? (path.split('.')[1] ?? '') : first).toLowerCase();
  return (
    isEntityKind(field) ||
    ['source', 'domain', 'partition', 'kind'].includes(field) ||
    envelopeFields.some((name) => name.toLowerCase() === field) ||
    kinds.some((kind) => fieldsOf([kind]).some((name) => name.toLowerCase() === field))
  );
}

function fieldsOf(kinds: readonly EntityKind[]): readonly string[] {
  return [...new Set(kinds.flatMap((kind) => Object.keys(kindDefinition(kind).attributes.shape)))];
}
