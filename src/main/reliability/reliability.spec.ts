import { describe, expect, it } from 'vitest';
import type { Feedback } from '../../shared/model/feedback.ts';
import { before, testScore } from '../../../test/support/decision-inputs.ts';
import { createFakeClock, settle } from '../../../test/support/fake-clock.ts';
import { createMemoryStore } from '../../../test/support/memory-store.ts';
import { buildRemediation, calledAt, endedAt, journalOf } from '../../../test/support/remediation-records.ts';
import { silentLogger } from '../platform/logger.ts';
import { createReliability } from './reliability.ts';

const ran = (id: string, state: Parameters<typeof endedAt>[1] = 'succeeded') =>
  buildRemediation({
    id,
    state,
    score: testScore(90),
    journal: journalOf([...calledAt(before(20)), endedAt(before(18), state)]),
  });

const subject = {
  action: 'vm.restart',
  targetClass: 'vm',
  cause: 'vm-hung',
  confidence: 0.9,
  pattern: { strength: 0.9, similarSolved: 0, similarFailed: 0 },
};

async function opened(remediations: readonly ReturnType<typeof ran>[] = []) {
  const store = createMemoryStore();
  await store.remediations.put([...remediations]);
  const opinions: Feedback[] = [];
  const reliability = createReliability({
    remediations: store.remediations,
    feedback: async () => opinions,
    clock: createFakeClock(),
    logger: silentLogger,
  });
  const told: unknown[] = [];
  reliability.onChanged((counts) => told.push(counts));
  const success = async () => (await reliability.score(subject)).parts.success;
  return { reliability, store, opinions, told, success };
}

describe('the reliability of proposals', () => {
  it('rests on what the store has', async () => {
    const { success } = await opened([ran('R-1'), ran('R-2'), ran('R-3', 'failed')]);
    expect((await success()).why).toContain('2 of 3 runs');
  });

  it('follows what comes to an end, and what is settled or taken back later', async () => {
    const { reliability, success, told } = await opened([ran('R-1')]);
    await success();
    reliability.remediationChanged(ran('R-2'));
    expect((await success()).why).toContain('2 of 2 runs');
    reliability.remediationChanged(ran('R-2', 'rolled-back'));
    expect((await success()).why).toContain('1 of 2 runs');
    await settle();
    expect(told).toEqual([
      { outcomes: 2, opinions: 0 },
      { outcomes: 2, opinions: 0 },
    ]);
  });

  it('takes no notice of what is still under way', async () => {
    const { reliability, success, told } = await opened([ran('R-1')]);
    await success();
    reliability.remediationChanged(buildRemediation({ id: 'R-2', state: 'executing' }));
    reliability.remediationChanged(undefined);
    await settle();
    expect(told).toEqual([]);
    expect((await success()).why).toContain('1 of 1 runs');
  });

  it('misses nothing that ends while it is being read', async () => {
    const { reliability, success } = await opened([ran('R-1')]);
    const reading = success();
    reliability.remediationChanged(ran('R-2'));
    await reading;
    expect((await success()).why).toContain('2 of 2 runs');
  });

  it('follows what people say', async () => {
    const { reliability, opinions, success } = await opened([ran('R-1')]);
    await success();
    opinions.push({
      id: 'f-1',
      schemaVersion: 1,
      about: { is: 'outcome', remediation: 'R-1' },
      verdict: 'down',
      correctCause: 'host-down',
      by: 'alice',
      at: before(1),
      action: 'vm.restart',
      targetClass: 'vm',
      cause: 'vm-hung',
    });
    reliability.feedbackChanged();
    const score = await reliability.score(subject);
    expect(score.parts.feedback.why).toContain('0 of 1 opinions');
    expect(score.parts.success.why).toContain('for other causes (none for vm-hung)');
  });

  it('lists what history is kept by, with what each part says of it', async () => {
    const { reliability } = await opened([ran('R-1'), ran('R-2', 'failed')]);
    expect(await reliability.cells()).toMatchObject([
      { action: 'vm.restart', targetClass: 'vm', cause: 'vm-hung', succeeded: 1, failed: 1, up: 0, down: 0 },
    ]);
    expect(await reliability.cells('pod.delete')).toEqual([]);
  });
});
