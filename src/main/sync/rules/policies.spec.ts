import { expect, test } from 'vitest';
import { accounts, openRule } from '../../../../test/support/rule-engines.ts';
import { samplePolicy, sampleRelease, sampleThrow } from '../../../../test/support/rule-samples.ts';

const judge = openRule('policies');
const { operator, approver, admin, viewer, collector, server } = accounts;

test('a policy is an admin’s, in their own name, and stays', () => {
  expect(judge(samplePolicy(), null, admin)).toBeUndefined();
  expect(judge(samplePolicy({ by: 'bob' }), null, approver)).toMatch(/^role: a policy takes the role admin/);
  expect(judge(samplePolicy({ by: 'alice' }), null, admin)).toMatch(/^owner: /);
  expect(judge(samplePolicy({ by: 'whoever edited the file', how: 'file' }), null, admin)).toBeUndefined();
  expect(judge(samplePolicy({ by: 'whoever edited the file', how: 'file' }), null, operator)).toMatch(
    /^role: /,
  );
  expect(judge(samplePolicy({ reason: 'other' }), samplePolicy(), server)).toMatch(/^append-only: /);
  expect(judge({ _id: 'x', _deleted: true }, samplePolicy(), admin)).toMatch(/^deleted: /);
  expect(judge(samplePolicy({ sequence: 3 }), null, admin)).toMatch(/^shape: _id/);
});

test('what every workstation comes with is written by all who work', () => {
  const first = samplePolicy({ how: 'first', by: 'application' });
  for (const account of [operator, approver, collector]) expect(judge(first, null, account)).toBeUndefined();
  expect(judge(first, null, viewer)).toMatch(/^role: /);
  const last = { ...first, _id: String(first['_id']).replace(/^\d{9}/, '999999999'), sequence: 999_999_999 };
  expect(judge(last, null, operator)).toMatch(/^shape: sequence/);
});

test('everybody who works may stop automation; it takes an approver to let it go on', () => {
  expect(judge(sampleThrow(), null, operator)).toBeUndefined();
  expect(judge(sampleThrow({ by: 'unknown' }), null, collector)).toBeUndefined();
  expect(judge(sampleThrow(), null, approver)).toMatch(/^owner: /);
  expect(judge(sampleThrow({ by: 'vera' }), null, viewer)).toMatch(/^role: /);
  expect(judge(sampleRelease(), null, approver)).toBeUndefined();
  expect(judge(sampleRelease({ by: 'alice' }), null, operator)).toMatch(/^role: /);
  expect(judge(sampleRelease({ _id: 'kill-switch-other-released-x' }), null, approver)).toMatch(
    /^shape: _id/,
  );
  expect(judge(sampleThrow({ text: 'enabled: all' }), null, operator)).toMatch(/^shape: the kill switch/);
});
