import { instant, type Instant } from '../../shared/model/ids.ts';
import { mayActAs, type Role } from '../../shared/model/role.ts';
import {
  activeStates,
  openStates,
  remediationSchemaVersion,
  type Remediation,
} from '../../shared/model/remediation.ts';
import { DomainError } from '../platform/errors.ts';
import { createListeners } from '../platform/listeners.ts';
import { createOneAtATime } from '../platform/one-at-a-time.ts';
import { checkApproval, openState } from './engine/agreement.ts';
import { decisionAct } from './engine/decision-record.ts';
import { endRecord } from './engine/drive.ts';
import { application, createEngine } from './engine/engine.ts';
import { evaluate, type Evaluation, type Subject } from './engine/evaluate.ts';
import { createLatestTime } from './engine/expiry.ts';
import { inState, withEntry } from './engine/journal.ts';
import type { Planned, Workpiece } from './engine/make-plan.ts';
import { makePlan } from './engine/make-plan.ts';
import type { RemediationPorts } from './engine/ports.ts';
import { createRecords } from './engine/records.ts';
import { trailOf } from './engine/trail.ts';
import type { Actor, Remediations } from './remediations.ts';

export interface Paused {
  readonly reason: string;
  readonly by: string;
  readonly at: Instant;
}

/** Where it is kept that everything is paused: that lasts over a restart. */
export interface PausePort {
  read(): Promise<Paused | undefined>;
  write(paused: Paused | undefined): Promise<void>;
}

const hourMs = 3_600_000;
const tickMs = 60_000;
const idLength = 8;

/** The queue of remediations and their engine. */
export function createRemediations(ports: RemediationPorts, pausing: PausePort): Remediations {
  const { audit, clock, judge, logger, random } = ports;
  const failed = (error: unknown) => logger.error({ err: error }, 'a listener of remediations failed');
  const listeners = createListeners<Remediation>(failed);
  const switched = createListeners<void>(failed);
  const records = createRecords(ports.store, logger, (changed) => listeners.emit(changed));
  let paused: Paused | undefined;
  const engine = createEngine(ports, records, () =>
    paused === undefined ? undefined : `paused by ${paused.by}: ${paused.reason}`,
  );
  const oneAtATime = createOneAtATime();
  const time = createLatestTime(clock);
  const ticking = new AbortController();
  let started: Promise<void> | undefined;

  const stateError = (record: Remediation, wanted: string): DomainError =>
    new DomainError('remediation-state', `${record.id} is ${record.state}: it cannot be ${wanted}.`, {
      hint: `See \`datacenter-docs remediation show ${record.id}\`.`,
    });

  const requireRole = (by: Actor, role: Role, what: string) => {
    if (mayActAs(by.role, role)) return;
    throw new DomainError('forbidden', `${what} takes the role ${role}; ${by.operator} is ${by.role}.`, {
      hint: `Ask somebody who is ${role}.`,
    });
  };

  /** The same in the queue or under way: whoever wants it again is shown that one. */
  async function refuseDuplicate(subject: Subject, { decisionInput }: Evaluation): Promise<void> {
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
  async function evaluated(subject: Subject, signal?: AbortSignal): Promise<Evaluation> {
    const result = await evaluate(subject, ports, records, signal);
    if (result.is === 'evaluated') return result.evaluation;
    throw new DomainError('proposal-refused', `${subject.action} on ${subject.target}: ${result.reason}.`, {
      hint: 'See what there is for it with `datacenter-docs remediation actions TARGET`.',
    });
  }

  /** What is open is judged anew; what came of that stands in the record and in the audit. */
  async function judgeAnew(
    id: string,
    by: Actor,
    signal?: AbortSignal,
  ): Promise<{ readonly record: Remediation; readonly planned?: Planned }> {
    const before = await notExpired(await records.need(id));
    if (!openStates.has(before.state)) throw stateError(before, 'judged anew');
    const result = await evaluate(before, ports, records, signal);
    const record = await records.update(id, (now) => {
      if (!openStates.has(now.state)) throw stateError(now, 'judged anew');
      return result.is === 'evaluated'
        ? withEvaluation(now, result.evaluation, clock.now())
        : withoutPlan(now, result.reason, clock.now());
    });
    await audit.record({ ...decisionAct(record, by), result: 'done' });
    return {
      record,
      ...(result.is === 'evaluated' && result.evaluation.planned && { planned: result.evaluation.planned }),
    };
  }

  async function notExpired(record: Remediation): Promise<Remediation> {
    if (!openStates.has(record.state) || !time.hasPassed(record.expiresAt)) return record;
    const expired = await endRecord(record.id, 'expired', `nobody took it up until ${record.expiresAt}`, {
      records,
      ports,
      by: application,
    });
    return expired;
  }

  /** Judges it by how things are at this moment, makes the claim, and writes down that it is begun. */
  async function begin(id: string, by: Actor): Promise<Workpiece> {
    const before = await records.need(id);
    const { record, planned } = await judgeAnew(id, by);
    if (record.state !== 'approved' || !planned) throw whyNot(before, record);
    const { plan } = planned;
    const workstation = await ports.workstation();
    await audit.record({
      operator: by.operator,
      via: by.via,
      action: 'remediation.taken-up',
      subject: `${id} ${record.action} ${record.targetName}`,
      result: 'done',
      details: { planHash: plan.hash, workstation, approvals: record.approvals },
    });
    if (!(await ports.claims.acquire(id, workstation))) {
      throw new DomainError(
        'claimed-elsewhere',
        `${id} was taken up already, here or at another workstation.`,
        {
          hint: 'It runs once: look at how it goes on.',
        },
      );
    }
    await records.update(id, (now) => {
      if (now.plan?.hash !== plan.hash) throw planChanged(now);
      return withEntry(
        now,
        { is: 'planned', planHash: plan.hash, by: by.operator, dryRun: false },
        clock.now(),
        'planned',
      );
    });
    const other = (await records.active()).find((one) => one.id !== id && one.target === record.target);
    if (other) {
      await endRecord(id, 'cancelled', `nothing was sent: ${other.id} was quicker on its target`, {
        records,
        ports,
        by,
      });
      throw new DomainError('target-busy', `${id} was withdrawn: ${other.id} is at work on its target.`, {
        hint: 'Propose it again when that has come to its end.',
      });
    }
    return planned.workpiece;
  }

  const planChanged = ({ id }: Remediation): DomainError =>
    new DomainError(
      'plan-changed',
      `What is to be done for ${id} is another plan than the one that was approved.`,
      {
        hint: 'Look at the plan as it is now, and approve that one.',
      },
    );

  /** Why what was approved is not begun now. */
  function whyNot(before: Remediation, now: Remediation): DomainError {
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
    return stateError(now, 'run');
  }

  async function takeUp(id: string, by: Actor): Promise<Remediation> {
    const record = await notExpired(await records.need(id));
    if (record.state !== 'approved') throw stateError(record, 'run');
    if (paused) {
      throw new DomainError('paused', `Everything is paused by ${paused.by}: ${paused.reason}.`, {
        hint: 'It can be run when somebody has resumed.',
      });
    }
    await engine.takeUp(record, by, () => begin(id, by));
    return records.need(id);
  }

  /** What policy lets run without a person. */
  function takeUpByItself(id: string): void {
    takeUp(id, application).catch(async (error: unknown) => {
      logger.warn({ err: error, id }, 'a remediation that may run by itself was not taken up');
      const reason = `not begun: ${error instanceof Error ? error.message : String(error)}`;
      await records.update(id, (now) => withEntry(now, { is: 'held', reason }, clock.now())).catch(() => {});
    });
  }

  async function expireDue(): Promise<void> {
    const open = await records.find({ states: [...openStates], limit: 10_000 });
    for (const record of open) await notExpired(record);
  }

  /** Whoever had it run has gone by now: it is not begun without somebody who looks at it again. */
  async function noteUnbegun(): Promise<void> {
    const reason = 'the application ended before it was begun: it has to be run again';
    for (const { id, journal } of await records.find({ states: ['approved'], limit: 10_000 })) {
      const last = journal.at(-1);
      if (last?.is !== 'held' || last.reason === reason) continue;
      await records.update(id, (now) => withEntry(now, { is: 'held', reason }, clock.now()));
    }
  }

  async function tick(): Promise<void> {
    for (;;) {
      await clock.sleep(tickMs, ticking.signal);
      try {
        await expireDue();
        await engine.retryStalled();
      } catch (error) {
        logger.error({ err: error }, 'what is due of remediations could not be looked at');
      }
    }
  }

  async function start(): Promise<void> {
    paused = await pausing.read();
    await engine.recover();
    await noteUnbegun();
    await expireDue();
    void tick().catch(() => {});
  }

  const remediations: Remediations = {
    start: () => (started ??= start()),

    propose: (request, by, signal) =>
      oneAtATime(request.target, async () => {
        const id = `R-${random.id(idLength)}`;
        const subject: Subject = {
          id,
          action: request.action,
          target: request.target,
          parameters: { ...request.parameters },
          cause: request.cause,
          confidence: request.confidence,
          pattern: request.pattern ?? { strength: 0, similarSolved: 0, similarFailed: 0 },
          proposedBy: {
            by: request.proposedBy,
            ...(request.proposedBy === 'operator' && { operator: by.operator }),
          },
          automation: request.automation,
          ...(request.ticketId !== undefined && { ticketId: request.ticketId }),
        };
        const evaluation = await evaluated(subject, signal);
        await refuseDuplicate(subject, evaluation);
        const { automation: _, ...parts } = subject;
        const now = clock.now();
        const { approvalExpiresHours } = judge.policy().policy;
        const { decisionInput, planned, planProblem, ...said } = evaluation;
        const bare: Remediation = {
          ...parts,
          ...said,
          decisionInput,
          schemaVersion: remediationSchemaVersion,
          // As the schema reads them, with what was left out.
          parameters: {
            ...((planned?.workpiece.subject.parameters as object | undefined) ?? parts.parameters),
          },
          state: 'proposed',
          createdAt: now,
          updatedAt: now,
          expiresAt: instant(Date.parse(now) + approvalExpiresHours * hourMs),
          approvals: [],
          journal: [],
          dryRun: false,
          ...(request.runbook && { runbook: request.runbook }),
          ...(planned && { plan: planned.plan }),
          ...(planProblem !== undefined && { planProblem }),
        };
        const record = inState(bare, openState(bare), now);
        await audit.record({ ...decisionAct(record, by), result: 'done' });
        await records.add(record);
        if (record.state === 'approved') takeUpByItself(id);
        return record;
      }),

    get: async (id) => records.get(id),
    list: (query) => records.find(query),
    count: (query) => records.count(query),

    async refresh(id, by, signal) {
      return (await judgeAnew(id, by, signal)).record;
    },

    async approve(id, approval, by) {
      const before = await notExpired(await records.need(id));
      if (before.state === 'expired') {
        throw new DomainError('remediation-expired', `${id} expired: ${before.outcome ?? ''}.`, {
          hint: 'Propose it again.',
        });
      }
      checkApproval(before, approval, by);
      const workstation = await ports.workstation();
      await audit.record({
        operator: by.operator,
        via: by.via,
        action: 'remediation.approved',
        subject: `${id} ${before.action} ${before.targetName}`,
        result: 'done',
        details: {
          planHash: approval.planHash,
          calls: before.plan?.calls,
          needed: before.decision.approvals,
          role: by.role,
          run: approval.run,
        },
      });
      const approved = await records.update(id, (now) => {
        checkApproval(now, approval, by);
        const next = {
          ...now,
          approvals: [
            ...now.approvals,
            { by: by.operator, at: clock.now(), planHash: approval.planHash, workstation, breakGlass: false },
          ],
        };
        return inState(next, openState(next), clock.now());
      });
      return approval.run && approved.state === 'approved' ? takeUp(id, by) : approved;
    },

    async reject(id, reason, by) {
      requireRole(by, 'approver', `Rejecting ${id}`);
      const rejected = await records.update(id, (now) => {
        if (!openStates.has(now.state)) throw stateError(now, 'rejected');
        const rejection = { by: by.operator, at: clock.now(), reason };
        const text = `rejected by ${by.operator}: ${reason}`;
        return {
          ...withEntry(now, { is: 'ended', state: 'rejected', text }, clock.now(), 'rejected'),
          rejection,
          outcome: text,
        };
      });
      await audit.record({
        operator: by.operator,
        via: by.via,
        action: 'remediation.rejected',
        subject: `${id} ${rejected.action} ${rejected.targetName}`,
        result: 'done',
        details: { reason, ...(rejected.plan && { planHash: rejected.plan.hash }) },
      });
      return rejected;
    },

    run: (id, by) => takeUp(id, by),

    async dryRun(id, by, signal) {
      const { record, planned } = await judgeAnew(id, by, signal);
      if (!planned) throw whyNot(record, record);
      const { plan, facts } = planned;
      return records.update(id, (now) => {
        if (!openStates.has(now.state)) throw stateError(now, 'tried out');
        const begun = withEntry(
          now,
          { is: 'planned', planHash: plan.hash, by: by.operator, dryRun: true },
          clock.now(),
        );
        const { checks } = plan;
        const ok = checks.every((one) => one.ok);
        return withEntry(begun, { is: 'pre-checked', facts, checks, ok }, clock.now());
      });
    },

    async cancel(id, reason, by) {
      const now = await records.need(id);
      if (openStates.has(now.state)) {
        return endRecord(id, 'cancelled', `withdrawn by ${by.operator}: ${reason}`, { records, ports, by });
      }
      const cancelled = await records.update(id, (record) => {
        if (!activeStates.has(record.state)) throw stateError(record, 'cancelled');
        return withEntry(record, { is: 'cancel-asked', by: by.operator, reason }, clock.now());
      });
      engine.nudge();
      await audit.record({
        operator: by.operator,
        via: by.via,
        action: 'remediation.cancel-asked',
        subject: `${id} ${cancelled.action} ${cancelled.targetName}`,
        result: 'done',
        details: { reason, state: cancelled.state },
      });
      return cancelled;
    },

    async rollback(id, by) {
      requireRole(by, 'approver', `Taking ${id} back`);
      const record = await records.need(id);
      const problem = rollbackProblem(record);
      if (problem !== undefined) {
        throw new DomainError('cannot-roll-back', `${id} cannot be taken back: ${problem}.`, {
          hint: 'Propose an action that puts things right.',
        });
      }
      const off = judge.killSwitch();
      if (off !== undefined) {
        throw new DomainError('not-permitted-now', `Nothing that changes anything runs now: ${off}.`);
      }
      if (paused) throw new DomainError('paused', `Everything is paused by ${paused.by}: ${paused.reason}.`);
      await engine.takeUp(record, by, () => beginRollback(id, by));
      return records.need(id);
    },

    async settle(id, as, note, by) {
      requireRole(by, 'approver', `Settling ${id}`);
      const settled = await records.update(id, (now) => {
        if (now.state !== 'outcome-unknown') throw stateError(now, 'settled');
        const takenBack = now.journal.some(({ is }) => is === 'rollback-planned');
        const state = takenBack ? (as === 'succeeded' ? 'rolled-back' : 'rollback-failed') : as;
        const text = `${by.operator} says that it ${as}: ${note}`;
        return {
          ...withEntry(now, { is: 'settled', by: by.operator, as, note }, clock.now(), state),
          outcome: text,
        };
      });
      await audit.record({
        operator: by.operator,
        via: by.via,
        action: 'remediation.settled',
        subject: `${id} ${settled.action} ${settled.targetName}`,
        result: 'done',
        details: { as, note, state: settled.state },
      });
      return settled;
    },

    async pause(reason, by) {
      requireRole(by, 'operator', 'Pausing');
      const next: Paused = { reason, by: by.operator, at: clock.now() };
      // In force at once, also where it cannot be kept over a restart.
      paused = next;
      engine.nudge();
      switched.emit();
      await pausing.write(next);
    },

    async resume(by) {
      requireRole(by, 'approver', 'Resuming');
      await pausing.write(undefined);
      paused = undefined;
      engine.nudge();
      switched.emit();
    },

    policyChanged() {
      engine.nudge();
      switched.emit();
    },

    get paused() {
      return paused;
    },
    get killSwitch() {
      return judge.killSwitch();
    },
    get stalled() {
      return [...engine.stalled].map(([id, reason]) => ({ id, reason }));
    },
    waitsFor: (id) => engine.working.get(id)?.waitsFor,
    rollbackProblem,
    onChanged: (listener) => listeners.add(listener),
    onSwitched: (listener) => switched.add(listener),
    async close() {
      ticking.abort();
      await engine.close();
    },
  };

  /** @returns why it cannot be taken back; undefined when it can */
  function rollbackProblem(record: Remediation): string | undefined {
    const { state, plan } = record;
    if (state !== 'succeeded' && state !== 'failed' && state !== 'outcome-unknown') return `it is ${state}`;
    if (record.journal.some(({ is }) => is === 'rollback-planned')) return 'that was tried already';
    if (!record.journal.some(({ is }) => is === 'call-intended')) return 'nothing was sent';
    const action = ports.catalogue.find(({ id }) => id === record.action);
    const adapter = action?.adapters.find(({ server }) => server === plan?.adapter);
    if (!adapter) return 'the catalogue does not have its action any more';
    if (!adapter.rollback) {
      return action?.reversibility.is === 'irreversible'
        ? action.reversibility.because
        : 'there is no way back';
    }
    return trailOf(record).before === undefined ? 'what it was before is not known' : undefined;
  }

  async function beginRollback(id: string, by: Actor): Promise<Workpiece> {
    const record = await records.need(id);
    const view = await ports.inventory.view();
    const target = view.get(record.target);
    const action = ports.catalogue.find((one) => one.id === record.action);
    const cannot = (why: string) =>
      new DomainError('cannot-roll-back', `${id} cannot be taken back now: ${why}.`, {
        hint: 'Propose an action that puts things right.',
      });
    if (!target || !action) throw cannot('its target or its action is not there any more');
    const planning = await makePlan(action, { target, parameters: record.parameters, view }, ports.servers);
    if (planning.is === 'no-plan') throw cannot(planning.why);
    const { workpiece, facts } = planning.planned;
    const { before } = trailOf(record);
    const calls = before && workpiece.adapter.rollback?.(workpiece.subject, before, facts);
    if (!calls) throw cannot('what it was before is not known');
    if (calls.length === 0) throw cannot('there is nothing to take back, it is as it was');
    await audit.record({
      operator: by.operator,
      via: by.via,
      action: 'remediation.rollback',
      subject: `${id} ${record.action} ${record.targetName}`,
      result: 'done',
      details: { calls, from: record.state },
    });
    await records.update(id, (now) => {
      const problem = rollbackProblem(now);
      if (problem !== undefined) throw cannot(problem);
      return withEntry(
        now,
        {
          is: 'rollback-planned',
          by: by.operator,
          calls: calls.map((call) => ({ ...call, source: workpiece.source })),
          text: `asked for by ${by.operator}`,
        },
        clock.now(),
        'rolling-back',
      );
    });
    return workpiece;
  }

  return remediations;
}

function withEvaluation(record: Remediation, evaluation: Evaluation, now: Instant): Remediation {
  const { planned, planProblem, ...said } = evaluation;
  const { plan: _plan, planProblem: _problem, ...rest } = record;
  const next: Remediation = {
    ...rest,
    ...said,
    ...(planned && { plan: planned.plan }),
    ...(planProblem !== undefined && { planProblem }),
  };
  return inState(next, openState(next), now);
}

function withoutPlan(record: Remediation, reason: string, now: Instant): Remediation {
  const { plan: _plan, ...rest } = record;
  const next: Remediation = { ...rest, planProblem: reason };
  return inState(next, openState(next), now);
}
