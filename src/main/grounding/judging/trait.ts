import { attributeText } from '../../../shared/format.ts';
import type { Entity } from '../../../shared/model/entity.ts';
import { type Amount, fits } from '../amounts.ts';
import { type Spoken, dimensionOf, impliedAttributes } from '../vocabulary/attributes.ts';
import type { StateMeaning } from '../vocabulary/states.ts';
import type { Held } from './each.ts';
import type { Of } from './claim-of.ts';
import { attribute, measure, number } from '../record.ts';

function pathsFor(
  entity: Entity,
  attributes: readonly Spoken[] | undefined,
  amount: Amount,
): readonly string[] {
  const paths =
    attributes === undefined
      ? (impliedAttributes.get(entity.kind) ?? [])
      : attributes.filter(({ kind }) => kind === entity.kind).map(({ path }) => path);
  return paths.filter((path) => dimensionOf(path).dimension === amount.dimension);
}

export function amountOf(entity: Entity, claim: Of<'amount'>): Held {
  const paths = pathsFor(entity, claim.attributes, claim.amount);
  const known = paths.flatMap((path) => {
    const value = measure(entity, path);
    return value === undefined ? [] : [{ path, value }];
  });
  const fitting = known.find(({ value }) => fits(value, claim.amount)) ?? known[0];
  if (fitting === undefined) return { holds: undefined, path: `attributes.${paths[0] ?? ''}` };
  return {
    holds: fits(fitting.value, claim.amount),
    path: `attributes.${fitting.path}`,
    actual: attributeText(fitting.path, number(entity, fitting.path)),
  };
}

export function stateOf(entity: Entity, meanings: readonly StateMeaning[]): Held {
  const own = meanings.filter(({ kind }) => kind === entity.kind);
  const known = own.flatMap((meaning) => {
    const value = attribute(entity, meaning.path);
    return value === undefined ? [] : [{ meaning, value }];
  });
  const [first] = known;
  if (first === undefined) return { holds: undefined, path: `attributes.${own[0]?.path ?? ''}` };
  const holding = known.find(({ meaning, value }) => meets(meaning, value));
  const { meaning, value } = holding ?? first;
  return {
    holds: holding !== undefined,
    path: `attributes.${meaning.path}`,
    actual: attributeText(meaning.path, value),
  };
}

/** The same as `stateOf`, for thousands of them. */
export function isIn(entity: Entity, meanings: readonly StateMeaning[]): boolean {
  return meanings.some((meaning) => {
    const value = attribute(entity, meaning.path);
    return value !== undefined && meets(meaning, value);
  });
}

function meets(meaning: StateMeaning, value: unknown): boolean {
  return meaning.values.includes(value as string | boolean) !== (meaning.except === true);
}

export function momentOf(entity: Entity, { paths, moment }: Of<'moment'>): Held {
  for (const path of paths) {
    const value = path === 'firstSeenAt' || path === 'observedAt' ? entity[path] : attribute(entity, path);
    if (typeof value !== 'string') continue;
    const at = Date.parse(value);
    return {
      holds: at >= moment.from && at < moment.to,
      path: path in entity ? path : `attributes.${path}`,
      actual: value.slice(0, 10),
    };
  }
  return { holds: undefined, path: `attributes.${paths[0] ?? ''}` };
}
