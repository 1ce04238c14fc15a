import { expect, test } from 'vitest';
import { accounts, openRule } from '../../../../test/support/rule-engines.ts';
import { sampleRun } from '../../../../test/support/rule-samples.ts';

const judge = openRule('runs');
const { collector, operator } = accounts;
const ended = sampleRun({ outcome: 'succeeded', finishedAt: '2026-05-01T08:01:00.000Z' });

test('runs of collectors are written by whoever collects, and end once', () => {
  expect(judge(sampleRun(), null, collector)).toBeUndefined();
  expect(judge(ended, sampleRun(), collector)).toBeUndefined();
  expect(judge(sampleRun(), ended, collector)).toMatch(/^state: the run has ended/);
  expect(judge(sampleRun({ source: 'vc-b' }), sampleRun(), collector)).toMatch(/^append-only: source/);
  expect(judge(sampleRun(), null, operator)).toMatch(/^role: /);
  expect(judge({ _id: 'run-1', _deleted: true }, ended, collector)).toMatch(/^deleted: /);
  expect(judge(sampleRun({ type: 'job' }), null, collector)).toMatch(/^shape: type/);
});
