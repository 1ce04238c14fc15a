import { instant, type Instant } from '../../shared/model/ids.ts';
import {
  activeStates,
  openStates,
  remediationSchemaVersion,
  type Remediation,
} from '../../shared/model/remediation.ts';
import { DomainError } from '../platform/errors.ts';
import { createListeners } from '../platform/listeners.ts';
import { createOneAtATime } from '../platform/one-at-a-time.ts';
import { checkApproval, countingApprovals, lapsedApprovals, openState } from './engine/agreement.ts';
import { beginRollback, beginRun, rollbackProblem, withdrawUnbegun } from './engine/begin.ts';
import { decisionAct } from './engine/decision-record.ts';
import { endRecord } from './engine/drive.ts';
import { application, createEngine } from './engine/engine.ts';
import { createLatestTime } from './engine/expiry.ts';
import { inState, withEntry } from './engine/journal.ts';
import {
  evaluated,
  judgeAnew,
  notExpired,
  refuseDuplicate,
  subjectOf,
  type QueueContext,
} from './engine/judge-anew.ts';
import { reasonOf } from './engine/make-plan.ts';
import type { RemediationPorts } from './engine/ports.ts';
import { createRecords } from './engine/records.ts';
import { approvedAllTheSame, requireRole, stateError, whyNot } from './engine/refusals.ts';
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
  const { audit, clock, judge, logger, random, roleNow } = ports;
  const failed = (error: unknown) => logger.error({ err: error }, 'a listener of remediations failed');
  const listeners = createListeners<Remediation>(failed);
  const switched = createListeners<void>(failed);
  const records = createRecords(ports.store, logger, (changed) => listeners.emit(changed));
  let paused: Paused | undefined;
  const engine = createEngine(ports, records, () =>
    paused === undefined ? undefined : `paused by ${paused.by}: ${paused.reason}`,
  );
  const oneAtATime = createOneAtATime();
  const context: QueueContext = { ports, records, time: createLatestTime(clock) };
  const ticking = new AbortController();
  let started: Promise<void> | undefined;

  async function takeUp(id: string, by: Actor): Promise<Remediation> {
    const record = await notExpired(context, await records.need(id));
    if (record.state !== 'approved') throw stateError(record, 'run');
    if (paused) {
      throw new DomainError('paused', `Everything is paused by ${paused.by}: ${paused.reason}.`, {
        hint: 'It can be run when somebody has resumed.',
      });
    }
    await engine.takeUp(record, by, () => beginRun(context, id, by));
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
    for (const record of open) await notExpired(context, record);
  }

  /** Whoever had it run has gone by now: it is not begun without somebody who looks at it again. */
  async function noteUnbegun(): Promise<void> {
    const reason = 'the application ended before it was begun: it has to be run again';
    const workstation = await ports.workstation();
    for (const { id, journal, claim } of await records.find({ states: [...openStates], limit: 10_000 })) {
      if (claim?.workstation === workstation || (await ports.claims.isMadeHere?.(id)) === true) {
        // Also where the record is from before it: what became of it stands in no record that is left.
        const why =
          claim === undefined
            ? 'it was taken up before, and its record knows nothing of that (was the store restored from a backup?): look at the target'
            : 'nothing was sent: the application ended in the moment in which it was taken up';
        await withdrawUnbegun(context, id, why, application);
        continue;
      }
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

  return {
    start: () => (started ??= start()),

    propose: (request, by, signal) =>
      oneAtATime(request.target, async () => {
        const id = `R-${random.id(idLength)}`;
        const subject = subjectOf(id, request, by);
        const evaluation = await evaluated(context, subject, signal);
        await refuseDuplicate(context, subject, evaluation);
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
          ...(planned && { plan: planned.plan }),
          ...(planProblem !== undefined && { planProblem }),
        };
        const record = inState(bare, openState(bare, roleNow), now);
        await audit.record({ ...decisionAct(record, by, roleNow), result: 'done' });
        await records.add(record);
        if (record.state === 'approved') takeUpByItself(id);
        return record;
      }),

    async preview(request, by, signal) {
      const { targetName, expectedEffect, howToVerify, score, decision, planned, planProblem } =
        await evaluated(context, subjectOf('preview', request, by), signal);
      return {
        targetName,
        expectedEffect,
        howToVerify,
        score,
        decision,
        ...(planned && { plan: planned.plan }),
        ...(planProblem !== undefined && { planProblem }),
      };
    },

    get: async (id) => records.get(id),
    list: (query) => records.find(query),
    count: (query) => records.count(query),

    async refresh(id, by, signal) {
      return (await judgeAnew(context, id, by, signal)).record;
    },

    async approve(id, approval, by) {
      const before = await notExpired(context, await records.need(id));
      if (before.state === 'expired') {
        throw new DomainError('remediation-expired', `${id} expired: ${before.outcome ?? ''}.`, {
          hint: 'Propose it again.',
        });
      }
      checkApproval(before, approval, by, roleNow);
      const workstation = await ports.workstation();
      const act = await audit.begin({
        operator: by.operator,
        via: by.via,
        action: 'remediation.approved',
        subject: `${id} ${before.action} ${before.targetName}`,
        details: {
          planHash: approval.planHash,
          calls: before.plan?.calls,
          needed: before.decision.approvals,
          role: by.role,
          run: approval.run,
        },
      });
      const approve = (now: Remediation) => {
        checkApproval(now, approval, by, roleNow);
        const next = {
          ...now,
          approvals: [
            ...now.approvals,
            {
              by: by.operator,
              at: clock.now(),
              planHash: approval.planHash,
              workstation,
              role: by.role,
              // Held against the target's name wherever it was given.
              typedName: approval.typedName === now.targetName,
              breakGlass: false,
            },
          ],
        };
        return inState(next, openState(next, roleNow), clock.now());
      };
      let approved: Remediation;
      try {
        approved = await records.update(id, approve);
      } catch (error) {
        // Somebody was quicker: nobody is to read of an approval that there is not.
        await act.end('failed', { reason: reasonOf(error) }).catch(() => {});
        throw error;
      }
      await act.end('done').catch(() => {});
      if (!approval.run || approved.state !== 'approved') return approved;
      return takeUp(id, by).catch((error: unknown) => {
        throw approvedAllTheSame(id, error);
      });
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
      const { record, planned } = await judgeAnew(context, id, by, signal);
      if (!planned) throw whyNot(record, record, roleNow);
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
      const problem = rollbackProblem(record, ports);
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
      await engine.takeUp(record, by, () => beginRollback(context, id, by));
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

    agreement: (record) => ({
      counting: countingApprovals(record, roleNow),
      lapsed: lapsedApprovals(record, roleNow),
    }),

    async operatorsChanged() {
      engine.nudge();
      const about = await records.find({ states: ['approved', 'awaiting-approval'], limit: 10_000 });
      for (const { id } of about) {
        await records.update(id, (now) => {
          if (now.state !== 'approved' && now.state !== 'awaiting-approval') return now;
          const state = openState(now, roleNow);
          return state === now.state ? now : inState(now, state, clock.now());
        });
      }
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
    rollbackProblem: (record) => rollbackProblem(record, ports),
    onChanged: (listener) => listeners.add(listener),
    onSwitched: (listener) => switched.add(listener),
    async close() {
      ticking.abort();
      await engine.close();
    },
  };
}
