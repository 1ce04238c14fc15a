import type { Entity } from '../../shared/model/entity.ts';
import { parseQuantity } from '../../shared/model/filter-tokens.ts';
import type { InventoryFilter } from '../../shared/model/inventory-query.ts';
import { compilePath, type RelatedNames } from './entity-paths.ts';
import { compareNatural } from './natural-order.ts';

export type EntityTest = (entity: Entity) => boolean;

/** A filter as a function of an entity: whatever does not depend on it is worked out here, once. */
export function compileFilter(filter: InventoryFilter, related: RelatedNames): EntityTest {
  const values = compilePath(filter.path, related);
  const test = compileTest(filter);
  return (entity) => test(values(entity));
}

/** A filter as a function of the values that its path leads to. */
export function compileTest({ op, value }: InventoryFilter): (values: readonly unknown[]) => boolean {
  switch (op) {
    case 'exists':
      return (values) => values.length > 0;
    case 'missing':
      return (values) => values.length === 0;
    case 'eq': {
      const equals = compileEquals(value);
      return (values) => values.some(equals);
    }
    case 'ne': {
      const equals = compileEquals(value);
      return (values) => !values.some(equals);
    }
    case 'contains': {
      const part = String(value).toLowerCase();
      return (values) => values.some((found) => textOf(found).toLowerCase().includes(part));
    }
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte': {
      const limit = typeof value === 'number' ? value : (parseQuantity(String(value)) ?? String(value));
      const holds = orders[op];
      return (values) =>
        values.some((found) => {
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
