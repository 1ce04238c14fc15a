import { expect, test } from 'vitest';
import { accounts, openRule } from '../../../../test/support/rule-engines.ts';
import {
  sampleAudit,
  sampleFeedback,
  sampleRemediation,
  sampleThrow,
} from '../../../../test/support/rule-samples.ts';

const { node, operator, collector } = accounts;

test('a node is believed of what operators say who sign in there', () => {
  for (const [name, sample] of [
    ['audit', sampleAudit({ operator: 'carol' })],
    ['feedback', sampleFeedback({ by: 'carol' })],
    ['policies', sampleThrow({ by: 'carol' })],
  ] as const) {
    const judge = openRule(name);
    expect(judge(sample, null, node)).toBeUndefined();
    for (const account of [operator, collector])
      expect(judge(sample, null, account)).toMatch(/^(owner|role): /);
  }
});

test('and of nothing that permits something', () => {
  const judge = openRule('remediations');
  const before = sampleRemediation();
  const approval = {
    by: 'carol',
    at: '2026-05-01T08:00:00.000Z',
    planHash: 'p',
    workstation: 'w',
    breakGlass: false,
  };
  expect(
    judge({ ...before, approvals: [approval] }, before, {
      ...node,
      roles: [...node.roles, 'datacenter-docs-approver'],
    }),
  ).toMatch(/^owner: an approval/);
});
