import { expect, test } from 'vitest';
import { accounts, openRule } from '../../../../test/support/rule-engines.ts';
import { sampleEntity } from '../../../../test/support/rule-samples.ts';

const judge = openRule('entities');
const { collector, operator, approver, admin, viewer, server, stranger, nobody } = accounts;

test('inventory is written by whoever collects', () => {
  expect(judge(sampleEntity(), null, collector)).toBeUndefined();
  expect(judge(sampleEntity(), null, server)).toBeUndefined();
  for (const account of [operator, approver, admin, viewer, stranger])
    expect(judge(sampleEntity(), null, account)).toMatch(/^role: inventory takes the role collector/);
  expect(judge(sampleEntity(), null, nobody)).toMatch(/^unauthorized/);
  expect(judge(sampleEntity(), null, { name: 'mallory' })).toMatch(/^role: /);
});

test.each([
  ['a newer version', { schemaVersion: 2 }, /schemaVersion 2 is newer than 1.*init-db/],
  ['an older version', { schemaVersion: 0 }, /schemaVersion: expected 1/],
  ['no name', { name: undefined }, /name: expected a text/],
  ['another id', { nativeId: 'vm-2' }, /_id: expected vc-a:vm:vm-2/],
  ['an unknown member', { admin: true }, /unknown member "admin"/],
  ['attachments', { _attachments: {} }, /attachments/],
  ['a time that is none', { observedAt: '2026-13-01T00:00:00.000Z' }, /observedAt: expected an instant/],
  [
    'too many relations',
    { relations: Array.from({ length: 20_001 }, () => 1) },
    /relations: expected a list/,
  ],
  ['depth', { attributes: { a: JSON.parse('['.repeat(50) + ']'.repeat(50)) as unknown } }, /nested/],
  ['a prototype', JSON.parse('{"attributes":{"__proto__":{"x":1}}}') as object, /fitting name/],
  ['a list for an object', { labels: [] }, /labels: expected an object/],
])('%s is refused', (_, change, expected) => {
  const said = judge(sampleEntity(change as Record<string, unknown>), null, collector);
  expect(said).toMatch(/^shape: /);
  expect(said).toMatch(expected);
});

test('whoever held an earlier lease writes nothing over a later one', () => {
  expect(judge(sampleEntity({ fence: 4 }), sampleEntity({ fence: 3 }), collector)).toBeUndefined();
  expect(judge(sampleEntity({ fence: 3 }), sampleEntity({ fence: 3 }), collector)).toBeUndefined();
  expect(judge(sampleEntity({ fence: 2 }), sampleEntity({ fence: 3 }), collector)).toMatch(/^fenced: /);
  expect(judge(sampleEntity(), sampleEntity({ fence: 3 }), collector)).toMatch(/^fenced: /);
  expect(judge({ _id: 'x', _deleted: true, fence: 2 }, sampleEntity({ fence: 3 }), collector)).toMatch(
    /^fenced/,
  );
});

test('it is removed by whoever collects, or an admin', () => {
  const removed = { _id: 'vc-a:vm:vm-1', _deleted: true };
  expect(judge(removed, sampleEntity(), collector)).toBeUndefined();
  expect(judge(removed, sampleEntity(), admin)).toBeUndefined();
  expect(judge(removed, sampleEntity(), operator)).toMatch(/^role: /);
  expect(judge(sampleEntity(), removed, collector)).toBeUndefined();
});
