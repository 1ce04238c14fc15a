import type { Remediation } from '../../../shared/model/remediation.ts';
import { mayActAs, type Role } from '../../../shared/model/role.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Actor } from '../remediations.ts';
import { lapsedApprovals, type RoleNow } from './agreement.ts';

export const stateError = (record: Remediation, wanted: string): DomainError =>
  new DomainError('remediation-state', `${record.id} is ${record.state}: it cannot be ${wanted}.`, {
    hint: `See \`datacenter-docs remediation show ${record.id}\`.`,
  });

export const requireRole = (by: Actor, role: Role, what: string) => {
  if (mayActAs(by.role, role)) return;
  throw new DomainError('forbidden', `${what} takes the role ${role}; ${by.operator} is ${by.role}.`, {
    hint: `Ask somebody who is ${role}.`,
  });
};

export const planChanged = ({ id }: Remediation): DomainError =>
  new DomainError(
    'plan-changed',
    `What is to be done for ${id} is another plan than the one that was approved.`,
    {
      hint: 'Look at the plan as it is now, and approve that one.',
    },
  );

export const sharedDatabaseAway = (id: string, why: string): DomainError =>
  new DomainError('shared-database-away', `${id} is not begun: ${why}.`, {
    hint: 'Whether another workstation runs it cannot be asked now. Run it again when it can be, or break glass.',
  });

/** What was approved and could not be taken up with it: whoever is told so is told too that their word counts. */
export function approvedAllTheSame(id: string, error: unknown): unknown {
  if (!(error instanceof DomainError) || error.code === 'plan-changed') return error;
  return new DomainError(error.code, `${id} is approved, and was not begun. ${error.message}`, {
    hint: `${error.hint === undefined ? '' : `${error.hint} `}The approval stands: \`datacenter-docs remediation cancel ${id}\` withdraws it.`,
    cause: error,
    details: error.details,
  });
}

/** Why what was approved is not begun now. */
export function whyNot(before: Remediation, now: Remediation, roleNow: RoleNow): DomainError {
  const { id, decision, plan, planProblem } = now;
  if (!plan) {
    return new DomainError(
      'pre-check-failed',
      `${id} cannot be done now: ${planProblem ?? 'it has no plan'}.`,
      {
        hint: 'Look at it again when that is different.',
      },
    );
  }
  const failed = decision.checks.filter(({ passed, stops }) => !passed && stops === 'run');
  const missing = plan.checks.filter(({ ok }) => !ok);
  if (missing.length > 0) {
    return new DomainError(
      'pre-check-failed',
      `${id} is not begun: ${missing.map(({ text }) => text).join('; ')}.`,
      { hint: 'What has to hold before it runs does not hold now.' },
    );
  }
  if (failed.length > 0) {
    return new DomainError(
      'not-permitted-now',
      `Policy does not let ${id} run now: ${failed.map(({ text }) => text).join('; ')}.`,
      { hint: 'It stays in the queue.' },
    );
  }
  if (before.state === 'approved' && before.plan?.hash !== plan.hash) return planChanged(now);
  const lapsed = lapsedApprovals(now, roleNow);
  if (now.state === 'awaiting-approval' && lapsed.length > 0) {
    return new DomainError(
      'approval-lapsed',
      `${id} awaits approval again: ${lapsed.map(({ text }) => text).join('; ')}.`,
      { hint: `Ask somebody else who is ${decision.approvals.role} to approve it.` },
    );
  }
  return stateError(now, 'run');
}
