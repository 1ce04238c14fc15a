import { z } from 'zod';
import { decisionSchema } from './decision.ts';
import { keptDecisionInputSchema } from './decision-input.ts';
import { entityIdSchema, instantSchema } from './ids.ts';
import { factsSchema, plannedCallSchema, planSchema, verdictSchema } from './plan.ts';
import { scoreSchema } from './reliability.ts';
import { roleSchema } from './role.ts';

/**
 * The life of a remediation. Its state only ever moves on to a higher rank (remediationRank): two workstations that
 * meet again agree on whichever got further.
 */
export const remediationStates = [
  'proposed',
  'refused',
  'awaiting-approval',
  'approved',
  'planned',
  'pre-checked',
  'executing',
  'verifying',
  'rolling-back',
  'rejected',
  'expired',
  'cancelled',
  'succeeded',
  'failed',
  'rolled-back',
  'rollback-failed',
  'outcome-unknown',
] as const;
export const remediationStateSchema = z.enum(remediationStates);
export type RemediationState = z.output<typeof remediationStateSchema>;

/**
 * Not taken up yet. Which of them it is follows from the newest plan, decision and approvals: a plan that has changed
 * takes an approved one back among those that wait.
 */
export const openStates: ReadonlySet<RemediationState> = new Set([
  'proposed',
  'refused',
  'awaiting-approval',
  'approved',
]);

/** Taken up by an engine, and not ended. */
export const activeStates: ReadonlySet<RemediationState> = new Set([
  'planned',
  'pre-checked',
  'executing',
  'verifying',
  'rolling-back',
]);

/** Nothing follows any more, but that a person settles an unknown outcome or has it taken back. */
export const endedStates: ReadonlySet<RemediationState> = new Set([
  'rejected',
  'expired',
  'cancelled',
  'succeeded',
  'failed',
  'rolled-back',
  'rollback-failed',
  'outcome-unknown',
]);

const who = z.string().max(200);

const approvalSchema = z.strictObject({
  by: who,
  at: instantSchema,
  /** Approves this very plan and no other. */
  planHash: z.string(),
  workstation: z.string(),
  /** As what they agreed: a policy may ask for more meanwhile. */
  role: roleSchema.exactOptional(),
  /** They typed the name of the target. */
  typedName: z.boolean().exactOptional(),
  /** Typed while the shared database could not be asked. */
  breakGlass: z.boolean(),
});
export type Approval = z.output<typeof approvalSchema>;

const phase = z.enum(['run', 'rollback']);
const entry = { seq: z.number().int().min(1), at: instantSchema };
const intended = {
  source: z.string(),
  tool: z.string(),
  arguments: z.record(z.string(), z.unknown()),
  does: z.string(),
};
const returned = {
  /** answered: it says that it worked; said-failed: it says that it did not; lost: nothing came back. */
  result: z.enum(['answered', 'said-failed', 'lost', 'not-sent']),
  durationMs: z.number().min(0),
  /** SHA-256 of the answer's text, and its beginning, secrets taken out. */
  digest: z.string(),
  excerpt: z.string().max(2_000),
};

/**
 * What happened, in order. An intent stands here, on disk, before the call that it is about; what came back stands
 * after it. An intent without its return is what a crash leaves behind: it is never repeated.
 */
export const journalEntrySchema = z.discriminatedUnion('is', [
  z.strictObject({ ...entry, is: z.literal('planned'), planHash: z.string(), by: who, dryRun: z.boolean() }),
  z.strictObject({
    ...entry,
    is: z.literal('pre-checked'),
    facts: factsSchema,
    checks: z.array(z.strictObject({ text: z.string(), ok: z.boolean() })),
    ok: z.boolean(),
  }),
  z.strictObject({
    ...entry,
    is: z.literal('call-intended'),
    phase,
    /** Place in the plan's calls, or in the rollback's; from 0. */
    step: z.number().int().min(0),
    ...intended,
  }),
  z.strictObject({
    ...entry,
    is: z.literal('call-returned'),
    phase,
    step: z.number().int().min(0),
    ...returned,
  }),
  z.strictObject({
    ...entry,
    is: z.literal('read-back'),
    phase,
    /** Absent: it could not be read; `verdict` says why. */
    facts: factsSchema.exactOptional(),
    verdict: verdictSchema,
  }),
  z.strictObject({ ...entry, is: z.literal('cancel-asked'), by: who, reason: z.string() }),
  z.strictObject({
    ...entry,
    is: z.literal('held'),
    reason: z.string(),
    /** Where it stands in a queue, or is waited for. */
    workstation: z.string().exactOptional(),
  }),
  z.strictObject({ ...entry, is: z.literal('recovered'), text: z.string() }),
  z.strictObject({
    ...entry,
    is: z.literal('rollback-planned'),
    by: who,
    calls: z.array(plannedCallSchema),
    text: z.string(),
  }),
  z.strictObject({
    ...entry,
    is: z.literal('settled'),
    by: who,
    as: z.enum(['succeeded', 'failed']),
    note: z.string(),
  }),
  /** Alerts about the target are silenced before the first call, and are told of again after the last. */
  z.strictObject({
    ...entry,
    is: z.literal('silence-intended'),
    ...intended,
    /** It ends by itself then, whatever becomes of the remediation. */
    until: instantSchema,
  }),
  z.strictObject({
    ...entry,
    is: z.literal('silence-lift-intended'),
    ...intended,
    /** Entry of the silence. */
    of: z.number().int().min(1),
  }),
  z.strictObject({
    ...entry,
    is: z.literal('silence-returned'),
    /** Entry that it is the answer to. */
    intent: z.number().int().min(1),
    ...returned,
    /** Its name at the source, where it is known. */
    silence: z.string().exactOptional(),
    /** Read back: whether it is in force, or may be. */
    holds: z.boolean(),
    text: z.string(),
  }),
  z.strictObject({ ...entry, is: z.literal('silence-noted'), text: z.string() }),
  z.strictObject({ ...entry, is: z.literal('ended'), state: remediationStateSchema, text: z.string() }),
]);
export type JournalEntry = z.output<typeof journalEntrySchema>;

export const remediationSchemaVersion = 1;

const claimSchema = z.strictObject({
  workstation: z.string(),
  at: instantSchema,
  /** Of this one claim: tells two workstations of the same name apart, as a copied data directory makes them. */
  nonce: z.string().max(100).exactOptional(),
  /** Account that the shared database knows it by: nobody else's but an approver's goes on with it there. */
  operator: who.exactOptional(),
  /** Taken while the shared database could not be asked: another workstation may have run it as well. */
  breakGlass: z.strictObject({ by: who, typed: z.string().max(400) }).exactOptional(),
});
export type Claim = z.output<typeof claimSchema>;

/**
 * Somebody wants it to stop while another workstation executes it. Only that one writes the journal: it takes the wish
 * over into it when it comes.
 */
const cancelRequestSchema = z.strictObject({
  by: who,
  workstation: z.string(),
  at: instantSchema,
  reason: z.string().max(1_000),
  /** Of what is to stop: a wish that comes after the run has ended does not stop its rollback. */
  phase,
});
export type CancelRequest = z.output<typeof cancelRequestSchema>;

/** One proposed use of one action on one target for one ticket, and its whole life. */
export const remediationSchema = z.strictObject({
  id: z.string(),
  schemaVersion: z.literal(remediationSchemaVersion),
  /** Absent: an operator wanted it without a ticket. */
  ticketId: z.string().exactOptional(),
  /** Of a run of a runbook, and its place there. */
  runbook: z.strictObject({ run: z.string(), id: z.string(), step: z.number().int().min(0) }).exactOptional(),
  action: z.string(),
  target: entityIdSchema,
  targetName: z.string(),
  /** What kind of thing that is, as the history of reliability tells them apart: `workload/Deployment`. */
  targetClass: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  /** Pattern of the hypothesis that it remedies; empty where there is none. History is kept by action, target class and cause. */
  cause: z.string(),
  /** How well the case fits what is known, as the diagnosis says it. */
  pattern: z.strictObject({
    strength: z.number().min(0).max(1),
    similarSolved: z.number().int().min(0),
    similarFailed: z.number().int().min(0),
  }),
  /** Confidence of that hypothesis, 0…1. */
  confidence: z.number().min(0).max(1),
  expectedEffect: z.string(),
  howToVerify: z.string(),
  /** rules, model, or an operator's name. */
  proposedBy: z.strictObject({ by: z.enum(['rules', 'model', 'operator']), operator: who.exactOptional() }),
  state: remediationStateSchema,
  createdAt: instantSchema,
  updatedAt: instantSchema,
  /** Not approved by then, it expires. */
  expiresAt: instantSchema,
  score: scoreSchema,
  decision: decisionSchema,
  /** What that was decided from, to decide it again under another policy. */
  decisionInput: keptDecisionInputSchema.exactOptional(),
  /** The newest; absent until the target could be read. */
  plan: planSchema.exactOptional(),
  /** Why there is no plan. */
  planProblem: z.string().exactOptional(),
  approvals: z.array(approvalSchema),
  rejection: z.strictObject({ by: who, at: instantSchema, reason: z.string() }).exactOptional(),
  /** Which workstation executes or executed it. It is made once, and whoever makes it is the only one. */
  claim: claimSchema.exactOptional(),
  /**
   * Which database of claims it was proposed under, where it is shared: another one cannot tell whether it was claimed
   * before. Never another one afterwards.
   */
  claimsLife: z.string().max(200).exactOptional(),
  /** Of others than the one who executes it, while that one does; each is there once. */
  cancelRequests: z.array(cancelRequestSchema).exactOptional(),
  journal: z.array(journalEntrySchema),
  /**
   * It was run at other workstations as well, while the shared database was away: what happened there. Each by the
   * workstation that did it; shown, and never gone on with.
   */
  otherRuns: z
    .array(
      z.strictObject({
        claim: claimSchema,
        state: remediationStateSchema,
        journal: z.array(journalEntrySchema),
        outcome: z.string().exactOptional(),
        /** The one that it was run by. */
        plan: planSchema.exactOptional(),
      }),
    )
    .exactOptional(),
  /**
   * What was written into a journal at another workstation at the same time as something else that stands there: that
   * somebody wants it stopped, a dry run, a withdrawal that came too late. In the order of its time.
   */
  meanwhile: z.array(journalEntrySchema).exactOptional(),
  /** How it ended, in one line. */
  outcome: z.string().exactOptional(),
  dryRun: z.boolean(),
});
export type Remediation = z.output<typeof remediationSchema>;
export type OtherRun = NonNullable<Remediation['otherRuns']>[number];

/** How sure a diagnosis is of the cause; nobody says that of what a person proposed, or a runbook. */
export function statedConfidence({
  proposedBy,
  runbook,
  confidence,
}: {
  readonly proposedBy: { readonly by: string };
  readonly runbook?: unknown;
  readonly confidence: number;
}): number | undefined {
  return proposedBy.by === 'operator' || runbook !== undefined ? undefined : confidence;
}

const ranks: Readonly<Record<RemediationState, number>> = {
  proposed: 0,
  refused: 0,
  'awaiting-approval': 0,
  approved: 0,
  rejected: 1,
  expired: 1,
  planned: 2,
  'pre-checked': 3,
  cancelled: 4,
  executing: 5,
  verifying: 6,
  'outcome-unknown': 7,
  succeeded: 8,
  failed: 8,
  'rolling-back': 9,
  'rolled-back': 11,
  'rollback-failed': 11,
};

/**
 * How far it has got; it only ever gets further. An outcome that is unknown ranks below the one that a person settles
 * it as, in the rollback as in the run.
 */
export function remediationRank({ state, journal }: Pick<Remediation, 'state' | 'journal'>): number {
  const takenBack = state === 'outcome-unknown' && journal.some(({ is }) => is === 'rollback-planned');
  return takenBack ? 10 : ranks[state];
}
