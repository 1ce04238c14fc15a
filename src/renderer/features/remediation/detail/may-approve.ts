import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import { mayActAs, type Role } from '../../../../shared/model/role.ts';
import type { Approval } from '../../../../shared/model/remediation.ts';

/** Why this operator cannot approve it. The application decides; this says so before anybody tries. */
export type Hindrance = 'own-proposal' | 'approved-already' | 'no-plan' | 'not-awaiting' | 'role';

type Judged = Pick<ShownRemediation, 'state' | 'plan' | 'decision' | 'approvals' | 'proposedBy'>;

export function hindrance(
  record: Judged,
  who: { readonly operator: string; readonly role: Role } | undefined,
): Hindrance | undefined {
  if (record.state !== 'awaiting-approval') return 'not-awaiting';
  if (!record.plan) return 'no-plan';
  if (who === undefined) return undefined;
  if (!mayActAs(who.role, record.decision.approvals.role)) return 'role';
  if (othersAskedFor(record) && record.proposedBy.operator === who.operator) return 'own-proposal';
  return standingApprovals(record).some(({ by }) => by === who.operator) ? 'approved-already' : undefined;
}

/** Two are asked for, or policy says so: whoever proposed it does not count. */
export function othersAskedFor({ decision }: Pick<Judged, 'decision'>): boolean {
  return decision.approvals.different || decision.approvals.needed >= 2;
}

/** Those given to the plan as it stands now. */
export function standingApprovals({
  plan,
  approvals,
}: Pick<Judged, 'plan' | 'approvals'>): readonly Approval[] {
  return approvals.filter(({ planHash }) => planHash === plan?.hash);
}
