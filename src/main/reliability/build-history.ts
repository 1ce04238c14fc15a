import { z } from 'zod';
import type { Feedback } from '../../shared/model/feedback.ts';
import { statedConfidence } from '../../shared/model/remediation.ts';
import { entityIdSchema, instantSchema, type Instant } from '../../shared/model/ids.ts';
import type { Opinion, Outcome, ReliabilityHistory } from './history.ts';
import { targetClassOfId } from './target-class.ts';

/** What the history needs of a remediation: other versions of the record may have more, or less. */
const remediationSchema = z.object({
  id: z.string(),
  ticketId: z.string().optional(),
  action: z.string(),
  target: entityIdSchema,
  targetClass: z.string().optional(),
  cause: z.string(),
  confidence: z.number(),
  proposedBy: z.object({ by: z.string() }),
  runbook: z.unknown().optional(),
  score: z.object({ value: z.number() }),
  state: z.string(),
  updatedAt: instantSchema,
  dryRun: z.boolean(),
  journal: z.array(
    z.object({
      is: z.string(),
      at: instantSchema,
      phase: z.string().optional(),
      as: z.string().optional(),
      result: z.string().optional(),
    }),
  ),
});

/** An outcome as its remediation tells it, before anybody corrected its cause. */
export interface RecordedOutcome extends Omit<Outcome, 'claimedCause'> {
  readonly ticket?: string;
}

const succeeded = 'succeeded';
/** Nobody knows what came of it: until somebody settles it, it went wrong. */
const failed: ReadonlySet<string> = new Set(['failed', 'rolled-back', 'rollback-failed', 'outcome-unknown']);

/** @returns undefined for what has come to no outcome: under way, a dry run, stopped by a person, or nothing was done */
export function outcomeOf(stored: unknown): RecordedOutcome | undefined {
  const parsed = remediationSchema.safeParse(stored);
  if (!parsed.success) return undefined;
  const { id, ticketId, action, target, targetClass, cause, score, state, dryRun, journal } = parsed.data;
  const confidence = statedConfidence(parsed.data);
  if (dryRun || (state !== succeeded && !failed.has(state))) return undefined;
  // A check that failed before the first call says nothing of the action, nor does a call that was never sent.
  const ofRun = journal.filter(({ phase }) => phase !== 'rollback');
  const intended = ofRun.filter(({ is }) => is === 'call-intended').length;
  const notSent = ofRun.filter(({ is, result }) => is === 'call-returned' && result === 'not-sent').length;
  if (intended <= notSent) return undefined;
  const ended = journal.findLast(({ is }) => is === 'ended');
  // What a person said last stands, unless it was taken back after that.
  const last = journal.findLast(({ is }) => is === 'settled' || is === 'ended');
  const settled = last?.is === 'settled' ? last : undefined;
  return {
    remediation: id,
    ...(ticketId !== undefined && { ticket: ticketId }),
    action,
    targetClass: targetClass ?? targetClassOfId(target),
    cause,
    at: ended?.at ?? parsed.data.updatedAt,
    succeeded: settled ? settled.as === succeeded : state === succeeded,
    ...(confidence !== undefined && { confidence }),
    score: score.value,
  };
}

/** Puts outcomes and opinions together: a cause that somebody corrected is the one that an outcome counts for. */
export function buildHistory(
  outcomes: Iterable<RecordedOutcome>,
  feedback: readonly Feedback[],
): ReliabilityHistory {
  const corrections = correctedCauses(feedback);
  return {
    outcomes: [...outcomes].map(({ ticket, ...outcome }): Outcome => {
      const corrected =
        corrections.get(`remediation ${outcome.remediation}`) ??
        (ticket === undefined ? undefined : corrections.get(`ticket ${ticket}`));
      if (corrected === undefined || corrected.cause === normalCause(outcome.cause)) return outcome;
      return { ...outcome, cause: corrected.cause, claimedCause: outcome.cause };
    }),
    opinions: feedback.flatMap(opinionOf),
  };
}

/** An opinion counts for the cause that was claimed: that is what it is an opinion of. */
function opinionOf({ action, targetClass, cause, at, verdict, by, about }: Feedback): Opinion[] {
  if (action === undefined || targetClass === undefined) return [];
  const subject =
    about.is === 'answer' ? about.message : about.is === 'diagnosis' ? about.ticket : about.remediation;
  return [{ action, targetClass, cause: cause ?? '', at, verdict, by, subject: `${about.is} ${subject}` }];
}

interface Correction {
  readonly cause: string;
  readonly at: Instant;
}

/** The newest of anybody, for a remediation or for all of a ticket. */
function correctedCauses(feedback: readonly Feedback[]): ReadonlyMap<string, Correction> {
  const found = new Map<string, Correction>();
  for (const { about, correctCause, at } of feedback) {
    if (correctCause === undefined || about.is === 'answer') continue;
    const key = about.is === 'diagnosis' ? `ticket ${about.ticket}` : `remediation ${about.remediation}`;
    const known = found.get(key);
    const cause = normalCause(correctCause);
    if (!known || known.at < at || (known.at === at && known.cause > cause)) found.set(key, { cause, at });
  }
  return found;
}

/** Two people who mean the same write it alike: by pattern, or in words. */
function normalCause(cause: string): string {
  return cause.trim().toLowerCase().replaceAll(/\s+/g, ' ');
}
