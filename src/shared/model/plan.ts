import { z } from 'zod';
import { metricConditionSchema } from './metric-condition.ts';

/**
 * What a live read says of a target, by name. Only what an action looks at: `powerState`, `readyReplicas`, `sizeBytes`.
 * A fact that could not be read is absent.
 */
export const factsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type Facts = Readonly<z.output<typeof factsSchema>>;

/** One call of one tool, exactly as it will be made. */
export const plannedCallSchema = z.strictObject({
  /** Name of the source whose server gets it. */
  source: z.string(),
  tool: z.string(),
  arguments: z.record(z.string(), z.unknown()),
  /** What it does, for people: `restarts the guest of web-01`. */
  does: z.string(),
  /**
   * Made only when the stated condition is not met within so many seconds of the call before: restart the guest, and
   * the hard way where that did not help. Absent: always made.
   */
  unlessMetWithinSeconds: z.number().positive().max(3_600).exactOptional(),
});
export type PlannedCall = z.output<typeof plannedCallSchema>;

export const planCheckSchema = z.strictObject({ text: z.string(), ok: z.boolean() });

/** What will happen, and what it starts from. Whoever approves, approves its hash. */
export const planSchema = z.strictObject({
  /** Id of the adapter that made it: `lab-vmware`. */
  adapter: z.string(),
  calls: z.array(plannedCallSchema).min(1).max(50),
  /** What was read live when the plan was made. */
  before: factsSchema,
  /** What it is expected to read like afterwards, where that can be said. */
  after: factsSchema,
  /** The condition that is polled for afterwards, in words. */
  verification: z.string(),
  /** What metrics have to say as well, because the site's policy wants it. */
  conditions: z.array(metricConditionSchema).max(20).exactOptional(),
  verifyWithinSeconds: z.number().positive(),
  /** How it is taken back when the verification fails; empty: it cannot be. */
  rollback: z.string(),
  reversible: z.boolean(),
  estimateSeconds: z.number().positive(),
  /** Each held when the plan was made; they are looked at again right before it runs. */
  checks: z.array(planCheckSchema),
  /** SHA-256 over action, target, parameters, adapter, calls and conditions, as hex. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Plan = z.output<typeof planSchema>;

/** What a read-back says of the stated condition. */
export const verdictSchema = z.strictObject({
  /** not-yet: it may still come; failed: it will not, there is no use in waiting. */
  is: z.enum(['met', 'not-yet', 'failed']),
  text: z.string(),
});
export type Verdict = z.output<typeof verdictSchema>;
