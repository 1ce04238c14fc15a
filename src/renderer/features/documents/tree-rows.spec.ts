import { expect, test } from 'vitest';
import type { Instant } from '../../../shared/model/ids.ts';
import { ancestorsOf, matchingDocuments, treeRows, type DocumentSummary } from './tree-rows.ts';

const at = '2026-11-23T08:00:00.000Z' as Instant;

function page(id: string, more: Partial<DocumentSummary> = {}): DocumentSummary {
  return {
    id,
    title: id,
    generator: id.split('/')[0] ?? id,
    domain: 'vmware',
    version: 1,
    versionAt: at,
    refreshedAt: at,
    sections: [],
    notes: 0,
    ...more,
  };
}

const stale: NonNullable<DocumentSummary['stale']> = {
  state: 'configuration',
  reason: 'r',
  sections: [],
  details: [],
};
const documents = [
  page('storage', { domain: 'storage' }),
  page('virtualization'),
  page('virtualization/a', { parent: 'virtualization', stale }),
  page('virtualization/b', { parent: 'virtualization', retiredAt: at }),
  page('virtualization/c', { parent: 'virtualization' }),
  page('infrastructure', { domain: 'infrastructure' }),
];

test('pages stand below their parents, domains in one order, what is retired last', () => {
  const rows = treeRows(documents, new Set());
  expect(rows.map(({ document, level }) => [document.id, level])).toEqual([
    ['infrastructure', 1],
    ['virtualization', 1],
    ['virtualization/a', 2],
    ['virtualization/c', 2],
    ['virtualization/b', 2],
    ['storage', 1],
  ]);
  expect(rows[2]).toMatchObject({ position: 1, siblings: 3 });
  expect(rows[1]?.open).toBe(true);
  expect(rows[0]?.open).toBeUndefined();
});

test('what is folded away still says that some of it is out of date', () => {
  const rows = treeRows(documents, new Set(['virtualization']));
  expect(rows.map(({ document }) => document.id)).toEqual(['infrastructure', 'virtualization', 'storage']);
  expect(rows[1]).toMatchObject({ open: false, staleBelow: 1 });
});

test('a page whose parent is not there stands by itself', () => {
  expect(treeRows([page('x/y', { parent: 'x' })], new Set())).toMatchObject([{ level: 1 }]);
});

test('titles and ids are searched for all words', () => {
  expect(matchingDocuments(documents, 'VIRT a').map(({ id }) => id)).toEqual([
    'virtualization',
    'virtualization/a',
    'virtualization/b',
    'virtualization/c',
  ]);
  expect(matchingDocuments(documents, ' ')).toEqual([]);
});

test('the way to a page is its ancestors', () => {
  expect(ancestorsOf(documents, 'virtualization/a')).toEqual(['virtualization']);
  expect(ancestorsOf([page('a', { parent: 'b' }), page('b', { parent: 'a' })], 'a')).toEqual(['b', 'a']);
});
