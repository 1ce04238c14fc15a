import { expect, test } from 'vitest';
import { accounts, openRule } from '../../../../test/support/rule-engines.ts';
import { sampleFeedback } from '../../../../test/support/rule-samples.ts';

const judge = openRule('feedback');
const { operator, approver, viewer, collector, server } = accounts;

test('feedback is given once, in one’s own name', () => {
  expect(judge(sampleFeedback(), null, operator)).toBeUndefined();
  expect(judge(sampleFeedback(), null, approver)).toMatch(/^owner: /);
  expect(judge(sampleFeedback({ by: 'vera' }), null, viewer)).toMatch(/^role: /);
  expect(judge(sampleFeedback({ by: 'node-1' }), null, collector)).toMatch(/^role: /);
  expect(judge(sampleFeedback({ verdict: 'down' }), sampleFeedback(), operator)).toMatch(/^append-only: /);
  expect(judge({ _id: 'feedback-1', _deleted: true }, sampleFeedback(), server)).toMatch(/^deleted: /);
  expect(judge(sampleFeedback({ about: { is: 'constructor' } }), null, operator)).toMatch(
    /^shape: about\.is/,
  );
  expect(judge(sampleFeedback({ about: { is: 'proposal' } }), null, operator)).toMatch(
    /^shape: about\.remediation/,
  );
});
