import { instant, type Instant } from '../../../shared/model/ids.ts';
import { activeStates, openStates, type Remediation } from '../../../shared/model/remediation.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Actor, RemediationRequest } from '../remediations.ts';
import { openState, type RoleNow } from './agreement.ts';
import { decisionAct } from './decision-record.ts';
import { endRecord } from './drive.ts';
import { application } from './engine.ts';
import { evaluate, type Evaluation, type Subject } from './evaluate.ts';
import type { createLatestTime } from './expiry.ts';
import { inState } from './journal.ts';
import type { Planned } from './make-plan.ts';
import type { RemediationPorts } from './ports.ts';
import type { Records } from './records.ts';
import { stateError } from './refusals.ts';

/** What everything that looks after the queue works on. */
export interface QueueContext {
  readonly ports: RemediationPorts;
  readonly records: Pick<Records, 'need' | 'find' | 'active' | 'update'>;
  readonly time: ReturnType<typeof createLatestTime>;
}

/** The same in the queue or under way: whoever wants it again is shown that one. */
export async function refuseDuplicate(
  { records }: QueueContext,
  subject: Subject,
  { decisionInput }: Evaluation,
): Promise<void> {
  const others = await records.find({
    states: [...openStates, ...activeStates],
    target: subject.target,
    action: subject.action,
    limit: 100,
  });
  const key = decisionInput.remediation.idempotenceKey;
  const same = others.find(
    ({ id, decisionInput: other }) =>
      id !== subject.id && (other?.remediation.idempotenceKey ?? subject.target) === key,
  );
  if (same) {
    throw new DomainError(
      'duplicate-remediation',
      `The same is there already: ${same.id} (${same.state}) ${same.action} ${same.targetName}.`,
      { hint: `Go on with that one: \`datacenter-docs remediation show ${same.id}\`.` },
    );
  }
}

/** @throws DomainError proposal-refused */
export async function evaluated(
  { ports, records }: QueueContext,
  subject: Subject,
  signal?: AbortSignal,
): Promise<Evaluation> {
  const result = await evaluate(subject, ports, records, signal);
  if (result.is === 'evaluated') return result.evaluation;
  throw new DomainError('proposal-refused', `${subject.action} on ${subject.target}: ${result.reason}.`, {
    hint: 'See what there is for it with `datacenter-docs remediation actions TARGET`.',
  });
}

/** What is open is judged anew; what came of that stands in the record and in the audit. */
export async function judgeAnew(
  context: QueueContext,
  id: string,
  by: Actor,
  signal?: AbortSignal,
): Promise<{ readonly record: Remediation; readonly planned?: Planned }> {
  const { ports, records } = context;
  const { clock, audit, roleNow } = ports;
  const before = await notExpired(context, await records.need(id));
  if (!openStates.has(before.state)) throw stateError(before, 'judged anew');
  const result = await evaluate(before, ports, records, signal);
  const record = await records.update(id, (now) => {
    if (!openStates.has(now.state)) throw stateError(now, 'judged anew');
    return result.is === 'evaluated'
      ? withEvaluation(now, result.evaluation, clock.now(), roleNow)
      : withoutPlan(now, result.reason, clock.now(), roleNow);
  });
  await audit.record({ ...decisionAct(record, by, roleNow), result: 'done' });
  return {
    record,
    ...(result.is === 'evaluated' && result.evaluation.planned && { planned: result.evaluation.planned }),
  };
}

/** The record, or what it is now that nobody took it up in time. */
export async function notExpired(
  { ports, records, time }: QueueContext,
  record: Remediation,
): Promise<Remediation> {
  if (!openStates.has(record.state) || !time.hasPassed(record.expiresAt)) return record;
  const expired = await endRecord(record.id, 'expired', `nobody took it up until ${record.expiresAt}`, {
    records,
    ports,
    by: application,
  });
  return expired;
}

export function subjectOf(id: string, request: RemediationRequest, by: Actor): Subject {
  const { ticketId, automation, action, target, parameters, cause, confidence, pattern, proposedBy } =
    request;
  return {
    id,
    action,
    target,
    parameters: { ...parameters },
    cause,
    confidence,
    pattern: pattern ?? { strength: 0, similarSolved: 0, similarFailed: 0 },
    proposedBy: {
      by: proposedBy,
      // Whoever begins a runbook wants each of its steps, and is not one of the others who are asked for.
      ...((proposedBy === 'operator' || request.runbook !== undefined) && { operator: by.operator }),
    },
    automation,
    ...(ticketId !== undefined && { ticketId }),
    ...(request.runbook && { runbook: request.runbook }),
  };
}

function withEvaluation(
  record: Remediation,
  evaluation: Evaluation,
  now: Instant,
  roleNow: RoleNow,
): Remediation {
  const { planned, planProblem, ...said } = evaluation;
  const { plan: _plan, planProblem: _problem, ...rest } = record;
  const next: Remediation = {
    ...rest,
    ...said,
    // Of two that were judged at two workstations the later one holds, whatever their clocks say.
    decision: { ...said.decision, at: laterThan(record.decision.at, said.decision.at) },
    ...(planned && { plan: planned.plan }),
    ...(planProblem !== undefined && { planProblem }),
  };
  return inState(next, openState(next, roleNow), now);
}

const laterThan = (before: Instant, at: Instant): Instant =>
  at > before ? at : instant(Date.parse(before) + 1);

function withoutPlan(record: Remediation, reason: string, now: Instant, roleNow: RoleNow): Remediation {
  const { plan: _plan, ...rest } = record;
  const next: Remediation = { ...rest, planProblem: reason };
  return inState(next, openState(next, roleNow), now);
}
