import { describe, expect, it } from 'vitest';
import { buildEntity, buildView } from '../../../test/support/build-view.ts';
import { parseFilterTokens } from '../../shared/model/filter-tokens.ts';
import { inventoryQuerySchema } from '../../shared/model/inventory-query.ts';
import { compileFilter } from './compile-filter.ts';
import { listMatching, type Selection } from './listing.ts';
import { buildCorpus, buildCorpusSlowly } from './search-corpus.ts';

const selection = (text: string): Selection => inventoryQuerySchema.parse(parseFilterTokens(text).query);

const many = Array.from({ length: 3_000 }, (_, i) =>
  buildEntity('vm', `${i % 3 === 0 ? 'web' : 'db'}-${i}`, {
    attributes: {
      powerState: i % 10 === 0 ? 'off' : 'on',
      memoryBytes: (i % 7) * 2 ** 30,
      notes: `rack ${i % 50}`,
    },
  }),
);
const view = buildView(many);

describe('a list that matches', () => {
  it('is the same list when it is asked for again', () => {
    expect(listMatching(view, selection('kind:vm web'))).toBe(listMatching(view, selection('kind:vm web')));
  });

  it.each([
    [['kind:vm w', 'kind:vm web', 'kind:vm web-1', 'kind:vm web-12']],
    [['kind:vm powerState:off', 'kind:vm powerState:off web', 'kind:vm powerState:off web memoryBytes>2GiB']],
    [
      [
        'kind:vm memoryBytes>1GiB',
        'kind:vm memoryBytes>1GiB rack',
        'kind:vm memoryBytes>1GiB rack sort:-name',
      ],
    ],
    [['kind:vm sort:-memoryBytes', 'kind:vm sort:-memoryBytes db', 'kind:vm sort:-memoryBytes db 7']],
  ])('holds the same however one came to it: %s', (steps) => {
    for (const text of steps) {
      const typed = listMatching(view, selection(text)).map(({ name }) => name);
      // A view of its own has nothing to narrow.
      const alone = listMatching(buildView(many), selection(text)).map(({ name }) => name);
      expect(typed).toEqual(alone);
    }
  });

  it('goes by how bad a severity is, not by its letters', () => {
    const found = (['info', 'warning', 'critical'] as const).map((severity) =>
      buildEntity('finding', severity, { attributes: { severity } }),
    );
    const names = (text: string) => listMatching(buildView(found), selection(text)).map(({ name }) => name);
    expect(names('kind:finding sort:severity')).toEqual(['critical', 'warning', 'info']);
    expect(names('kind:finding sort:-severity')).toEqual(['info', 'warning', 'critical']);
  });

  it('takes any of several values, and the whole of one that holds a comma', () => {
    const named = [
      buildEntity('vm', 'a', { attributes: { folder: 'x,y' } }),
      buildEntity('vm', 'b', { attributes: { folder: 'x' } }),
      buildEntity('vm', 'c', { attributes: { folder: 'z' } }),
    ];
    const names = (value: string) =>
      named.filter(compileFilter({ path: 'folder', op: 'eq', value }, () => [])).map(({ name }) => name);
    expect(names('x,z')).toEqual(['b', 'c']);
    expect(names('x,y')).toEqual(['a', 'b']);
    expect(names('x*,z')).toEqual(['a', 'b', 'c']);
  });
});

describe('texts in one piece', () => {
  const placesByHand = (list: typeof many, word: string) =>
    list.flatMap((entity, place) => (JSON.stringify(entity).toLowerCase().includes(word) ? [place] : []));

  it('give each entity once, whichever of its texts mentions the word', () => {
    const corpus = buildCorpus(many);
    for (const word of ['web-12', 'rack 7', 'off'])
      expect(corpus.placesOf(word)).toEqual(placesByHand(many, word));
    expect(corpus.placesOf('nowhere')).toEqual([]);
  });

  it('never join what stands in two entities', () => {
    const two = [buildEntity('vm', 'ab'), buildEntity('vm', 'cd')];
    expect(buildCorpus(two).placesOf('bcd')).toEqual([]);
  });

  it('are taken over from the state before', async () => {
    const before = buildCorpus(many);
    const next = [
      buildEntity('vm', 'new-1'),
      ...many.slice(5, 2_000),
      buildEntity('vm', 'web-new'),
      ...many.slice(2_100),
    ];
    const pauses: number[] = [];
    const corpus = await buildCorpusSlowly(next, {
      before,
      pause: async () => void pauses.push(1),
      wanted: () => true,
    });
    expect(corpus?.placesOf('web-')).toEqual(buildCorpus(next).placesOf('web-'));
    expect(corpus?.bytes.equals(buildCorpus(next).bytes)).toBe(true);
  });

  it('are left alone when nobody wants them any more', async () => {
    const corpus = await buildCorpusSlowly(many, {
      before: undefined,
      pause: async () => {},
      wanted: () => false,
    });
    expect(corpus).toBeUndefined();
  });
});
