import { expect, test } from 'vitest';
import { accounts, openRule } from '../../../../test/support/rule-engines.ts';
import { sampleClaim } from '../../../../test/support/rule-samples.ts';

const judge = openRule('claims');
const { operator, approver, collector, viewer, server } = accounts;

test('a claim is made once, in one’s own name, and there for ever', () => {
  expect(judge(sampleClaim(), null, operator)).toBeUndefined();
  expect(judge(sampleClaim({ operator: 'node-1', by: 'application' }), null, collector)).toBeUndefined();
  expect(judge(sampleClaim(), null, approver)).toMatch(/^owner: /);
  expect(judge(sampleClaim({ operator: 'vera' }), null, viewer)).toMatch(/^role: /);
  for (const account of [operator, server]) {
    expect(judge(sampleClaim({ nonce: 'another-12345678' }), sampleClaim(), account)).toMatch(/^state: /);
    expect(judge({ _id: 'R-1', _deleted: true }, sampleClaim(), account)).toMatch(/^deleted: /);
  }
  expect(judge(sampleClaim({ nonce: 'short' }), null, operator)).toMatch(/^shape: nonce/);
});

test('glass is broken by an approver, in their own name', () => {
  const broken = (by: string) => sampleClaim({ operator: by, breakGlass: { by, typed: 'web-1' } });
  expect(judge(broken('bob'), null, approver)).toBeUndefined();
  expect(judge(broken('alice'), null, operator)).toMatch(/^role: breaking glass/);
  expect(
    judge(sampleClaim({ operator: 'bob', breakGlass: { by: 'alice', typed: '' } }), null, approver),
  ).toMatch(/^owner: breaking glass/);
});
