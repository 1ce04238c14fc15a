import type { Entity } from '../../shared/model/entity.ts';
import { parseQuantity } from '../../shared/model/filter-tokens.ts';
import type { InventoryFilter } from '../../shared/model/inventory-query.ts';
import { compilePath, type RelatedNames } from './entity-paths.ts';
import { compareNatural } from './natural-order.ts';

export type EntityTest = (entity: Entity) => boolean;

/** A filter as a function: whatever does not depend on the entity is worked out here, once. */
export function compileFilter(filter: InventoryFilter, related: RelatedNames): EntityTest {
  const { path, op, value } = filter;
  const values = compilePath(path, related);
  switch (op) {
    case 'exists':
      return (entity) => values(entity).length > 0;
    case 'missing':
      return (entity) => values(entity).length === 0;
    case 'eq': {
      const equals = compileEquals(value);
      return (entity) => values(entity).some(equals);
    }
    case 'ne': {
      const equals = compileEquals(value);
      return (entity) => !values(entity).some(equals);
    }
    case 'contains': {
      const part = String(value).toLowerCase();
      return (entity) => values(entity).some((found) => textOf(found).toLowerCase().includes(part));
    }
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte': {
      const limit = typeof value === 'number' ? value : (parseQuantity(String(value)) ?? String(value));
      const holds = orders[op];
      return (entity) =>
        values(entity).some((found) => {
          const order = compareValues(found, limit);
          return order !== undefined && holds(order);
        });
    }
    default:
      return op satisfies never;
  }
}

const orders = {
  gt: (order: number) => order > 0,
  gte: (order: number) => order >= 0,
  lt: (order: number) => order < 0,
  lte: (order: number) => order <= 0,
};

/** The whole value, or any of several parted by commas. */
function compileEquals(value: string | number | boolean): (found: unknown) => boolean {
  const whole = compileOne(value);
  if (typeof value !== 'string' || !value.includes(',')) return whole;
  const parts = value.split(',').filter((part) => part !== '');
  if (parts.some((part) => part.includes('*') || parseQuantity(part) !== undefined)) {
    const tests = [whole, ...parts.map(compileOne)];
    return (found) => tests.some((test) => test(found));
  }
  const wanted = new Set([value, ...parts].map((part) => part.toLowerCase()));
  return (found) => wanted.has(textOf(found).toLowerCase());
}

function compileOne(value: string | number | boolean): (found: unknown) => boolean {
  const text = String(value).toLowerCase();
  const quantity = typeof value === 'string' ? parseQuantity(value) : undefined;
  if (text.includes('*')) {
    const pattern = new RegExp(
      `^${text
        .split('*')
        .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
        .join('.*')}$`,
      's',
    );
    return (found) => pattern.test(textOf(found).toLowerCase());
  }
  return (found) =>
    typeof found === 'number' && quantity !== undefined
      ? found === quantity
      : textOf(found).toLowerCase() === text;
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Numbers as numbers; texts, instants among them, as texts; a number and a text have no order. */
export function compareValues(a: unknown, b: unknown): number | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareNatural(a, b);
  return undefined;
}
