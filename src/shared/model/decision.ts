import { z } from 'zod';
import { riskLevels } from './diagnosis.ts';
import { instantSchema } from './ids.ts';

/** Every check that a decision makes, in the order in which it is shown. */
export const decisionChecks = [
  'kill-switch',
  'action-enabled',
  'ticket-enabled',
  'minimum-reliability',
  'risk-level',
  'rate-overall',
  'rate-action',
  'rate-target',
  'rate-cluster',
  'circuit-breaker',
  'cooldown',
  'change-window',
  'freeze',
  'inventory-age',
  'target-lock',
  'conflict',
  'prerequisites',
] as const;
export type DecisionCheckName = (typeof decisionChecks)[number];

const checkSchema = z.strictObject({
  check: z.enum(decisionChecks),
  passed: z.boolean(),
  /**
   * What a failed check leads to. automatic: it only keeps the application from running it by itself; run: nobody may
   * run it now.
   */
  stops: z.enum(['automatic', 'run']),
  /** With its numbers: `7 of 10 in the last hour`. */
  text: z.string(),
  /** When it may pass by itself, where that is known. */
  until: instantSchema.exactOptional(),
});
export type DecisionCheck = z.output<typeof checkSchema>;

const riskRaiseSchema = z.strictObject({
  because: z.enum(['dependents', 'production', 'last-replica', 'quorum', 'irreversible']),
  text: z.string(),
});

/** What policy says may happen with a remediation now. A pure function of its inputs. */
export const decisionSchema = z.strictObject({
  at: instantSchema,
  is: z.enum(['run', 'needs-approvals', 'refused']),
  /** How many different people still have to agree, and as what; 0 when it runs by itself. */
  approvals: z.strictObject({
    needed: z.number().int().min(0).max(5),
    role: z.enum(['approver', 'admin']),
    /** The approver types the target's name. */
    typedName: z.boolean(),
    /** Whoever proposed it does not count. */
    different: z.boolean(),
  }),
  risk: z.strictObject({
    base: z.enum(riskLevels),
    level: z.enum(riskLevels),
    raised: z.array(riskRaiseSchema),
  }),
  /** All of them, passed or not. */
  checks: z.array(checkSchema),
  /** Version of the policy that was in force. */
  policy: z.string(),
});
export type Decision = z.output<typeof decisionSchema>;
