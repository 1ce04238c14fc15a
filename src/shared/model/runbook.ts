import { z } from 'zod';
import { actionIdSchema } from './action-id.ts';
import { entityIdSchema, instantSchema } from './ids.ts';
import { remediationStateSchema } from './remediation.ts';
import { roleSchema } from './role.ts';

/** Of a runbook, a step and its like: stands in files, addresses and conditions. */
export const runbookIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, 'expected a-z, 0-9 and "-", beginning with a letter');

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const outcomes = ['succeeded', 'failed', 'skipped'] as const;

/** Either how an earlier step ended, or what was read of its target when it did. */
export const runbookConditionSchema = z.union([
  z.strictObject({ step: runbookIdSchema, is: z.enum(outcomes) }),
  z.strictObject({ step: runbookIdSchema, fact: z.string().min(1).max(100), equals: scalar }),
  z.strictObject({ step: runbookIdSchema, fact: z.string().min(1).max(100), not: scalar }),
  z.strictObject({ step: runbookIdSchema, fact: z.string().min(1).max(100), above: z.number() }),
  z.strictObject({ step: runbookIdSchema, fact: z.string().min(1).max(100), below: z.number() }),
]);
export type RunbookCondition = z.output<typeof runbookConditionSchema>;

const stepSchema = z.strictObject({
  id: runbookIdSchema,
  action: actionIdSchema,
  /** An entity's id or name, or a template: `{{target}}`, `{{ticket.entity}}`. */
  target: z.string().min(1).max(400).default('{{target}}'),
  parameters: z.record(z.string().max(100), z.unknown()).default({}),
  /** All of them hold, or the step is left out. Absent: when every step before it succeeded or was left out. */
  when: z.array(runbookConditionSchema).min(1).max(20).exactOptional(),
});
export type RunbookStep = z.output<typeof stepSchema>;

/**
 * Several actions in order, as written in `runbooks/<id>.yaml` of the data directory. Each is a remediation of its own:
 * planned, decided, approved, verified and taken back like any other.
 */
export const runbookSchema = z
  .strictObject({
    title: z.string().min(1).max(200),
    description: z.string().max(4_000).default(''),
    /**
     * before-each: a person agrees to each step when its turn comes. once: whoever begins it is shown the plans and
     * agrees to them; one that is another by the time of its turn is asked about again. none-needed-by-policy: what
     * policy lets run by itself does so.
     */
    approval: z.enum(['before-each', 'once', 'none-needed-by-policy']).default('before-each'),
    steps: z.array(stepSchema).min(1).max(50),
  })
  .superRefine(({ steps }, context) => {
    const before = new Set<string>();
    for (const [at, { id, when = [] }] of steps.entries()) {
      if (before.has(id)) {
        context.addIssue({
          code: 'custom',
          path: ['steps', at, 'id'],
          message: `there is a step "${id}" already`,
        });
      }
      for (const [which, { step }] of when.entries()) {
        if (!before.has(step)) {
          context.addIssue({
            code: 'custom',
            path: ['steps', at, 'when', which, 'step'],
            message: `expected the id of an earlier step, got "${step}"`,
          });
        }
      }
      before.add(id);
    }
  });
export type Runbook = z.output<typeof runbookSchema>;

const runStepSchema = z.strictObject({
  id: runbookIdSchema,
  action: z.string(),
  /** waiting: its turn has not come. proposed: a remediation of its own is under way. */
  state: z.enum(['waiting', 'proposed', 'succeeded', 'failed', 'skipped', 'unknown']),
  remediation: z.string().exactOptional(),
  remediationState: remediationStateSchema.exactOptional(),
  target: entityIdSchema.exactOptional(),
  targetName: z.string().exactOptional(),
  /** Why it was left out, or could not be proposed; how it ended. */
  text: z.string().exactOptional(),
});
export type RunbookRunStep = z.output<typeof runStepSchema>;

/** One use of a runbook, and how far it is. */
export const runbookRunSchema = z.strictObject({
  id: z.string().regex(/^B-[a-z2-7]{4,32}$/),
  schemaVersion: z.literal(1),
  runbook: runbookIdSchema,
  /** As it was written when the run began: editing the file changes no run. */
  definition: runbookSchema,
  ticketId: z.string().exactOptional(),
  target: entityIdSchema.exactOptional(),
  targetName: z.string().exactOptional(),
  by: z.string(),
  role: roleSchema,
  /** Plans that whoever began it has agreed to, by step. */
  agreed: z.array(
    z.strictObject({ step: runbookIdSchema, planHash: z.string(), typedName: z.string().exactOptional() }),
  ),
  startedAt: instantSchema,
  endedAt: instantSchema.exactOptional(),
  state: z.enum(['running', 'succeeded', 'failed', 'cancelled']),
  text: z.string().exactOptional(),
  steps: z.array(runStepSchema),
});
export type RunbookRun = z.output<typeof runbookRunSchema>;
