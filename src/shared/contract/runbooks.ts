import { z } from 'zod';
import { decisionSchema } from '../model/decision.ts';
import { entityIdSchema } from '../model/ids.ts';
import { planSchema } from '../model/plan.ts';
import { scoreSchema } from '../model/reliability.ts';
import { runbookIdSchema, runbookRunSchema, runbookSchema } from '../model/runbook.ts';
import { defineFeature } from './feature.ts';

const given = {
  runbook: runbookIdSchema,
  /** What `{{ticket.id}}` and `{{ticket.entity}}` stand for. */
  ticketId: z.string().max(100).exactOptional(),
  /** What `{{target}}` stands for; absent: what the ticket is about first. */
  target: entityIdSchema.exactOptional(),
};

const listedSchema = z.strictObject({
  id: z.string(),
  file: z.string(),
  /** Absent: it cannot be used, and `faults` says why. */
  runbook: runbookSchema.exactOptional(),
  faults: z.array(z.string()),
});

const plannedStepSchema = z.strictObject({
  id: z.string(),
  action: z.string(),
  targetName: z.string().exactOptional(),
  expectedEffect: z.string().exactOptional(),
  plan: planSchema.exactOptional(),
  decision: decisionSchema.exactOptional(),
  score: scoreSchema.exactOptional(),
  /** Why it cannot be said yet what it would do. */
  problem: z.string().exactOptional(),
});

/** Several actions in order, with conditions and approvals in between: files of the data directory. */
export const runbooks = defineFeature({
  methods: {
    list: {
      effect: 'read',
      input: z.strictObject({}),
      output: z.strictObject({ folder: z.string(), runbooks: z.array(listedSchema) }),
    },
    /** What each step would do if its turn were now. Reads targets, changes nothing. */
    plan: {
      effect: 'read',
      input: z.strictObject(given),
      output: z.strictObject({ runbook: runbookSchema, steps: z.array(plannedStepSchema) }),
      errors: ['runbook-not-found', 'runbook-invalid'],
    },
    /** Begins a run: each step becomes a remediation when its turn comes. */
    run: {
      effect: 'write',
      input: z.strictObject({
        ...given,
        /** Plans that are agreed to now, where the runbook asks once; of a plan that is another by then it is asked again. */
        agreed: z
          .array(
            z.strictObject({
              step: runbookIdSchema,
              planHash: z.string().max(100),
              typedName: z.string().max(300).exactOptional(),
            }),
          )
          .max(50)
          .default([]),
      }),
      output: runbookRunSchema,
      errors: ['runbook-not-found', 'runbook-invalid', 'forbidden'],
    },
    /** Newest first. */
    runs: {
      effect: 'read',
      input: z.strictObject({ limit: z.number().int().min(1).max(500).default(50) }),
      output: z.strictObject({ runs: z.array(runbookRunSchema) }),
    },
    get: {
      effect: 'read',
      input: z.strictObject({ id: z.string().max(100) }),
      output: runbookRunSchema,
      errors: ['runbook-run-not-found'],
    },
    cancel: {
      effect: 'write',
      input: z.strictObject({
        id: z.string().max(100),
        reason: z.string().trim().min(1, 'expected a reason').max(1_000),
      }),
      output: runbookRunSchema,
      errors: ['runbook-run-not-found'],
    },
  },
  events: {
    changed: {
      input: z.strictObject({}),
      payload: z.strictObject({ id: z.string(), state: runbookRunSchema.shape.state }),
    },
  },
});
