import type { Approval, Remediation, RemediationState } from '../../../shared/model/remediation.ts';
import { mayActAs, type Role } from '../../../shared/model/role.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Actor } from '../remediations.ts';
import type { Claims } from './ports.ts';

type Decided = Pick<Remediation, 'plan' | 'decision' | 'approvals' | 'proposedBy'>;

/**
 * What somebody may do at this moment, by name; undefined for whoever is not let in any more.
 * @param given Where it was given says who knows what they may: operators of other workstations are not known here.
 */
export type RoleNow = (operator: string, given?: Approval) => Role | undefined;

/**
 * Those that count for the plan and the decision as they are now: one a person, given as what is asked for and with
 * the name typed where it has to be, not of whoever wanted it where others are asked for, and only as long as whoever
 * gave them may still give them.
 */
export function countingApprovals(record: Decided, roleNow: RoleNow): readonly Approval[] {
  return validApprovals(record).filter((given) => stillMay(record, given.by, roleNow, given));
}

/** Whose approval would count if they still were what is asked for, each with what they are now. */
export function lapsedApprovals(
  record: Decided,
  roleNow: RoleNow,
): readonly { readonly by: string; readonly text: string }[] {
  return validApprovals(record)
    .filter((given) => !stillMay(record, given.by, roleNow, given))
    .map(({ by }) => ({ by, text: `the approval of ${by} no longer counts: ${whatNow(by, roleNow)}` }));
}

const stillMay = ({ decision }: Decided, by: string, roleNow: RoleNow, given?: Approval): boolean => {
  const role = roleNow(by, given);
  return role !== undefined && mayActAs(role, decision.approvals.role);
};

function whatNow(operator: string, roleNow: RoleNow): string {
  const role = roleNow(operator);
  return role === undefined ? `${operator} is not let in any more` : `${operator} is ${role} now`;
}

/**
 * Whoever runs a workstation is its admin, and may be less in what workstations share: there they agree as no more
 * than policy asks for.
 */
export const agreesAs = (record: Remediation, by: Actor, claims: Pick<Claims, 'isShared'>): Role =>
  claims.isShared(record) ? record.decision.approvals.role : by.role;

function validApprovals({ plan, decision, approvals, proposedBy }: Decided): readonly Approval[] {
  if (!plan) return [];
  const people = new Set<string>();
  const asked = decision.approvals;
  return approvals.filter(({ by, planHash, role = 'approver', typedName = false }) => {
    if (planHash !== plan.hash || people.has(by)) return false;
    if (!mayActAs(role, asked.role) || (asked.typedName && !typedName)) return false;
    if (othersAskedFor(decision) && by === proposedBy.operator) return false;
    people.add(by);
    return true;
  });
}

const othersAskedFor = ({ approvals }: Remediation['decision']): boolean =>
  approvals.different || approvals.needed >= 2;

export function isAgreed(record: Decided, roleNow: RoleNow): boolean {
  return (
    record.decision.is === 'run' ||
    (record.decision.is === 'needs-approvals' &&
      countingApprovals(record, roleNow).length >= record.decision.approvals.needed)
  );
}

/** Which of the open states one is in: that follows from what is known of it and who has agreed. */
export function openState(record: Decided, roleNow: RoleNow): RemediationState {
  if (!record.plan) return 'proposed';
  if (record.decision.is === 'refused') return 'refused';
  return isAgreed(record, roleNow) ? 'approved' : 'awaiting-approval';
}

/** @throws DomainError not-awaiting | plan-changed | forbidden | self-approval | already-approved | typed-name */
export function checkApproval(
  record: Remediation,
  given: { readonly planHash: string; readonly typedName?: string },
  by: Actor,
  roleNow: RoleNow,
): void {
  const { id, plan, decision, targetName } = record;
  if (record.state !== 'awaiting-approval' || !plan) {
    const failed = decision.checks.filter(({ passed, stops }) => !passed && stops === 'run');
    throw new DomainError('not-awaiting', `${id} awaits no approval: it is ${record.state}.`, {
      ...(record.state === 'refused' && {
        hint: `Policy refuses it now: ${failed.map(({ text }) => text).join('; ')}.`,
      }),
    });
  }
  if (plan.hash !== given.planHash) {
    throw new DomainError('plan-changed', `The plan of ${id} is another one than was approved.`, {
      hint: 'Look at the plan as it is now, and approve that one.',
    });
  }
  const { role, typedName } = decision.approvals;
  if (!mayActAs(by.role, role)) {
    throw new DomainError(
      'forbidden',
      `${id} takes the approval of an ${role}; ${by.operator} is ${by.role}.`,
      {
        hint: `Ask somebody who is ${role}.`,
      },
    );
  }
  if (!stillMay(record, by.operator, roleNow)) {
    throw new DomainError(
      'forbidden',
      `${id} takes the approval of an ${role}; ${whatNow(by.operator, roleNow)}.`,
      { hint: `Ask somebody who is ${role}.` },
    );
  }
  if (othersAskedFor(decision) && by.operator === record.proposedBy.operator) {
    throw new DomainError(
      'self-approval',
      `${by.operator} has proposed ${id}, and others have to approve it.`,
      {
        hint: 'Ask somebody else.',
      },
    );
  }
  if (countingApprovals(record, roleNow).some((one) => one.by === by.operator)) {
    throw new DomainError('already-approved', `${by.operator} has approved this plan of ${id} already.`, {
      hint: 'Somebody else has to approve it.',
    });
  }
  if (typedName && given.typedName !== targetName) {
    throw new DomainError(
      'typed-name',
      given.typedName === undefined
        ? `The name of the target, ${targetName}, has to be typed to approve ${id}.`
        : `Expected the name of the target, ${targetName}, came "${given.typedName}".`,
      { hint: 'Make sure that it is the one that is meant, and type its name as it stands there.' },
    );
  }
}
