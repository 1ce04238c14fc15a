import { describe, expect, it } from 'vitest';
import type { Approval } from '../../../../shared/model/remediation.ts';
import { exampleRemediation } from '../example-remediation.spec-helper.ts';
import { hindrance } from './may-approve.ts';

const alice = { operator: 'alice', role: 'approver' } as const;
const twoNeeded = { needed: 2, role: 'approver', typedName: true, different: false } as const;
const approval = (by: string, planHash = 'a'.repeat(64)): Approval => ({
  by,
  planHash,
  at: '2030-01-01T10:00:00.000Z' as never,
  workstation: 'w',
  breakGlass: false,
});
const byAlice = { by: 'operator', operator: 'alice' } as const;
const { decision } = exampleRemediation();

describe('why an operator cannot approve', () => {
  it('lets whoever proposed it approve where one is enough', () => {
    expect(hindrance(exampleRemediation({ proposedBy: byAlice }), alice)).toBeUndefined();
  });

  it('keeps whoever proposed it from it where two are asked for', () => {
    const record = exampleRemediation({
      proposedBy: byAlice,
      decision: { ...decision, approvals: twoNeeded },
    });
    expect(hindrance(record, alice)).toBe('own-proposal');
    expect(hindrance(record, { ...alice, operator: 'bob' })).toBeUndefined();
  });

  it('counts a second approval of the same person for nothing, but not one of an earlier plan', () => {
    expect(hindrance(exampleRemediation({ approvals: [approval('alice')] }), alice)).toBe('approved-already');
    expect(
      hindrance(exampleRemediation({ approvals: [approval('alice', 'b'.repeat(64))] }), alice),
    ).toBeUndefined();
  });

  it('says that the role is too small', () => {
    expect(hindrance(exampleRemediation(), { operator: 'carol', role: 'operator' })).toBe('role');
  });

  it('has nothing to approve without a plan, or in another state', () => {
    const { plan: _, ...rest } = exampleRemediation();
    expect(hindrance(rest, alice)).toBe('no-plan');
    expect(hindrance(exampleRemediation({ state: 'approved' }), alice)).toBe('not-awaiting');
  });
});
