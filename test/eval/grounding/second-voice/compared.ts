import type { Entity } from '../../../../src/shared/model/entity.ts';
import type { EntityKind } from '../../../../src/shared/model/kinds/registry.ts';
import { factCase, type FactCase } from '../case.ts';
import type { Estate } from '../estate.ts';
import { joined } from '../words.ts';
import { figure } from './quantities.ts';
import { valueAt, wordings, type Slots } from './shapes.ts';

const plain: Slots = { a: '', b: '', q: '', not: false, value: 0 };

/** Which of two has more: `{a}` has. */
export function compared(kind: EntityKind, path: string, words: Parameters<typeof wordings>[1]): FactCase {
  const value = (entity: Entity) => Number(valueAt(entity, path));
  return factCase<Slots>({
    name: `${kind} ${path} of two`,
    wordings: wordings('comparison', words),
    draw(estate) {
      const all = estate.named(kind).filter((one) => typeof valueAt(one, path) === 'number');
      const [one, two] = estate.dice.some(all, 2);
      if (one === undefined || two === undefined || value(one) === value(two)) return undefined;
      const [more, less] = value(one) > value(two) ? [one, two] : [two, one];
      return { ...plain, a: more.name, b: less.name };
    },
    faults: {
      'swapped-relation': (s) => ({ ...s, a: s.b, b: s.a }),
      'invented-entity': (s, estate) =>
        estate.dice.chance(0.5) ? { ...s, a: estate.invent(kind) } : { ...s, b: estate.invent(kind) },
    },
  });
}

/** The one with the most of all of its kind: `{a}`. */
export function extreme(
  kind: EntityKind,
  path: string,
  way: 'most' | 'least',
  words: Parameters<typeof wordings>[1],
): FactCase {
  const ranked = (estate: Estate) => estate.view.all(kind) as readonly Entity[];
  const winner = (estate: Estate) => {
    const all = [...ranked(estate)].toSorted(
      (x, y) => (Number(valueAt(y, path)) - Number(valueAt(x, path))) * (way === 'most' ? 1 : -1),
    );
    const [first, second] = all;
    return first !== undefined && second !== undefined && valueAt(first, path) !== valueAt(second, path)
      ? first
      : undefined;
  };
  return factCase<Slots>({
    name: `${kind} with the ${way} ${path}`,
    wordings: wordings('extreme', words),
    draw(estate) {
      const first = winner(estate);
      return first && { ...plain, a: first.name };
    },
    faults: {
      'wrong-host': (s, estate) => {
        const other = estate.dice.maybe(estate.named(kind).filter(({ name }) => name !== s.a));
        return other && { ...s, a: other.name };
      },
      'invented-entity': (s, estate) => ({ ...s, a: estate.invent(kind) }),
    },
  });
}

/** How many there are, in something (`{a}`) or in all; `{q}` of them, or `{b}` of them in a state. */
export function counted(definition: {
  readonly name: string;
  readonly group?: EntityKind;
  readonly of: (estate: Estate, group: Entity | undefined) => readonly Entity[];
  readonly inState?: (entity: Entity) => boolean;
  readonly words: Parameters<typeof wordings>[1];
}): FactCase {
  const { group: kind, of, inState } = definition;
  const count = (estate: Estate, group: Entity | undefined) => {
    const all = of(estate, group);
    return { all: all.length, some: inState === undefined ? 0 : all.filter(inState).length };
  };
  const moved = (n: number, estate: Estate) =>
    estate.dice.one([n - 1, n + 1, n + 2].filter((one) => one > 1));
  return factCase<Slots>({
    name: definition.name,
    wordings: wordings('total', definition.words),
    draw(estate, { language }) {
      const group = kind === undefined ? undefined : estate.dice.maybe(estate.named(kind));
      const { all, some } = count(estate, group);
      if (all < 2 || (inState !== undefined && (some < 2 || some === all))) return undefined;
      return {
        ...plain,
        a: group?.name ?? '',
        value: all,
        q: figure(all, 'count', language, estate.dice),
        b: inState === undefined ? '' : figure(some, 'count', language, estate.dice),
      };
    },
    faults: {
      'wrong-total': (s, estate, { language, text }) => {
        const shows = text({ ...s, q: 'QQ' }) !== text(s);
        if (shows && (inState === undefined || estate.dice.chance(0.5)))
          return { ...s, q: figure(moved(s.value, estate), 'count', language, estate.dice) };
        if (inState === undefined) return undefined;
        const group = kind === undefined ? undefined : estate.named(kind).find(({ name }) => name === s.a);
        return {
          ...s,
          b: figure(moved(count(estate, group).some, estate), 'count', language, estate.dice),
        };
      },
      ...(kind === undefined
        ? {}
        : { 'invented-entity': (s: Slots, estate: Estate) => ({ ...s, a: estate.invent(kind) }) }),
    },
  });
}

/** Several of one kind of which the same is true: `{a}` is their list, `{b}` what they share. */
export function listed(
  name: string,
  kind: EntityKind,
  groups: (estate: Estate) => readonly { readonly of: string; readonly members: readonly Entity[] }[],
  words: Parameters<typeof wordings>[1],
): FactCase {
  return factCase<Slots & { readonly members: readonly string[] }>({
    name,
    wordings: wordings('list', words).map((wording) => ({
      ...wording,
      text: (s) => wording.text({ ...s, a: joined(s.members, wording.language) }),
    })),
    draw(estate) {
      const known = new Set(estate.named(kind).map(({ id }) => id));
      const all = groups(estate).flatMap(({ of, members }) => {
        const own = members.filter(({ id }) => known.has(id));
        return own.length < 2 ? [] : [{ of, own }];
      });
      const chosen = estate.dice.maybe(all);
      if (chosen === undefined) return undefined;
      const members = estate.dice.some(chosen.own, estate.dice.int(2, 3)).map((one) => one.name);
      return { ...plain, b: chosen.of, members };
    },
    faults: {
      'wrong-host': (s, estate) => {
        const own = groups(estate)
          .filter(({ of }) => of === s.b)
          .flatMap(({ members }) => members.map((one) => one.name));
        const other = estate.dice.maybe(estate.named(kind).filter((one) => !own.includes(one.name)));
        return (
          other && { ...s, members: s.members.with(estate.dice.int(0, s.members.length - 1), other.name) }
        );
      },
      'invented-entity': (s, estate) => ({
        ...s,
        members: s.members.with(estate.dice.int(0, s.members.length - 1), estate.invent(kind)),
      }),
    },
  });
}
