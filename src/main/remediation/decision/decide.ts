import {
  decisionChecks,
  type Decision,
  type DecisionCheck,
  type DecisionCheckName,
} from '../../../shared/model/decision.ts';
import { approvalsFor } from './approvals.ts';
import type { Finding } from './check-finding.ts';
import type { DecisionInput } from './decision-input.ts';
import {
  circuitBreaker,
  cooldown,
  rateAction,
  rateCluster,
  rateOverall,
  rateTarget,
} from './limit-checks.ts';
import { raisedRisk } from './risk.ts';
import { conflict, inventoryAge, prerequisites, targetLock } from './state-checks.ts';
import { changeWindow, freeze } from './time-checks.ts';
import { actionEnabled, killSwitch, minimumReliability, riskLevel, ticketEnabled } from './trust-checks.ts';

/** Each check by itself; none knows of another. */
const checks: Readonly<Record<DecisionCheckName, (input: DecisionInput) => Finding>> = {
  'kill-switch': killSwitch,
  'action-enabled': actionEnabled,
  'ticket-enabled': ticketEnabled,
  'minimum-reliability': minimumReliability,
  'risk-level': riskLevel,
  'rate-overall': rateOverall,
  'rate-action': rateAction,
  'rate-target': rateTarget,
  'rate-cluster': rateCluster,
  'circuit-breaker': circuitBreaker,
  cooldown,
  'change-window': changeWindow,
  freeze,
  'inventory-age': inventoryAge,
  'target-lock': targetLock,
  conflict,
  prerequisites,
};

/**
 * What policy says may happen with a remediation now: the same input gives the same decision, on any machine, now and
 * in a year. All checks are made, whatever the ones before say.
 */
export function decide(input: DecisionInput): Decision {
  const found = decisionChecks.map((check): DecisionCheck => ({ check, ...checks[check](input) }));
  const failed = found.filter(({ passed }) => !passed);
  const is = failed.some(({ stops }) => stops === 'run')
    ? 'refused'
    : failed.length > 0
      ? 'needs-approvals'
      : 'run';
  const risk = raisedRisk(input);
  return {
    at: input.now,
    is,
    approvals: approvalsFor(input, risk.level, is),
    risk,
    checks: found,
    policy: input.policyVersion,
  };
}
