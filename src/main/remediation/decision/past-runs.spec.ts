import { describe, expect, it } from 'vitest';
import { before } from '../../../../test/support/decision-inputs.ts';
import {
  buildRemediation,
  calledAt,
  endedAt,
  journalOf,
} from '../../../../test/support/remediation-records.ts';
import { pastRuns } from './past-runs.ts';

const planned = { is: 'planned', at: before(20), planHash: 'h', by: 'alice', dryRun: false } as const;

describe('the runs that limits count', () => {
  it('began with their first call and ended as the journal says', () => {
    const done = buildRemediation({
      id: 'R-9',
      journal: journalOf([...calledAt(before(20)), endedAt(before(18), 'succeeded')]),
    });
    expect(pastRuns([done])).toEqual([
      {
        remediation: 'R-9',
        action: 'vm.restart',
        target: done.target,
        cluster: done.decisionInput?.remediation.cluster,
        startedAt: before(20),
        endedAt: before(18),
        outcome: 'succeeded',
        idempotenceKey: 'web-01',
      },
    ]);
  });

  it('are under way from the moment that they are taken up', () => {
    const [run] = pastRuns([buildRemediation({ state: 'planned', journal: journalOf([planned]) })]);
    expect(run).toMatchObject({ startedAt: before(20) });
    expect(run).not.toHaveProperty('endedAt');
  });

  it('are none of those that only were proposed, only tried, or ended before a call', () => {
    const dry = [{ ...planned, dryRun: true }];
    const stopped = [planned, endedAt(before(19), 'failed')];
    expect(
      pastRuns([
        buildRemediation({ state: 'awaiting-approval', journal: [] }),
        buildRemediation({ state: 'awaiting-approval', journal: journalOf(dry) }),
        buildRemediation({ dryRun: true, journal: journalOf(calledAt(before(5))) }),
        buildRemediation({ state: 'failed', journal: journalOf(stopped) }),
      ]),
    ).toEqual([]);
  });

  it('are none of those whose calls were certainly never sent', () => {
    const notSent = {
      is: 'call-returned',
      at: before(19),
      phase: 'run',
      step: 0,
      result: 'not-sent',
      durationMs: 0,
      digest: '',
      excerpt: 'the kill switch',
    } as const;
    const journal = [...calledAt(before(20)), notSent, endedAt(before(18), 'failed')];
    expect(pastRuns([buildRemediation({ state: 'failed', journal: journalOf(journal) })])).toEqual([]);
    const lost = journal.map((entry) =>
      entry.is === 'call-returned' ? { ...entry, result: 'lost' } : entry,
    );
    expect(pastRuns([buildRemediation({ state: 'failed', journal: journalOf(lost) })])).toHaveLength(1);
  });

  it.each([
    ['failed', 'failed'],
    ['rolled-back', 'failed'],
    ['rollback-failed', 'failed'],
    ['outcome-unknown', 'unknown'],
    ['cancelled', undefined],
  ] as const)('that ended as %s count as %s', (state, outcome) => {
    const journal = journalOf([...calledAt(before(20)), endedAt(before(18), state)]);
    expect(pastRuns([buildRemediation({ state, journal })])[0]?.outcome).toBe(outcome);
  });

  it('are what a person settled them as', () => {
    const settled = { is: 'settled', at: before(5), by: 'bob', as: 'succeeded', note: 'it answers' } as const;
    const journal = journalOf([...calledAt(before(20)), endedAt(before(18), 'outcome-unknown'), settled]);
    expect(pastRuns([buildRemediation({ journal })])[0]?.outcome).toBe('succeeded');
  });

  it('are under way again while they are taken back', () => {
    const journal = journalOf([
      ...calledAt(before(20)),
      endedAt(before(18), 'succeeded'),
      ...calledAt(before(4)).slice(1),
    ]);
    expect(pastRuns([buildRemediation({ state: 'rolling-back', journal })])[0]).not.toHaveProperty('endedAt');
  });

  it('are as they were known at a moment', () => {
    const journal = journalOf([...calledAt(before(20)), endedAt(before(10), 'failed')]);
    const runs = (minutes: number) => pastRuns([buildRemediation({ journal })], before(minutes));
    expect(runs(21)).toEqual([]);
    expect(runs(15)[0]).not.toHaveProperty('outcome');
    expect(runs(10)[0]).toMatchObject({ outcome: 'failed', endedAt: before(10) });
  });
});
