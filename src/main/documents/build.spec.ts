import { describe, expect, test } from 'vitest';
import type { Entity } from '../../shared/model/entity.ts';
import { buildEntity } from '../../../test/support/build-view.ts';
import { computed, entityLinks, entityTable, fact, paragraph, table } from './build.ts';

const finding = buildEntity('finding', 'VS11 ds-1', {
  nativeId: 'VS11:x',
  attributes: { rule: 'VS11', title: '', value: '91 %' },
  unknown: { evidence: 'the rule gives none' },
});

describe('a fact', () => {
  test('carries its entity and path', () => {
    expect(fact(finding, 'rule')).toEqual({ t: 'fact', text: 'VS11', id: finding.id, path: 'rule' });
  });

  test('that the source did not give is unknown with the reason, never empty', () => {
    expect(fact(finding, 'evidence')).toEqual({ t: 'unknown', reason: 'the rule gives none' });
    expect(fact(finding, 'remedy')).toEqual({ t: 'unknown', reason: 'not given by findings' });
  });

  test('that is only remembered says so, and why', () => {
    const remembered = buildEntity('finding', 'x', {
      attributes: { title: 'old' },
      unknown: { title: 'host disconnected' },
    });
    expect(fact(remembered, 'title')).toMatchObject({
      text: 'old (last known)',
      title: 'host disconnected',
    });
  });

  test('whose format finds nothing is unknown too', () => {
    expect(fact(finding, 'rule', () => undefined)).toEqual({
      t: 'unknown',
      reason: 'not given by findings',
    });
  });
});

describe('an entity table', () => {
  const block = entityTable({
    entities: [finding],
    home: true,
    columns: [
      { title: 'Finding', path: 'name' },
      { title: 'Observed', path: 'value', format: (value) => value.toUpperCase() },
      { title: 'Kind', value: (entity) => entity.kind, align: 'center' },
      { title: 'Remedy', path: 'remedy' },
    ],
  });

  test('names the attribute of each column, so that plain cells have a source', () => {
    expect(block).toMatchObject({
      columns: [
        { title: 'Finding', path: 'name' },
        { title: 'Observed', path: 'value' },
        { title: 'Kind', align: 'center' },
        { title: 'Remedy', path: 'remedy' },
      ],
      rows: [
        {
          entity: finding.id,
          home: true,
          cells: [['VS11 ds-1'], ['91 %'], ['finding'], [{ t: 'unknown', reason: 'not given by findings' }]],
        },
      ],
    });
  });

  test('is nobody’s home unless it says so', () => {
    const other = entityTable({ entities: [finding], columns: [{ title: 'Finding', path: 'name' }] });
    expect(other).toEqual({
      t: 'table',
      columns: [{ title: 'Finding', path: 'name' }],
      rows: [{ entity: finding.id, cells: [['VS11 ds-1']] }],
    });
  });
});

test('plain tables take text or pieces as cells', () => {
  expect(table(['A', { title: 'B', align: 'right' }], [['x', ['y', computed('3', '3 hosts')]]])).toEqual({
    t: 'table',
    columns: [{ title: 'A' }, { title: 'B', align: 'right' }],
    rows: [{ cells: [['x'], ['y', { t: 'computed', text: '3', from: '3 hosts' }]] }],
  });
});

test('long lists of links say how many are left out', () => {
  const many: Entity[] = Array.from({ length: 5 }, (_, i) => buildEntity('finding', `f${i}`));
  expect(entityLinks(many, 2).at(-1)).toBe(' and 3 more');
  expect(entityLinks([])).toEqual(['none']);
});

test('a paragraph keeps its pieces in order', () => {
  expect(paragraph('a ', { t: 'strong', text: 'b' })).toEqual({
    t: 'paragraph',
    content: ['a ', { t: 'strong', text: 'b' }],
  });
});
