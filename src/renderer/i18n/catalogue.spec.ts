import { describe, expect, it } from 'vitest';
import { de } from './de/catalogue.ts';
import { en } from './en/catalogue.ts';

interface Leaf {
  readonly path: string;
  readonly value: unknown;
}

function leaves(value: unknown, path = ''): Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([key, member]) =>
    leaves(member, path === '' ? key : `${path}.${key}`),
  );
}

/** What is the same word in both languages although it is more than one, each with its reason. */
const same = new Set([
  // The product's name.
  'Datacenter Docs',
]);

const english = leaves(en);
const german = new Map(leaves(de).map(({ path, value }) => [path, value]));

describe('the catalogue', () => {
  it('has a text at every place, in both languages', () => {
    const empty = [...english, ...leaves(de)].filter(
      ({ value }) => typeof value !== 'function' && (typeof value !== 'string' || value.trim() === ''),
    );
    expect(empty.map(({ path }) => path)).toEqual([]);
    expect(english.length).toBeGreaterThan(100);
  });

  it('has the same places in both languages', () => {
    expect([...german.keys()].toSorted()).toEqual(english.map(({ path }) => path).toSorted());
  });

  it('says in German what English says in more than one word', () => {
    const untranslated = english.filter(
      ({ path, value }) =>
        typeof value === 'string' &&
        /\p{L}{2,}\s+\p{L}{2,}/u.test(value) &&
        german.get(path) === value &&
        !same.has(value),
    );
    expect(untranslated.map(({ path, value }) => `${path}: ${String(value)}`)).toEqual([]);
  });

  it('counts one differently from many', () => {
    expect(en.shell.palette.results(1)).toBe('1 result');
    expect(en.shell.palette.results(2_400)).toBe('2,400 results');
    expect(de.shell.palette.results(2_400)).toBe('2.400 Treffer');
  });
});
