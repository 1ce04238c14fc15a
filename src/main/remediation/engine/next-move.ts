import type { PlannedCall, Verdict } from '../../../shared/model/plan.ts';
import type { Remediation, RemediationState } from '../../../shared/model/remediation.ts';
import { trailOf, type MadeCall, type Phase, type Trail } from './trail.ts';

/** What an engine does next with a remediation that it has taken up. */
export type Move =
  /** Reads the target live and makes all pre-checks. */
  | { readonly is: 'check' }
  | { readonly is: 'call'; readonly phase: Phase; readonly step: number; readonly call: PlannedCall }
  /** Looks whether the stated condition is met. Last: no further call is made, whatever it says. */
  | { readonly is: 'read-back'; readonly phase: Phase; readonly last: boolean }
  | { readonly is: 'plan-rollback' }
  | { readonly is: 'end'; readonly state: RemediationState; readonly text: string }
  /** Nothing is left to do. */
  | { readonly is: 'rest' };

/** Why no further step may be begun. */
export interface Stop {
  readonly by: 'cancel' | 'kill-switch' | 'hold' | 'policy';
  readonly text: string;
}

export interface Circumstances {
  /** Since the condition began to be waited for, by a clock that does not jump; 0 after every call. */
  readonly waitedMs: number;
  readonly polls: number;
  readonly stop: Stop | undefined;
}

/** A tool that says that it failed is not waited for as long as one that says that it worked. */
const shareAfterFailure = 0.25;
const pollsAfterFailure = 3;

/**
 * The next move, from the journal alone and the time: the same whether a process has gone on all the time or begins in
 * the middle. It never makes a call for which there is an intent.
 */
export function nextMove(record: Remediation, now: Circumstances): Move {
  const trail = trailOf(record);
  switch (record.state) {
    case 'planned':
    case 'pre-checked':
      return beforeFirstCall(record, trail, now);
    case 'executing':
      return afterCall(record, trail, now);
    case 'verifying':
      return afterReading(record, trail, now);
    case 'rolling-back':
      return whileTakingBack(record, trail, now);
    case 'proposed':
    case 'refused':
    case 'awaiting-approval':
    case 'approved':
    case 'rejected':
    case 'expired':
    case 'cancelled':
    case 'succeeded':
    case 'failed':
    case 'rolled-back':
    case 'rollback-failed':
    case 'outcome-unknown':
      return { is: 'rest' };
  }
}

function beforeFirstCall({ state }: Remediation, trail: Trail, { stop }: Circumstances): Move {
  if (trail.recovered) return end('cancelled', 'it was interrupted before anything was sent');
  if (stop) return end('cancelled', `nothing was sent: ${stop.text}`);
  if (state === 'pre-checked') return firstCall(trail);
  const failed = trail.checked?.checks.filter(({ ok }) => !ok) ?? [];
  return trail.checked
    ? end('cancelled', `nothing was sent: ${failed.map(({ text }) => text).join('; ')}`)
    : { is: 'check' };
}

const end = (state: RemediationState, text: string): Move => ({ is: 'end', state, text });

function firstCall(trail: Trail): Move {
  const [call] = trail.calls;
  return call ? { is: 'call', phase: trail.phase, step: 0, call } : end('cancelled', 'its plan has no step');
}

/** Within the run, before all calls are made. */
function afterCall(record: Remediation, trail: Trail, now: Circumstances): Move {
  const newest = trail.made.at(-1);
  if (!newest) return firstCall(trail);
  const look: Move = { is: 'read-back', phase: 'run', last: true };
  if (trail.recovered || !newest.returned) return look;
  const { result, excerpt } = newest.returned;
  if (result === 'not-sent' && trail.made.length === 1) {
    return end('failed', `nothing was sent: ${excerpt}`);
  }
  const next = nextCall(trail);
  if (!next || now.stop || result === 'lost' || result === 'not-sent') return look;
  if (next.call.unlessMetWithinSeconds !== undefined) return ifNotMet(record, trail, now, next);
  return result === 'said-failed' ? look : next;
}

/** A step that is only made where those before did not help: that is waited for, also where a tool said that it failed. */
function ifNotMet(
  record: Remediation,
  trail: Trail,
  now: Circumstances,
  next: Extract<Move, { is: 'call' }>,
): Move {
  const { phase, seen } = trail;
  const look: Move = { is: 'read-back', phase, last: true };
  if (seen?.verdict.is === 'met') return unconditional(trail, next.step) ?? look;
  const over =
    now.waitedMs >= (next.call.unlessMetWithinSeconds ?? 0) * 1000 || seen?.verdict.is === 'failed';
  if (over && seen?.facts !== undefined) return next;
  // Whether it helped cannot be read: then there is no reason for the next step either.
  return { ...look, last: now.waitedMs >= deadlineMs(record) };
}

function nextCall({ phase, calls, made }: Trail): Extract<Move, { is: 'call' }> | undefined {
  const step = (made.at(-1)?.intent.step ?? -1) + 1;
  const call = calls[step];
  return call && { is: 'call', phase, step, call };
}

function unconditional({ phase, calls }: Trail, from: number): Move | undefined {
  const step = calls.findIndex((call, at) => at >= from && call.unlessMetWithinSeconds === undefined);
  const call = calls[step];
  return call && { is: 'call', phase, step, call };
}

const deadlineMs = ({ plan }: Remediation): number => (plan?.verifyWithinSeconds ?? 0) * 1000;

/** No call is made any more: is the condition met, may it still come, or what now? */
function afterReading(record: Remediation, trail: Trail, now: Circumstances): Move {
  const { seen, made } = trail;
  const look: Move = { is: 'read-back', phase: 'run', last: true };
  if (!seen) return look;
  const { is, text } = seen.verdict;
  if (is === 'met') return end('succeeded', succeededText(trail, text));
  if (is === 'not-yet' && !waitedEnough(record, trail, now)) return look;
  const lost = made.find(({ returned }) => returned === undefined || returned.result === 'lost');
  if (lost)
    return end('outcome-unknown', `what became of step ${lost.intent.step + 1} is not known; ${text}`);
  if (trail.recovered) {
    return allMade(trail)
      ? end('failed', `after it was interrupted: ${text}`)
      : end(
          'outcome-unknown',
          `it was interrupted after step ${made.length} of ${trail.calls.length}; ${text}`,
        );
  }
  // Nothing that could be read says whether it worked.
  if (seen.facts === undefined && is === 'not-yet') return end('outcome-unknown', text);
  if (now.stop) return stopped(trail, now.stop, seen.verdict);
  if (seen.facts === undefined) return end('failed', text);
  return { is: 'plan-rollback' };
}

function stopped(trail: Trail, stop: Stop, { is, text }: Verdict): Move {
  return is === 'not-yet' && allMade(trail) && failedCall(trail) === undefined && stop.by === 'cancel'
    ? end('outcome-unknown', `it was not waited for any longer: ${stop.text}; ${text}`)
    : end('failed', `${stop.text}; ${stepsText(trail)}, none was taken back; ${text}`);
}

function waitedEnough(record: Remediation, trail: Trail, now: Circumstances): boolean {
  const deadline = deadlineMs(record);
  // A switch that stops writes does not keep anybody from looking what became of those that were made.
  if (now.waitedMs >= deadline || now.stop?.by === 'cancel') return true;
  const failed = failedCall(trail);
  return (
    failed !== undefined && now.polls >= pollsAfterFailure && now.waitedMs >= deadline * shareAfterFailure
  );
}

function failedCall({ made }: Trail): MadeCall | undefined {
  return made.find(({ returned }) => returned?.result === 'said-failed' || returned?.result === 'not-sent');
}

/** Every step that is not only there in case another one does not help. */
function allMade({ calls, made }: Trail): boolean {
  const steps = new Set(made.map(({ intent }) => intent.step));
  return calls.every((call, step) => steps.has(step) || call.unlessMetWithinSeconds !== undefined);
}

function stepsText(trail: Trail): string {
  return `${trail.made.length} of ${trail.calls.length} steps were made`;
}

function succeededText(trail: Trail, text: string): string {
  const newest = trail.made.at(-1)?.returned;
  if (trail.recovered) return `${text}; that is what was read back after it was interrupted`;
  if (!newest || newest.result === 'lost') return `${text}; that is what was read back, no answer came`;
  if (newest.result === 'said-failed')
    return `${text}; that is what was read back, the tool said that it failed`;
  return text;
}

/** Calls of the rollback are made as those of the run are, and what they brought is read back as well. */
function whileTakingBack(record: Remediation, trail: Trail, now: Circumstances): Move {
  const look: Move = { is: 'read-back', phase: 'rollback', last: true };
  const result = trail.made.at(-1)?.returned?.result;
  const goesOn = trail.made.length === 0 || result === 'answered';
  const next = nextCall(trail);
  if (next && goesOn && !trail.recovered && !now.stop) {
    return next.call.unlessMetWithinSeconds !== undefined && trail.made.length > 0
      ? ifNotMet(record, trail, now, next)
      : next;
  }
  const { seen } = trail;
  if (!seen) return look;
  const { is, text } = seen.verdict;
  if (is === 'met') return end('rolled-back', text);
  if (is === 'not-yet' && !waitedEnough(record, trail, now)) return look;
  const lost = trail.made.find(({ returned }) => returned === undefined || returned.result === 'lost');
  if (lost) {
    return end(
      'outcome-unknown',
      `what became of step ${lost.intent.step + 1} of the rollback is not known; ${text}`,
    );
  }
  const why = now.stop ? `${now.stop.text}; ` : trail.recovered ? 'it was interrupted; ' : '';
  return end('rollback-failed', `${why}${stepsText(trail)}; ${text}`);
}
