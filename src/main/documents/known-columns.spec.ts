import { describe, expect, it } from 'vitest';
import { buildEntity } from '../../../test/support/build-view.ts';
import { unknown } from './build.ts';
import { knownTable } from './known-columns.ts';

const feeds = ['A', 'B'].map((name) => buildEntity('power-feed', name, { attributes: {} }));

function columnsOf(value: (name: string) => ReturnType<typeof unknown> | string) {
  const blocks = knownTable({
    entities: feeds,
    columns: [
      { title: 'Feed', path: 'name' },
      { title: 'Load', value: (feed) => value(feed.name) },
    ],
  });
  const [table, ...below] = blocks;
  return { columns: table?.t === 'table' ? table.columns.map(({ title }) => title) : [], below };
}

describe('a column that is worked out', () => {
  it('is left out, and said below, where it is unknown for everything and for one reason', () => {
    expect(columnsOf(() => unknown('not measured'))).toEqual({
      columns: ['Feed'],
      below: [{ t: 'paragraph', content: ['Unknown for all of these: Load (not measured).'] }],
    });
  });

  it('stays where one is known, or the reasons differ', () => {
    const known = { columns: ['Feed', 'Load'], below: [] };
    expect(columnsOf((name) => (name === 'A' ? unknown('not measured') : '40 %'))).toEqual(known);
    expect(columnsOf((name) => unknown(`${name} has no breaker`))).toEqual(known);
  });
});
