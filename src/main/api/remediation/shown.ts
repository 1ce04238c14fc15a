import type { RemediationSummary, ShownRemediation } from '../../../shared/contract/remediation.ts';
import type { Remediation } from '../../../shared/model/remediation.ts';
import type { App } from '../../app.ts';
import { trailOf } from '../../remediation/engine/trail.ts';

export function shown(record: Remediation, app: App): ShownRemediation {
  const { decisionInput: _, ...rest } = record;
  const claimant = app.remediations.claimantOf(record);
  const waitsFor = app.remediations.waitsFor(record.id);
  return {
    ...rest,
    ...told(record, app),
    canRollBack: app.remediations.rollbackProblem(record) === undefined,
    ...(claimant && { claimant }),
    ...(waitsFor !== undefined && { waitsFor }),
  };
}

export function summary(record: Remediation, app: App): RemediationSummary {
  const { id, ticketId, runbook, action, target, targetName, state, createdAt, updatedAt, expiresAt } =
    record;
  const { proposedBy, cause, expectedEffect, outcome, decision, score } = record;
  const trail = trailOf(record);
  return {
    id,
    action,
    target,
    targetName,
    state,
    createdAt,
    updatedAt,
    expiresAt,
    proposedBy,
    cause,
    expectedEffect,
    ...told(record, app),
    risk: decision.risk.level,
    score: score.value,
    decision: decision.is,
    stoppedBy: decision.checks
      .filter(({ passed, stops }) => !passed && stops === 'run')
      .map(({ check }) => check),
    steps: { done: trail.made.filter(({ returned }) => returned).length, total: trail.calls.length },
    ...(ticketId !== undefined && { ticketId }),
    ...(runbook && { runbook }),
    ...(outcome !== undefined && { outcome }),
  };
}

function told(record: Remediation, app: App): Pick<ShownRemediation, 'actionTitle' | 'approved'> {
  const action = app.actions.find(({ id }) => id === record.action);
  const { counting, lapsed } = app.remediations.agreement(record);
  return {
    actionTitle: action?.title ?? record.action,
    approved: {
      have: counting.length,
      needed: record.decision.approvals.needed,
      ...(lapsed.length > 0 && { noLongerCount: lapsed.map(({ by, text }) => ({ by, text })) }),
    },
  };
}
