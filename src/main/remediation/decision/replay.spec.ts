import { describe, expect, it } from 'vitest';
import { policySchema } from '../../../shared/model/policy.ts';
import { remediationSchema } from '../../../shared/model/remediation.ts';
import {
  before,
  permissiveInput,
  permissivePolicy,
  testScore,
} from '../../../../test/support/decision-inputs.ts';
import {
  buildRemediation,
  calledAt,
  endedAt,
  journalOf,
} from '../../../../test/support/remediation-records.ts';
import { replayDecisions } from './replay.ts';

const under = (policy: unknown) => ({
  policy: policySchema.parse(policy),
  version: 'v2',
  since: before(60 * 24),
});
const lastMonth = (minutes: number, parts = {}) => permissiveInput({ now: before(minutes), ...parts });

describe('what would have been different', () => {
  it('is nothing under the same policy', () => {
    const remediations = [buildRemediation(), buildRemediation({}, lastMonth(90, { score: testScore(40) }))];
    const same = { policy: permissivePolicy(), version: 'v1', since: before(60 * 24) };
    expect(replayDecisions(remediations, same)).toEqual({ decided: 2, skipped: 0, different: [] });
  });

  it('is told with the checks that it comes from, newest first', () => {
    const [older, newer] = [buildRemediation({}, lastMonth(90)), buildRemediation({}, lastMonth(30))];
    const { different } = replayDecisions([older, newer], under({ killSwitch: true }));
    expect(different.map(({ remediation }) => remediation.id)).toEqual([newer.id, older.id]);
    expect(different[0]).toMatchObject({
      was: { is: 'run', approvals: 0, risk: 'low' },
      would: { is: 'refused', approvals: 1, risk: 'low' },
      permits: 'less',
      because: expect.arrayContaining([
        {
          check: 'kill-switch',
          was: true,
          would: false,
          text: 'the global switch is thrown: nothing that changes anything runs',
        },
      ]) as unknown,
    });
  });

  it('counts approvals that would have been asked for', () => {
    const manual = permissiveInput({ now: before(30), policy: policySchema.parse({}) });
    const { different } = replayDecisions(
      [buildRemediation({}, manual)],
      under({ approvals: { low: { approvals: 2 } } }),
    );
    expect(different).toMatchObject([
      { was: { approvals: 1 }, would: { approvals: 2 }, permits: 'less', because: [] },
    ]);
  });

  it('weighs what marked production anew', () => {
    const marked = permissiveInput({
      now: before(30),
      state: { ...permissiveInput().state, impact: { dependents: 0, marks: ['shop-db'] } },
    });
    const { different } = replayDecisions(
      [buildRemediation({}, marked)],
      under({ ...permissivePolicy({ automaticUpTo: 'low' }), risk: { production: ['shop'] } }),
    );
    expect(different).toMatchObject([
      { was: { is: 'run' }, would: { is: 'needs-approvals', risk: 'medium' } },
    ]);
  });

  it('counts the runs that there were then, and not those that came later', () => {
    const ran = (minutes: number) =>
      buildRemediation(
        { journal: journalOf([...calledAt(before(minutes)), endedAt(before(minutes - 1), 'succeeded')]) },
        lastMonth(minutes),
      );
    const { different } = replayDecisions(
      [ran(50), ran(40), ran(10)],
      under(permissivePolicy({ rates: { perHour: 2, perTarget: 9 }, cooldownMinutes: 0 })),
    );
    expect(different.map(({ would, because }) => [would.is, because.map(({ text }) => text)])).toEqual([
      ['refused', ['2 of 2 in all in the last hour']],
    ]);
  });

  it('is of the time that was asked for', () => {
    const { decided } = replayDecisions(
      [buildRemediation({}, lastMonth(60 * 25))],
      under({ killSwitch: true }),
    );
    expect(decided).toBe(0);
  });

  it('says how many do not tell what they were decided from', () => {
    const { decisionInput: _input, ...old } = buildRemediation();
    expect(replayDecisions([old, buildRemediation()], under({}))).toMatchObject({ decided: 1, skipped: 1 });
  });

  it('needs nothing that a stored remediation does not have', () => {
    expect(remediationSchema.safeParse(buildRemediation()).success).toBe(true);
  });
});
