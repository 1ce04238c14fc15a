import { expect, test } from 'vitest';
import { accounts, openRule } from '../../../../test/support/rule-engines.ts';
import { sampleChange } from '../../../../test/support/rule-samples.ts';

const judge = openRule('changes');
const { collector, operator, server } = accounts;

test('history is written once, by whoever collects, where its year is', () => {
  expect(judge(sampleChange(), null, collector, 'dd-changes-2026')).toBeUndefined();
  expect(judge(sampleChange(), null, collector, 'dd-changes-2025')).toMatch(/^shape: at: .* of 2025/);
  expect(judge(sampleChange(), null, operator)).toMatch(/^role: /);
  for (const account of [collector, server]) {
    expect(judge(sampleChange({ to: 5 }), sampleChange(), account)).toMatch(/^append-only: /);
    expect(judge({ _id: 'change-1', _deleted: true }, sampleChange(), account)).toMatch(/^deleted: /);
  }
  expect(judge(sampleChange({ type: 'invented' }), null, collector)).toMatch(/^shape: type: /);
});
