import { expect, test } from 'vitest';
import { accounts, openRule } from '../../../../test/support/rule-engines.ts';
import { sampleVersion } from '../../../../test/support/rule-samples.ts';

const judge = openRule('document-versions');
const { collector, approver } = accounts;

test('versions are written by whoever generates, under their own id, and stay', () => {
  expect(judge(sampleVersion(), null, collector)).toBeUndefined();
  expect(judge(sampleVersion({ reason: 'of another' }), sampleVersion(), collector)).toBeUndefined();
  expect(judge(sampleVersion({ version: 4 }), null, collector)).toMatch(/^shape: _id: expected .*@00000004/);
  expect(judge(sampleVersion(), null, approver)).toMatch(/^role: /);
  expect(judge({ _id: 'x', _deleted: true }, sampleVersion(), collector)).toMatch(/^deleted: /);
});
