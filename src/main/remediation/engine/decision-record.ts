import type { Remediation } from '../../../shared/model/remediation.ts';
import type { AuditAct } from '../../audit/audit.ts';
import type { Actor } from '../remediations.ts';
import { lapsedApprovals, type RoleNow } from './agreement.ts';

/** A decision as the audit keeps it: the score with its parts, each check with its numbers, and for which plan. */
export function decisionAct(record: Remediation, by: Actor, roleNow: RoleNow): AuditAct {
  const lapsed = lapsedApprovals(record, roleNow);
  const { id, action, target, targetName, parameters, ticketId, score, decision, plan, planProblem } = record;
  return {
    operator: by.operator,
    via: by.via,
    action: 'remediation.decided',
    subject: `${id} ${action} ${targetName}`,
    details: {
      decision: decision.is,
      policy: decision.policy,
      risk: decision.risk,
      approvals: decision.approvals,
      ...(lapsed.length > 0 && { noLongerCount: lapsed.map(({ text }) => text) }),
      checks: decision.checks.map(({ check, passed, text }) => ({ check, passed, text })),
      score: score.value,
      parts: Object.fromEntries(
        Object.entries(score.parts).map(([name, { value, samples, why }]) => [name, { value, samples, why }]),
      ),
      action,
      target,
      parameters,
      ...(ticketId !== undefined && { ticketId }),
      ...(plan && {
        planHash: plan.hash,
        calls: plan.calls.map(({ source, tool, does }) => ({ source, tool, does })),
      }),
      ...(planProblem !== undefined && { planProblem }),
    },
  };
}
