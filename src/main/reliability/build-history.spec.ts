import { describe, expect, it } from 'vitest';
import type { Feedback, FeedbackAbout } from '../../shared/model/feedback.ts';
import { before } from '../../../test/support/decision-inputs.ts';
import { buildRemediation, calledAt, endedAt, journalOf } from '../../../test/support/remediation-records.ts';
import { buildHistory, outcomeOf } from './build-history.ts';

const ran = (state: Parameters<typeof endedAt>[1], parts = {}) =>
  buildRemediation({
    id: 'R-1',
    ticketId: 'T-1',
    state,
    journal: journalOf([...calledAt(before(20)), endedAt(before(18), state)]),
    ...parts,
  });

let given = 0;
const feedback = (about: FeedbackAbout, parts: Partial<Feedback> = {}): Feedback => ({
  id: `f-${(given += 1)}`,
  schemaVersion: 1,
  about,
  verdict: 'down',
  by: 'alice',
  at: before(10),
  action: 'vm.restart',
  targetClass: 'vm',
  cause: 'vm-hung',
  ...parts,
});

describe('the outcome of a remediation', () => {
  it('is what its score and its diagnosis had foretold, and what came of it', () => {
    expect(outcomeOf(ran('succeeded'))).toEqual({
      remediation: 'R-1',
      ticket: 'T-1',
      action: 'vm.restart',
      targetClass: 'vm',
      cause: 'vm-hung',
      at: before(18),
      succeeded: true,
      confidence: 0.9,
      score: 95,
    });
  });

  it.each([
    ['succeeded', true],
    ['failed', false],
    ['rolled-back', false],
    ['rollback-failed', false],
    ['outcome-unknown', false],
  ] as const)('%s counts as success: %s', (state, succeeded) => {
    expect(outcomeOf(ran(state))?.succeeded).toBe(succeeded);
  });

  it.each(['proposed', 'awaiting-approval', 'executing', 'rejected', 'expired', 'cancelled'] as const)(
    'there is none of one that is %s',
    (state) => expect(outcomeOf(ran(state))).toBeUndefined(),
  );

  it('there is none of a dry run, of one that failed before it did anything, or of what is no remediation', () => {
    expect(outcomeOf(ran('succeeded', { dryRun: true }))).toBeUndefined();
    expect(outcomeOf(ran('failed', { journal: journalOf([endedAt(before(1), 'failed')]) }))).toBeUndefined();
    expect(outcomeOf({ id: 'R-1' })).toBeUndefined();
  });

  it('there is none of one whose call was certainly never sent', () => {
    const steps = (result: string) => [
      ...calledAt(before(20)),
      { is: 'call-returned', at: before(19), phase: 'run', step: 0, result } as const,
      endedAt(before(18), 'failed'),
    ];
    expect(outcomeOf(ran('failed', { journal: journalOf(steps('not-sent')) }))).toBeUndefined();
    expect(outcomeOf(ran('failed', { journal: journalOf(steps('said-failed')) }))).toBeDefined();
  });

  it('is what a person settled, until it is taken back', () => {
    const settled = { is: 'settled', at: before(5), by: 'bob', as: 'succeeded', note: 'it answers' } as const;
    const steps = [...calledAt(before(20)), endedAt(before(18), 'outcome-unknown'), settled];
    expect(outcomeOf(ran('outcome-unknown', { journal: journalOf(steps) }))?.succeeded).toBe(true);
    const back = [...steps, endedAt(before(1), 'rolled-back')];
    expect(outcomeOf(ran('rolled-back', { journal: journalOf(back) }))?.succeeded).toBe(false);
  });

  it('says nothing of a confidence where a person proposed it, or a runbook', () => {
    const own = outcomeOf(ran('succeeded', { proposedBy: { by: 'operator', operator: 'alice' } }));
    expect(own).not.toHaveProperty('confidence');
    const step = outcomeOf(ran('succeeded', { runbook: { run: 'B-1', id: 'restart', step: 0 } }));
    expect(step).not.toHaveProperty('confidence');
    expect(outcomeOf(ran('succeeded'))).toHaveProperty('confidence');
  });
});

describe('the history', () => {
  const outcomes = [outcomeOf(ran('succeeded'))].flatMap((one) => one ?? []);
  const outcome = { is: 'outcome', remediation: 'R-1' } as const;
  const diagnosis = { is: 'diagnosis', ticket: 'T-1' } as const;
  const cause = (...list: Feedback[]) =>
    buildHistory(outcomes, list).outcomes.map((one) => [one.cause, one.claimedCause]);

  it('counts an outcome for the cause that somebody corrected it to, and the diagnosis as wrong', () => {
    expect(cause()).toEqual([['vm-hung', undefined]]);
    expect(cause(feedback(outcome, { correctCause: 'datastore-full' }))).toEqual([
      ['datastore-full', 'vm-hung'],
    ]);
  });

  it('corrects everything of a ticket whose diagnosis was corrected, unless one of them was by itself', () => {
    const ofTicket = feedback(diagnosis, { correctCause: 'host-down' });
    expect(cause(ofTicket)).toEqual([['host-down', 'vm-hung']]);
    expect(cause(ofTicket, feedback(outcome, { correctCause: 'datastore-full' }))).toEqual([
      ['datastore-full', 'vm-hung'],
    ]);
  });

  it('takes the newest correction, and no notice of spaces and capitals', () => {
    const older = feedback(outcome, { correctCause: 'host-down', at: before(30), by: 'bob' });
    const newer = feedback(outcome, { correctCause: '  Full   Disk ', at: before(3) });
    for (const list of [
      [older, newer],
      [newer, older],
    ])
      expect(cause(...list)).toEqual([['full disk', 'vm-hung']]);
    expect(cause(feedback(outcome, { correctCause: 'VM-Hung' }))).toEqual([['vm-hung', undefined]]);
  });

  it('takes opinions for what they were about, and leaves out those of answers', () => {
    const { opinions } = buildHistory(
      outcomes,
      [
        feedback(outcome, { verdict: 'up' }),
        feedback(diagnosis),
        feedback({ is: 'answer', conversation: 'c', message: 'm' }, {}),
      ].map((one) => (one.about.is === 'answer' ? without(one) : one)),
    );
    expect(opinions.map(({ subject, verdict }) => [subject, verdict])).toEqual([
      ['outcome R-1', 'up'],
      ['diagnosis T-1', 'down'],
    ]);
  });
});

function without({ action: _action, targetClass: _class, cause: _cause, ...rest }: Feedback): Feedback {
  return rest;
}
