import type { Decision } from '../../../shared/model/decision.ts';
import { riskLevels, type RiskLevel } from '../../../shared/model/diagnosis.ts';
import type { DecisionInput } from './decision-input.ts';

/**
 * Who has to agree. A policy's rule for a level holds for the levels above it as well: what is riskier never asks for
 * less. Whatever does not run by itself has at least one person behind it.
 */
export function approvalsFor(
  { policy, remediation }: DecisionInput,
  level: RiskLevel,
  is: Decision['is'],
): Decision['approvals'] {
  const rules = riskLevels.slice(0, riskLevels.indexOf(level) + 1).map((one) => policy.approvals[one]);
  const admin = remediation.permission === 'admin' || rules.some(({ role }) => role === 'admin');
  const asked = Math.max(1, ...rules.map(({ approvals }) => approvals));
  return {
    needed: is === 'run' ? 0 : asked,
    role: admin ? 'admin' : 'approver',
    typedName: rules.some(({ typedName }) => typedName),
    // Two who are asked for are two beside whoever wanted it.
    different: asked >= 2,
  };
}
