import type { Entity } from '../../../../src/shared/model/entity.ts';
import type { EntityKind } from '../../../../src/shared/model/kinds/registry.ts';
import type { RelationType } from '../../../../src/shared/model/relation.ts';
import { testNow } from '../../../support/build-view.ts';
import { factCase, type FactCase, type Language, type Wording } from '../case.ts';
import type { Estate } from '../estate.ts';
import { dateWords } from '../words.ts';
import { figure, wrongUnit, type Measure } from './quantities.ts';

/**
 * A wording is a template: `{a}` and `{b}` are names, `{q}` a figure or a value, `[yes|no]` what is said when the
 * sentence affirms or denies. A capital is put at the front.
 */
export interface Slots {
  readonly a: string;
  readonly b: string;
  readonly q: string;
  readonly not: boolean;
  readonly value: number;
}

const plain: Slots = { a: '', b: '', q: '', not: false, value: 0 };

export function wordings(
  family: string,
  of: { readonly en?: readonly string[]; readonly de?: readonly string[] },
): readonly Wording<Slots>[] {
  const one = (language: Language) => (template: string) => ({
    language,
    family,
    text: (s: Slots) => {
      const text = template
        .replaceAll(/\[([^|\]]*)\|([^\]]*)\]/g, (_, yes: string, no: string) => (s.not ? no : yes))
        .replaceAll('{a}', s.a)
        .replaceAll('{b}', s.b)
        .replaceAll('{q}', s.q);
      return /^\{[abq]\}/.test(template) && !template.startsWith('{q}')
        ? text
        : text.charAt(0).toUpperCase() + text.slice(1);
    },
  });
  return [...(of.en ?? []).map(one('en')), ...(of.de ?? []).map(one('de'))];
}

const denies = (wording: Wording<Slots>) =>
  wording.text({ ...plain, not: true }) !== wording.text({ ...plain, not: false });

export const valueAt = (entity: Entity, path: string): unknown =>
  (entity.attributes as Readonly<Record<string, unknown>>)[path];

/** Two things and what is between them. */
export function link(
  type: RelationType,
  kinds: readonly [EntityKind, EntityKind],
  words: Parameters<typeof wordings>[1],
): FactCase {
  const [from, target] = kinds;
  const pairs = (estate: Estate) => {
    const known = new Set(estate.named(target).map(({ id }) => id));
    return estate
      .named(from)
      .flatMap((a) =>
        estate.view
          .outbound(a, type)
          .flatMap((b) => (b.kind === target && known.has(b.id) ? [{ a, b }] : [])),
      );
  };
  const strangers = (estate: Estate, name: string) => {
    const own = pairs(estate)
      .filter(({ a }) => a.name === name)
      .map(({ b }) => b.name);
    return estate.named(target).filter((one) => !own.includes(one.name));
  };
  return factCase<Slots>({
    name: `${from} ${type} ${target}`,
    wordings: wordings('link', words),
    draw(estate, wording) {
      const pair = estate.dice.maybe(pairs(estate));
      if (pair === undefined) return undefined;
      const affirmed = { ...plain, a: pair.a.name, b: pair.b.name };
      if (!denies(wording) || estate.dice.chance(0.75)) return affirmed;
      const other = estate.dice.maybe(strangers(estate, pair.a.name));
      return other === undefined ? affirmed : { ...affirmed, b: other.name, not: true };
    },
    faults: {
      'wrong-host': (s, estate) => {
        const other = s.not ? undefined : estate.dice.maybe(strangers(estate, s.a));
        return other === undefined ? undefined : { ...s, b: other.name };
      },
      'invented-entity': (s, estate) =>
        estate.dice.chance(0.5)
          ? { ...s, not: false, b: estate.invent(target) }
          : { ...s, not: false, a: estate.invent(from) },
      'swapped-relation': (s) => (s.not ? undefined : { ...s, a: s.b, b: s.a }),
      negation: (s, _, wording) => (denies(wording) ? { ...s, not: !s.not } : undefined),
    },
  });
}

const isSame = (x: number, y: number, measure: Measure) =>
  measure === 'count' || measure === 'exact'
    ? x === y
    : measure === 'percent' || measure === 'celsius'
      ? Math.abs(x - y) < 3
      : Math.abs(x - y) <= Math.max(x, y) * 0.06;

/** A figure of something. */
export function measured(
  kind: EntityKind,
  path: string,
  measure: Measure,
  words: Parameters<typeof wordings>[1],
): FactCase {
  const known = (estate: Estate) =>
    estate.named(kind).flatMap((entity) => {
      const value = valueAt(entity, path);
      return typeof value === 'number' && value >= 2 ? [{ entity, value }] : [];
    });
  const off = (value: number, estate: Estate) => {
    const d = estate.dice;
    if (measure === 'percent' || measure === 'celsius')
      return value > 50 ? value - d.int(5, 30) : value + d.int(5, 30);
    if ((measure === 'count' || measure === 'exact') && value < 60) return value + d.one([-1, 1, 2, 3, 6]);
    return Math.round(value * d.one([0.5, 0.8, 1.25, 1.5, 3]));
  };
  return factCase<Slots>({
    name: `${kind} ${path}`,
    wordings: wordings('figure', words),
    draw(estate, { language }) {
      const chosen = estate.dice.maybe(known(estate));
      if (chosen === undefined) return undefined;
      const { entity, value } = chosen;
      return { ...plain, a: entity.name, value, q: figure(value, measure, language, estate.dice) };
    },
    faults: {
      'number-off': (s, estate, { language }) => {
        const value = off(s.value, estate);
        return isSame(value, s.value, measure) || value < 1
          ? undefined
          : { ...s, q: figure(value, measure, language, estate.dice) };
      },
      'wrong-host': (s, estate) => {
        const other = estate.dice.maybe(
          known(estate).filter(({ value }) => !isSame(value, s.value, measure)),
        );
        return other && { ...s, a: other.entity.name };
      },
      'invented-entity': (s, estate) => ({ ...s, a: estate.invent(kind) }),
      negation: (s, _, wording) => (denies(wording) ? { ...s, not: true } : undefined),
      'wrong-unit': (s, estate) => {
        const q = wrongUnit(s.q, estate.dice);
        return q === undefined ? undefined : { ...s, q };
      },
    },
  });
}

/** A word that the record holds: a model, a class, a VRF. */
export function worded(kind: EntityKind, path: string, words: Parameters<typeof wordings>[1]): FactCase {
  const known = (estate: Estate) =>
    estate.named(kind).flatMap((entity) => {
      const value = valueAt(entity, path);
      return typeof value === 'string' ? [{ entity, value }] : [];
    });
  return factCase<Slots>({
    name: `${kind} ${path}`,
    wordings: wordings('word', words),
    draw(estate) {
      const chosen = estate.dice.maybe(known(estate));
      return chosen && { ...plain, a: chosen.entity.name, q: chosen.value };
    },
    faults: {
      'stale-state': (s, estate) => {
        const other = estate.dice.maybe(known(estate).filter(({ value }) => value !== s.q));
        return other && { ...s, q: other.value };
      },
      'invented-entity': (s, estate) => ({ ...s, a: estate.invent(kind) }),
      negation: (s, _, wording) => (denies(wording) ? { ...s, not: true } : undefined),
    },
  });
}

/** States: `says` and `denies` for each value, put into sentences around the name. */
export function state(
  kind: EntityKind,
  path: string,
  values: readonly {
    readonly value: string | boolean;
    readonly en: readonly (readonly [says: string, denies: string])[];
    readonly de: readonly (readonly [says: string, denies: string])[];
  }[],
  around: { readonly en: readonly string[]; readonly de: readonly string[] },
): FactCase {
  const of = (estate: Estate, name: string) => {
    const entity = estate.named(kind).find((one) => one.name === name);
    return entity && valueAt(entity, path);
  };
  return factCase<Slots>({
    name: `${kind} ${path}`,
    wordings: wordings('state', around),
    draw(estate, { language }) {
      const entity = estate.dice.maybe(estate.named(kind));
      const value = entity && valueAt(entity, path);
      if (entity === undefined || value === undefined) return undefined;
      const affirmed = values.filter((one) => one.value === value).flatMap((one) => one[language]);
      const others = values.filter((one) => one.value !== value).flatMap((one) => one[language]);
      const says =
        affirmed.length > 0 && estate.dice.chance(0.7)
          ? estate.dice.one(affirmed)[0]
          : estate.dice.maybe(others)?.[1];
      return says === undefined || says === '' ? undefined : { ...plain, a: entity.name, q: says };
    },
    faults: {
      'stale-state': (s, estate, { language }) => {
        const value = of(estate, s.a);
        const other = estate.dice.maybe(
          values.filter((one) => one.value !== value).flatMap((one) => one[language]),
        );
        return other && { ...s, q: other[0] };
      },
      negation: (s, _, { language }) => {
        const pair = values.flatMap((one) => one[language]).find((both) => both.includes(s.q));
        const other = pair === undefined ? '' : pair[0] === s.q ? pair[1] : pair[0];
        return other === '' ? undefined : { ...s, q: other };
      },
      'wrong-host': (s, estate, { language }) => {
        const value = of(estate, s.a);
        const said = values.some(
          (one) => one.value === value && one[language].some(([says]) => says === s.q),
        );
        const other = estate.dice.maybe(
          estate
            .named(kind)
            .filter((one) => valueAt(one, path) !== value && valueAt(one, path) !== undefined),
        );
        return said && other !== undefined ? { ...s, a: other.name } : undefined;
      },
      'invented-entity': (s, estate) => ({ ...s, a: estate.invent(kind) }),
    },
  });
}

const dayMs = 86_400_000;

/** When something was, or will be. */
export function dated(kind: EntityKind, path: string, words: Parameters<typeof wordings>[1]): FactCase {
  const known = (estate: Estate) =>
    estate.named(kind).flatMap((entity) => {
      const at = valueAt(entity, path);
      return typeof at === 'string' ? [{ entity, at }] : [];
    });
  const said = (at: string, language: Language, estate: Estate) =>
    Date.parse(at) < Date.parse(testNow) && estate.dice.chance(0.4)
      ? dateWords(at, language, 'relative', estate.dice)
      : dateWords(at, language, 'absolute', estate.dice);
  return factCase<Slots>({
    name: `${kind} ${path}`,
    wordings: wordings('date', words),
    draw(estate, { language }) {
      const chosen = estate.dice.maybe(known(estate));
      return (
        chosen && {
          ...plain,
          a: chosen.entity.name,
          value: Date.parse(chosen.at),
          q: said(chosen.at, language, estate),
        }
      );
    },
    faults: {
      'number-off': (s, estate, { language }) => {
        const days = estate.dice.one([-40, -13, -6, -3]);
        return { ...s, q: said(new Date(s.value + days * dayMs).toISOString(), language, estate) };
      },
      'wrong-host': (s, estate) => {
        const other = estate.dice.maybe(
          known(estate).filter(({ at }) => Math.abs(Date.parse(at) - s.value) > 2.5 * dayMs),
        );
        return other && { ...s, a: other.entity.name };
      },
      'invented-entity': (s, estate) => ({ ...s, a: estate.invent(kind) }),
      'wrong-unit': (s) => {
        const q = s.q.replace(/days ago$/, 'weeks ago').replace(/Tagen$/, 'Wochen');
        return q === s.q ? undefined : { ...s, q };
      },
    },
  });
}
