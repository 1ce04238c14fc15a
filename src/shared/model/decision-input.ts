import { z } from 'zod';
import { riskLevels } from './diagnosis.ts';
import { entityIdSchema, instantSchema } from './ids.ts';
import { scoreSchema } from './reliability.ts';

/** What hangs on a target, as the inventory has it: facts alone, policy weighs them. */
export const impactSchema = z.strictObject({
  /** Entities that would be lost, or have to start elsewhere, without it. */
  dependents: z.number().int().min(0),
  /** Names and labels (`env=prod`) that may mark production: its own, and those of what it belongs to. */
  marks: z.array(z.string()).max(500),
  /** Why it is the last of its kind, or needed for a quorum; absent where it is not. */
  lastReplica: z.string().exactOptional(),
  quorum: z.string().exactOptional(),
});
export type Impact = Readonly<z.output<typeof impactSchema>>;

/**
 * What a decision was made from, as it is kept with a remediation, so that it can be made again under another policy.
 * The policy that was in force is named by the decision; earlier runs are in their own remediations.
 */
export const keptDecisionInputSchema = z.strictObject({
  remediation: z.strictObject({
    id: z.string(),
    action: z.string(),
    target: entityIdSchema,
    targetName: z.string(),
    source: z.string(),
    /** The cluster that rates count it in. */
    cluster: entityIdSchema.exactOptional(),
    /** Of the action by itself. */
    risk: z.enum(riskLevels),
    reversible: z.boolean(),
    permission: z.enum(['approver', 'admin']),
    idempotenceKey: z.string(),
    /** By an operator's hand, not by a diagnosis. */
    byOperator: z.boolean(),
  }),
  score: scoreSchema,
  state: z.strictObject({
    /** Whether the ticket may be worked on by itself; true where there is no ticket. */
    ticketAutomation: z.boolean(),
    /** Of the target: how old what is known of it is; absent when it was never confirmed. */
    inventoryAgeMs: z.number().exactOptional(),
    impact: impactSchema,
    /** Others that are approved or under way and do not get along with it: same target, or what it stands on. */
    conflicting: z.array(z.strictObject({ remediation: z.string(), text: z.string() })),
    prerequisites: z.array(z.strictObject({ text: z.string(), ok: z.boolean() })),
  }),
  now: instantSchema,
});
export type KeptDecisionInput = z.output<typeof keptDecisionInputSchema>;
