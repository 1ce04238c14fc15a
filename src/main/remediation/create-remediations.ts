import { setImmediate as nextTurn } from 'node:timers/promises';
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
import { checkGlass, glassNotice, type BrokenGlass } from './break-glass.ts';
import {
  agreesAs,
  checkApproval,
  countingApprovals,
  isAgreed,
  lapsedApprovals,
  openState,
} from './engine/agreement.ts';
import { refuseMisleading } from './engine/as-it-says.ts';
import { beginRollback, beginRun, rollbackProblem, withdrawUnbegun } from './engine/begin.ts';
import { decisionAct } from './engine/decision-record.ts';
import { endRecord } from './engine/drive.ts';
import { application, createEngine } from './engine/engine.ts';
import { createLatestTime } from './engine/expiry.ts';
import { approvalTime, inState, withEntry } from './engine/journal.ts';
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
import { trailOf } from './engine/trail.ts';
import type { Actor, ChangedWhere, Remediations } from './remediations.ts';

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

const minuteMs = 60_000;
const hourMs = 3_600_000;
/** Why one was not taken up, where it is another's or waits. */
const notOurs: ReadonlySet<string> = new Set(['shared-database-away', 'claimed-elsewhere', 'claim-unknown']);
const tickMs = 60_000;
const idLength = 8;

/** The queue of remediations and their engine. */
export function createRemediations(ports: RemediationPorts, pausing: PausePort): Remediations {
  const { audit, clock, judge, logger, random, roleNow } = ports;
  const failed = (error: unknown) => logger.error({ err: error }, 'a listener of remediations failed');
  const listeners = createListeners<{ readonly record: Remediation; readonly where: ChangedWhere }>(failed);
  const switched = createListeners<void>(failed);
  const records = createRecords(ports.store, logger, (record) => listeners.emit({ record, where: 'here' }));
  let paused: Paused | undefined;
  const engine = createEngine(ports, records, () =>
    paused === undefined ? undefined : `paused by ${paused.by}: ${paused.reason}`,
  );
  const oneAtATime = createOneAtATime();
  const context: QueueContext = { ports, records, time: createLatestTime(clock) };
  const ticking = new AbortController();
  let started: Promise<void> | undefined;

  /** What this workstation would run as soon as claims can be made again, and why it does not. */
  const waiting = new Map<string, { readonly why: string; readonly byItself: boolean }>();
  /** This workstation, once it has looked at what was left behind. */
  let here: string | undefined;

  async function takeUp(id: string, by: Actor, glass?: BrokenGlass): Promise<Remediation> {
    const record = await notExpired(context, await records.need(id));
    if (record.state !== 'approved') throw stateError(record, 'run');
    if (paused) {
      throw new DomainError('paused', `Everything is paused by ${paused.by}: ${paused.reason}.`, {
        hint: 'It can be run when somebody has resumed.',
      });
    }
    if (glass) await takeGlass(record, glass, by);
    waiting.delete(id);
    try {
      await engine.takeUp(record, by, () => beginRun(context, id, by, glass));
    } catch (error) {
      if (error instanceof DomainError && error.code === 'shared-database-away')
        waiting.set(id, { why: error.message, byItself: by === application });
      throw error;
    }
    return records.need(id);
  }

  /** Once more at this moment, and into the audit before anything is done. */
  async function takeGlass(record: Remediation, glass: BrokenGlass, by: Actor): Promise<void> {
    const { policy } = judge.policy();
    await checkGlass(record, glass, by, policy, ports.claims);
    await audit.record({
      operator: by.operator,
      via: by.via,
      action: 'remediation.glass-broken',
      subject: `${record.id} ${record.action} ${record.targetName}`,
      result: 'done',
      details: { typed: glass.typed, planHash: record.plan?.hash },
    });
  }

  /** What a person wanted waits for a person: the estate may be another by now. */
  function claimsAreBack(): void {
    const all = [...waiting];
    waiting.clear();
    for (const [id, { byItself }] of all) if (byItself) takeUpByItself(id);
    switched.emit();
  }

  /** What policy lets run without a person. */
  function takeUpByItself(id: string): void {
    takeUp(id, application).catch(async (error: unknown) => {
      logger.warn({ err: error, id }, 'a remediation that may run by itself was not taken up');
      // Whoever runs it meanwhile writes its journal.
      if (error instanceof DomainError && notOurs.has(error.code)) return;
      const reason = `not begun: ${error instanceof Error ? error.message : String(error)}`;
      await records.update(id, (now) => held(now, reason)).catch(() => {});
    });
  }

  const held = (now: Remediation, reason: string) =>
    withEntry(now, { is: 'held', reason, ...(here !== undefined && { workstation: here }) }, clock.now());

  async function expireDue(): Promise<void> {
    const open = await records.find({ states: [...openStates], limit: 10_000 });
    for (const record of open) await notExpired(context, record);
  }

  /** Whoever had it run has gone by now: it is not begun without somebody who looks at it again. */
  async function noteUnbegun(): Promise<void> {
    const reason = 'the application ended before it was begun: it has to be run again';
    const workstation = await ports.workstation();
    for (const { id, journal, claim } of await records.find({ states: [...openStates], limit: 10_000 })) {
      if (claim?.workstation === workstation || (await ports.claims.isMadeHere(id))) {
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
      // What waits in another workstation's queue is that one's.
      if (last.workstation !== undefined && last.workstation !== workstation) continue;
      await records.update(id, (now) => held(now, reason));
    }
  }

  /**
   * Approvals that were given apart are enough together. Only ever forward: what they are worth is judged by what is
   * known of people here, and two workstations that do not know the same would take turns.
   */
  async function agreed(id: string): Promise<void> {
    await records.update(id, (now) =>
      now.state === 'awaiting-approval' && openState(now, roleNow) === 'approved'
        ? inState(now, 'approved', clock.now())
        : now,
    );
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
    here = await ports.workstation();
    await engine.recover();
    await noteUnbegun();
    await expireDue();
    void tick().catch(() => {});
  }

  const unfollowClaims = ports.claims.onBack(claimsAreBack);

  /** How long nothing was heard of whoever executes it elsewhere; undefined where nobody is waited for. */
  function silenceOf({ claim, state }: Remediation): number | undefined {
    if (!claim || claim.workstation === here || !activeStates.has(state)) return undefined;
    return ports.silentMs?.(claim.workstation);
  }

  /** One whose workstation is gone: what it did is not known, and nobody does it again. */
  function givenUp(record: Remediation, by: Actor): Remediation {
    const silentMs = silenceOf(record) ?? 0;
    if (silentMs < ports.settings.givenUpAfterMs) return record;
    const text = `nothing was heard of ${record.claim?.workstation ?? ''} for ${Math.floor(silentMs / minuteMs)} min: ${by.operator} gives it up`;
    const state = 'outcome-unknown';
    return {
      ...record,
      ...withEntry(record, { is: 'ended', state, text }, clock.now(), record.state),
      state,
    };
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
        const claimsLife = await ports.claims.life();
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
          ...(claimsLife !== undefined && { claimsLife }),
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

    async approve(id, { breakGlass: glass, ...approval }, by) {
      const before = await notExpired(context, await records.need(id));
      if (before.state === 'expired') {
        throw new DomainError('remediation-expired', `${id} expired: ${before.outcome ?? ''}.`, {
          hint: 'Propose it again.',
        });
      }
      checkApproval(before, approval, by, roleNow);
      await refuseMisleading(before, ports);
      // Before it is approved with it: whoever need not break it approves it plainly.
      if (glass) await checkGlass(before, glass, by, judge.policy().policy, ports.claims);
      const run = approval.run || glass !== undefined;
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
          role: agreesAs(before, by, ports.claims),
          run,
          ...(glass && { breakGlass: { ...glass } }),
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
              at: approvalTime(now, clock.now()),
              planHash: approval.planHash,
              workstation,
              role: agreesAs(now, by, ports.claims),
              // Held against the target's name wherever it was given.
              typedName: approval.typedName === now.targetName,
              breakGlass: glass !== undefined,
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
      if (!run || approved.state !== 'approved') return approved;
      return takeUp(id, by, glass).catch((error: unknown) => {
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

    run: (id, by, glass) => takeUp(id, by, glass),

    breakGlassOf: async (id, by) =>
      glassNotice(await records.need(id), by, judge.policy().policy, ports.claims),

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
      const workstation = await ports.workstation();
      const cancelled = await records.update(id, (record) => {
        if (!activeStates.has(record.state)) throw stateError(record, 'cancelled');
        if (record.claim && record.claim.workstation !== workstation) {
          const { phase } = trailOf(record);
          const asked = record.cancelRequests ?? [];
          // Who has said so once is heard: saying it again only makes the list longer.
          if (asked.some((one) => one.by === by.operator && one.phase === phase)) return record;
          const at = clock.now();
          const request = { by: by.operator, workstation, at, reason, phase };
          return inState({ ...record, cancelRequests: [...asked, request] }, record.state, at);
        }
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
      const workstation = await ports.workstation();
      if (record.claim && record.claim.workstation !== workstation) {
        throw new DomainError(
          'claimed-elsewhere',
          `${id} was executed at ${record.claim.workstation}: only there it can be taken back.`,
          { hint: 'Ask there, or propose an action that puts things right.' },
        );
      }
      const problem = rollbackProblem(record, ports, workstation);
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
      const settled = await records.update(id, (found) => {
        const now = givenUp(found, by);
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

    claimantOf(record) {
      const { claim, state } = record;
      if (!claim || here === undefined) return undefined;
      const silentMs = silenceOf(record);
      return {
        here: claim.workstation === here,
        ...(silentMs !== undefined && { silentMs }),
        canSettle:
          state === 'outcome-unknown' ||
          (silentMs !== undefined && silentMs >= ports.settings.givenUpAfterMs),
      };
    },
    get sharedDatabaseAway() {
      return ports.claims.away;
    },
    async neverBegun(id, why) {
      await withdrawUnbegun(context, id, why, application);
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
    waitsFor: (id) => engine.working.get(id)?.waitsFor ?? waiting.get(id)?.why,
    rollbackProblem: (record) => rollbackProblem(record, ports, here),
    onChanged: (listener) => listeners.add(({ record, where }) => listener(record, where)),
    async storeChanged(ids) {
      for (const [place, id] of ids.entries()) {
        const record = await records.get(id);
        if (record) listeners.emit({ record, where: 'elsewhere' });
        if (record?.state === 'awaiting-approval' && isAgreed(record, roleNow)) await agreed(id);
        if (place % 20 === 19) await nextTurn();
      }
      // A target may be free, and what runs here may have been asked to stop.
      if (ids.length > 0) engine.nudge();
    },
    onSwitched: (listener) => switched.add(listener),
    async close() {
      unfollowClaims();
      ticking.abort();
      await engine.close();
    },
  };
}
