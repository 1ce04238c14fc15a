import { describe, expect, it } from 'vitest';
import type { Approval, Remediation } from '../../../shared/model/remediation.ts';
import { instant } from '../../../shared/model/ids.ts';
import { countingApprovals, lapsedApprovals, openState, type RoleNow } from './agreement.ts';

const plan = { hash: 'a'.repeat(64) } as NonNullable<Remediation['plan']>;
const approval = (by: string, more: Partial<Approval> = {}): Approval => ({
  by,
  at: instant(0),
  planHash: plan.hash,
  workstation: 'here',
  breakGlass: false,
  ...more,
});
const decided = (
  approvals: readonly Approval[],
  asked: Partial<Remediation['decision']['approvals']> = {},
  is: Remediation['decision']['is'] = 'needs-approvals',
) => ({
  plan,
  decision: {
    is,
    approvals: { needed: 1, role: 'approver', typedName: false, different: false, ...asked },
  } as Remediation['decision'],
  approvals: [...approvals],
  proposedBy: { by: 'operator' as const, operator: 'alice' },
});
const anything: RoleNow = () => 'admin';
const counting = (...of: Parameters<typeof decided>) =>
  countingApprovals(decided(...of), anything).map(({ by }) => by);

describe('approvals that count', () => {
  it('are of the plan as it is now', () => {
    expect(counting([approval('bob', { planHash: 'b'.repeat(64) }), approval('dora')])).toEqual(['dora']);
    const { plan: _, ...planless } = decided([approval('bob')]);
    expect(countingApprovals(planless, anything)).toEqual([]);
  });

  it('are one a person, also where two workstations have each taken one', () => {
    const twice = [approval('bob'), approval('bob', { workstation: 'there' })];
    expect(counting(twice, { needed: 2, different: true })).toEqual(['bob']);
    expect(openState(decided(twice, { needed: 2, different: true }), anything)).toBe('awaiting-approval');
  });

  it('are not of whoever wanted it, as soon as others are asked for', () => {
    const both = [approval('alice'), approval('bob')];
    expect(counting(both)).toEqual(['alice', 'bob']);
    expect(counting(both, { different: true })).toEqual(['bob']);
    expect(counting(both, { needed: 2 })).toEqual(['bob']);
  });
});

describe('approvals of people who have another role since', () => {
  const roleNow: RoleNow = (operator) =>
    (({ bob: 'approver', dora: 'operator', alice: 'admin' }) as const)[operator];

  it('do not count, and it is said whose', () => {
    const record = decided([approval('bob'), approval('dora'), approval('eve')], { needed: 2 });
    expect(countingApprovals(record, roleNow).map(({ by }) => by)).toEqual(['bob']);
    expect(lapsedApprovals(record, roleNow).map(({ text }) => text)).toEqual([
      'the approval of dora no longer counts: dora is operator now',
      'the approval of eve no longer counts: eve is not let in any more',
    ]);
    expect(openState(record, roleNow)).toBe('awaiting-approval');
  });

  it('are held against the role that is asked for, and count for no more than they were given as', () => {
    expect(
      countingApprovals(decided([approval('bob', { role: 'admin' })], { role: 'admin' }), roleNow),
    ).toEqual([]);
    expect(
      countingApprovals(decided([approval('alice', { role: 'approver' })], { role: 'admin' }), roleNow),
    ).toEqual([]);
  });
});

describe('the state of what is open', () => {
  it('follows from the plan, the decision and who has agreed', () => {
    const { plan: _, ...planless } = decided([approval('bob')]);
    expect(openState(planless, anything)).toBe('proposed');
    expect(openState(decided([approval('bob')], {}, 'refused'), anything)).toBe('refused');
    expect(openState(decided([]), anything)).toBe('awaiting-approval');
    expect(openState(decided([approval('bob')]), anything)).toBe('approved');
    expect(openState(decided([], { needed: 0 }, 'run'), anything)).toBe('approved');
  });
});
