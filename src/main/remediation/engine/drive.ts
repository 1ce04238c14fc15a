import { isDeepStrictEqual } from 'node:util';
import { splitEntityId, type Instant } from '../../../shared/model/ids.ts';
import type { Facts, Verdict } from '../../../shared/model/plan.ts';
import type { Policy } from '../../../shared/model/policy.ts';
import {
  activeStates,
  type Claim,
  type Remediation,
  type RemediationState,
} from '../../../shared/model/remediation.ts';
import { actionRule } from '../decision/action-rule.ts';
import { freeze } from '../decision/time-checks.ts';
import type { Actor } from '../remediations.ts';
import { isAgreed, lapsedApprovals, type RoleNow } from './agreement.ts';
import { callTool } from './call-tool.ts';
import { besideClaim, ClaimGone, reasonAt, sameClaim, unheardRequest } from './claimed.ts';
import { lastOf, withEntry, type NewEntry } from './journal.ts';
import { planFrom, readLive, reasonOf, type Workpiece } from './make-plan.ts';
import { canBeAsked, lookAtConditions, withConditions } from './metric-conditions.ts';
import { nextMove, type Move, type Stop } from './next-move.ts';
import type { RemediationPorts } from './ports.ts';
import type { Records } from './records.ts';
import { liftSilences, silenceTarget } from './silencing.ts';
import { trailOf, type Phase } from './trail.ts';

const insistAfterMs = [200, 1_000, 5_000];

/** What an engine needs while it works on one remediation. */
export interface DriveContext {
  readonly records: Pick<Records, 'need' | 'update'>;
  readonly ports: RemediationPorts;
  readonly by: Actor;
  /** Why nothing may be written now, and when that is looked at anew; undefined while it may. */
  readonly paused: () => string | undefined;
  /** Resolves when something may be different: pause, cancellation, closing. */
  readonly changed: (ms: number) => Promise<void>;
  /** Told what is waited for; undefined when it goes on. */
  readonly waits: (reason: string | undefined) => void;
  /** The application ends: nothing more is begun, and what is left is looked at when it starts again. */
  readonly closing: AbortSignal;
  /** Gives calls that are on their way up; long after `closing`. */
  readonly abandon: AbortSignal;
}

/** Goes on with one remediation until nothing is left to do, or the application ends. */
export async function drive(id: string, workpiece: Workpiece, context: DriveContext): Promise<Remediation> {
  const { records, ports } = context;
  const { clock } = ports;
  const writer = workpiece.server.writer(workpiece.adapter.writes);
  let record = await records.need(id);
  let waitingSince = clock.monotonicMs();
  let polls = 0;
  let seen: Facts[] = [];
  let held: Stop | undefined;
  let silenced = false;
  /** What came back, as long as it is not written down. */
  let unwritten: NewEntry | undefined;
  const silences = { records, ports, by: context.by, signal: context.abandon };

  const { claim: mine } = record;

  const append = async (entry: NewEntry, state?: RemediationState) => {
    record = await records.update(id, (now) => {
      if (!sameClaim(now.claim, mine)) throw new ClaimGone();
      return withEntry(now, entry, clock.now(), state);
    });
  };

  try {
    return await goOn();
  } catch (error) {
    if (!(error instanceof ClaimGone) || !mine) throw error;
    return leaveBeside(mine);
  }

  async function goOn(): Promise<Remediation> {
    for (;;) {
      if (context.closing.aborted) return record;
      // Somebody may have asked to cancel meanwhile.
      record = await records.need(id);
      if (!sameClaim(record.claim, mine)) throw new ClaimGone();
      const request = activeStates.has(record.state) ? unheardRequest(record) : undefined;
      if (request) {
        await append({ is: 'cancel-asked', by: request.by, reason: reasonAt(request) });
        continue;
      }
      const move = nextMove(record, {
        waitedMs: clock.monotonicMs() - waitingSince,
        polls,
        stop: held ?? stopOf(record, ports),
      });
      switch (move.is) {
        case 'rest':
          await liftSilences(id, silences);
          return record;
        case 'check':
          await check(record, workpiece, append, context);
          break;
        case 'call':
          held = await hold(id, append, context);
          // What was held may have been cancelled, or stopped, and is looked at anew.
          if (held || context.closing.aborted || stopOf(await records.need(id), ports)) break;
          if (!silenced) {
            silenced = true;
            // That may take a while: then all of it is looked at anew.
            if (await silenceTarget(id, silences)) break;
          }
          await makeCall(move);
          waitingSince = clock.monotonicMs();
          polls = 0;
          seen = [];
          break;
        case 'read-back': {
          // What is met already is looked at once more at once, to be sure of it.
          if (polls > 0 && trailOf(record).seen?.verdict.is !== 'met' && !(await untilNextPoll())) break;
          const before = trailOf(record).before ?? {};
          const seenNow = await readBack(workpiece, move.phase, { before, seen, record });
          const found = await withMetrics(move, seenNow);
          polls += 1;
          if (found.facts) seen = [...seen, found.facts];
          await note(move, found);
          break;
        }
        case 'plan-rollback':
          await planRollback();
          break;
        case 'end':
          await end(move.state, move.text);
          break;
      }
    }
  }

  /** It was run elsewhere as well: nothing more is done here, and nobody knows what both of them came to. */
  async function leaveBeside(claim: Claim): Promise<Remediation> {
    const text = 'it turned out to be run at another workstation as well: nothing more was sent from here';
    const entries: NewEntry[] = [
      ...(unwritten ? [unwritten] : []),
      { is: 'ended', state: 'outcome-unknown', text },
    ];
    record = await records.update(id, (now) =>
      besideClaim(now, claim, entries, clock.now(), 'outcome-unknown', text),
    );
    const { action, targetName } = record;
    await ports.audit.record({
      operator: context.by.operator,
      via: context.by.via,
      action: 'remediation.left-to-another',
      subject: `${id} ${action} ${targetName}`,
      result: 'failed',
      details: { text, claim, other: record.claim },
    });
    return record;
  }

  /** @returns false when it is to be looked at anew, what to do */
  async function untilNextPoll(): Promise<boolean> {
    const due = clock.monotonicMs() + workpiece.adapter.pollEverySeconds * 1000;
    const cancelled = trailOf(record).cancelled;
    for (;;) {
      const left = due - clock.monotonicMs();
      if (left <= 0) return true;
      await context.changed(left);
      if (context.closing.aborted) return false;
      // Who cancels wants to know at once how it stands.
      if (!cancelled && trailOf(await records.need(id)).cancelled) return true;
    }
  }

  async function makeCall({ phase, step, call }: Extract<Move, { is: 'call' }>): Promise<void> {
    const { source, tool, arguments: args, does } = call;
    await append(
      { is: 'call-intended', phase, step, source, tool, arguments: args, does },
      phase === 'run' ? 'executing' : 'rolling-back',
    );
    const intent = lastOf(record, 'call-intended');
    if (!intent) throw new Error(`${id}: the intent that was written is not there`);
    const { saysFailed } = workpiece.adapter;
    const returned = await callTool(
      {
        remediation: id,
        intent,
        writer,
        ...(saysFailed && { saysFailed }),
        by: context.by,
        signal: context.abandon,
      },
      ports,
    );
    unwritten = { is: 'call-returned', phase, step, ...returned };
    await insist(() => append({ is: 'call-returned', phase, step, ...returned }));
    unwritten = undefined;
  }

  /** What has happened is worth several tries to write down: a disk may be full for a moment. */
  async function insist(write: () => Promise<void>): Promise<void> {
    for (const waitMs of insistAfterMs) {
      try {
        return await write();
      } catch (error) {
        if (error instanceof ClaimGone) throw error;
        ports.logger.error({ err: error, id }, 'what came back of a call could not be written down');
        if (context.closing.aborted) throw error;
        await context.changed(waitMs);
      }
    }
    return write();
  }

  /**
   * Metrics are asked only once no further call is made: a step that is there in case the others did not help depends
   * on its target alone.
   */
  async function withMetrics(
    { phase, last }: Extract<Move, { is: 'read-back' }>,
    found: { readonly facts?: Facts; readonly verdict: Verdict },
  ): Promise<{ readonly facts?: Facts; readonly verdict: Verdict }> {
    const conditions = record.plan?.conditions ?? [];
    if (phase !== 'run' || !last || found.verdict.is !== 'met' || conditions.length === 0) return found;
    const states = await lookAtConditions(conditions, ports.metrics, context.closing);
    const { verdict, known } = withConditions(found.verdict, states);
    return { ...(known && found.facts && { facts: found.facts }), verdict };
  }

  /** Into the journal comes what differs from what was seen before. */
  async function note(
    { phase, last }: Extract<Move, { is: 'read-back' }>,
    found: { readonly facts?: Facts; readonly verdict: Verdict },
  ): Promise<void> {
    const state = phase === 'run' && last && record.state === 'executing' ? 'verifying' : undefined;
    const { seen: before } = trailOf(record);
    const same =
      before !== undefined &&
      isDeepStrictEqual(before.verdict, found.verdict) &&
      isDeepStrictEqual(before.facts, found.facts);
    if (same && state === undefined) return;
    await append({ is: 'read-back', phase, ...found }, state);
  }

  async function planRollback(): Promise<void> {
    const { adapter, subject, source } = workpiece;
    const { before } = trailOf(record);
    const newest = trailOf(record).seen;
    // What was last seen is told as what it is: not what was wanted.
    const why =
      newest === undefined || newest.verdict.is === 'met'
        ? (newest?.verdict.text ?? '')
        : `what was wanted did not come about: ${newest.verdict.text}`;
    if (!adapter.rollback) return end('failed', `${why}; it cannot be taken back`);
    if (!before || !newest?.facts) return end('failed', `${why}; what it was before is not known`);
    let calls;
    try {
      calls = adapter.rollback(subject, before, newest.facts).map((call) => ({ ...call, source }));
    } catch (error) {
      return end('failed', `${why}; it cannot be taken back: ${reasonOf(error)}`);
    }
    if (calls.length === 0) return end('failed', `${why}; there is nothing to take back`);
    const { by } = context;
    await append({ is: 'rollback-planned', by: by.operator, calls, text: why }, 'rolling-back');
    waitingSince = clock.monotonicMs();
    polls = 0;
    seen = [];
  }

  async function end(state: RemediationState, text: string): Promise<void> {
    record = await endRecord(id, state, text, context, (now) => {
      if (!sameClaim(now.claim, mine)) throw new ClaimGone();
    });
  }
}

/** Ends it in the journal and says so in the audit. */
export async function endRecord(
  id: string,
  state: RemediationState,
  text: string,
  { records, ports, by }: Pick<DriveContext, 'records' | 'ports' | 'by'>,
  check: (now: Remediation) => void = () => {},
): Promise<Remediation> {
  const ended = await records.update(id, (now) => {
    check(now);
    return {
      ...withEntry(now, { is: 'ended', state, text }, ports.clock.now(), state),
      outcome: text,
    };
  });
  const { action, target, targetName, ticketId, score, decision, plan } = ended;
  await ports.audit
    .record({
      operator: by.operator,
      via: by.via,
      action: 'remediation.ended',
      subject: `${id} ${action} ${targetName}`,
      result:
        state === 'succeeded' || state === 'rolled-back'
          ? 'done'
          : state === 'cancelled'
            ? 'cancelled'
            : 'failed',
      details: {
        state,
        text,
        target,
        score: score.value,
        decision: decision.is,
        ...(plan && { planHash: plan.hash }),
        ...(ticketId !== undefined && { ticketId }),
      },
    })
    .catch((error: unknown) =>
      ports.logger.error({ err: error, id }, 'the end of a remediation is not in the audit'),
    );
  return ended;
}

async function check(
  record: Remediation,
  { adapter, subject, server, ...rest }: Workpiece,
  append: (entry: NewEntry, state?: RemediationState) => Promise<void>,
  { ports, closing }: Pick<DriveContext, 'ports' | 'closing'>,
): Promise<void> {
  const failed = (text: string) =>
    append({ is: 'pre-checked', facts: {}, checks: [{ text, ok: false }], ok: false });
  try {
    const live = await readLive({ adapter, subject, server });
    if (live.is === 'gone') return await failed(live.text);
    const plan = planFrom({ adapter, subject, server, ...rest }, live.facts);
    const metrics = await canBeAsked(plan.conditions ?? [], ports.metrics, closing);
    const checks = [
      ...plan.checks,
      ...metrics,
      { text: 'the plan is the one that was approved', ok: plan.hash === record.plan?.hash },
    ];
    const ok = checks.every((one) => one.ok);
    await append({ is: 'pre-checked', facts: live.facts, checks, ok }, ok ? 'pre-checked' : undefined);
  } catch (error) {
    await failed(`it could not be read: ${reasonOf(error)}`);
  }
}

/** Reads the target and judges. What cannot be read is not yet known. */
async function readBack(
  { adapter, subject, server }: Workpiece,
  phase: Phase,
  {
    before,
    seen,
    record,
  }: { readonly before: Facts; readonly seen: readonly Facts[]; readonly record: Remediation },
): Promise<{ readonly facts?: Facts; readonly verdict: Verdict }> {
  try {
    const live = await readLive({ adapter, subject, server });
    if (live.is === 'gone') return { verdict: { is: 'failed', text: live.text } };
    const { facts } = live;
    const verdict =
      phase === 'run'
        ? adapter.verify(subject, before, facts, seen)
        : (adapter.verifyRollback?.(subject, before, facts) ?? asBefore(record, before, facts));
    return { facts, verdict };
  } catch (error) {
    return { verdict: { is: 'not-yet', text: `it could not be read: ${reasonOf(error)}` } };
  }
}

/** Where an adapter does not say itself when it is as before: everything that was to change is what it was. */
function asBefore({ plan }: Remediation, before: Facts, now: Facts): Verdict {
  const names = Object.keys(plan?.after ?? {});
  const differ = names.filter((name) => now[name] !== before[name]);
  if (names.length === 0) return { is: 'not-yet', text: 'nothing says what it was like before' };
  return differ.length === 0
    ? { is: 'met', text: `as before: ${names.map((name) => `${name} is ${String(now[name])}`).join(', ')}` }
    : {
        is: 'not-yet',
        text: differ.map((name) => `${name} is ${String(now[name])}, was ${String(before[name])}`).join('; '),
      };
}

function stopOf(record: Remediation, { judge, clock, roleNow }: RemediationPorts): Stop | undefined {
  const { cancelled } = trailOf(record);
  if (cancelled) return { by: 'cancel', text: `cancelled by ${cancelled.by}: ${cancelled.reason}` };
  const off = judge.killSwitch();
  if (off !== undefined) return { by: 'kill-switch', text: `stopped by the global switch: ${off}` };
  const forbidden =
    forbiddenSince(record, judge.policy().policy, clock.now()) ?? disagreedSince(record, roleNow);
  return forbidden === undefined ? undefined : { by: 'policy', text: forbidden };
}

/**
 * Before the first call a policy that forbids it still comes in time. What has begun is carried through: half of it is
 * worse than all of it, and for everything there is the switch.
 */
function forbiddenSince(record: Remediation, policy: Policy, now: Instant): string | undefined {
  if (record.state !== 'planned' && record.state !== 'pre-checked') return undefined;
  const { action, target } = record;
  if (!actionRule(policy, action).enabled) return `${action} is not enabled any more`;
  const frozen = freeze({ policy, remediation: splitEntityId(target), now });
  return frozen.passed ? undefined : frozen.text;
}

/** As with policy: whoever is not let in any more before the first call has not approved it. */
function disagreedSince(record: Remediation, roleNow: RoleNow): string | undefined {
  if (record.state !== 'planned' && record.state !== 'pre-checked') return undefined;
  if (isAgreed(record, roleNow)) return undefined;
  const lapsed = lapsedApprovals(record, roleNow).map(({ text }) => text);
  return lapsed.length === 0 ? 'its approvals do not suffice any more' : lapsed.join('; ');
}

/** Stands still while everything is paused. @returns why it is not gone on with; undefined when it is */
async function hold(
  id: string,
  append: (entry: NewEntry) => Promise<void>,
  { records, ports, paused, changed, waits, closing }: DriveContext,
): Promise<Stop | undefined> {
  const reason = paused();
  if (reason === undefined) return undefined;
  const { clock, settings } = ports;
  const since = clock.monotonicMs();
  await append({ is: 'held', reason });
  waits(reason);
  try {
    for (;;) {
      if (paused() === undefined || closing.aborted) return undefined;
      if (stopOf(await records.need(id), ports)) return undefined;
      const left = settings.holdAtMostMs - (clock.monotonicMs() - since);
      if (left <= 0) {
        return { by: 'hold', text: `it stood still for too long to go on: ${reason}` };
      }
      await changed(left);
    }
  } finally {
    waits(undefined);
  }
}
