import { z } from 'zod';
import { actionIdSchema } from '../model/action-id.ts';
import { decisionChecks } from '../model/decision.ts';
import { riskLevels } from '../model/diagnosis.ts';
import { instantSchema } from '../model/ids.ts';
import { policySchema } from '../model/policy.ts';
import { defineFeature } from './feature.ts';

const count = z.number().int().min(0);
const text = z.string().max(200_000);
const version = z.string().min(1).max(100);
const reason = z.string().trim().max(500).default('');

/** What is wrong with a text, and where it stands there. */
export const policyFaultSchema = z.strictObject({
  /** Dotted: `approvals.high.role`; empty: the text as a whole. */
  path: z.string(),
  message: z.string(),
  /** From 1. */
  line: z.number().int().exactOptional(),
  column: z.number().int().exactOptional(),
});
export type PolicyFaultView = z.output<typeof policyFaultSchema>;

export const policyChangeSchema = z.strictObject({
  path: z.string(),
  /** As JSON; absent: it is not there. */
  from: z.string().exactOptional(),
  to: z.string().exactOptional(),
  /** Whether more may happen with it than before, or less. */
  permits: z.enum(['more', 'less', 'other']),
});
export type PolicyChangeView = z.output<typeof policyChangeSchema>;

const killSwitchSchema = z.strictObject({
  on: z.boolean(),
  /** switch: thrown by somebody; file: policy.yaml has it on; locked: there is no policy that can be used. */
  from: z.enum(['switch', 'file', 'locked']).exactOptional(),
  by: z.string().exactOptional(),
  at: instantSchema.exactOptional(),
  reason: z.string().exactOptional(),
});
export type KillSwitchView = z.output<typeof killSwitchSchema>;

export const policyRecordSchema = z.strictObject({
  sequence: count,
  version,
  at: instantSchema,
  by: z.string(),
  /** first: as it was found; applied: through the application; file: the file was edited beside it. */
  how: z.enum(['first', 'applied', 'file']),
  reason: z.string(),
  /** Unified, from the one before. */
  diff: z.string(),
});
export type PolicyRecordView = z.output<typeof policyRecordSchema>;

const appliedSchema = z.strictObject({
  version,
  /** false: it was like that already. */
  changed: z.boolean(),
});

const verdictSchema = z.strictObject({
  is: z.enum(['run', 'needs-approvals', 'refused']),
  approvals: count,
  role: z.enum(['approver', 'admin']),
  typedName: z.boolean(),
  risk: z.enum(riskLevels),
});

/** One decision that would have been another. */
export const policyReplaySchema = z.strictObject({
  remediation: z.string(),
  ticket: z.string().exactOptional(),
  action: z.string(),
  targetName: z.string(),
  at: instantSchema,
  was: verdictSchema,
  would: verdictSchema,
  /** more: it would have been let through more easily. */
  permits: z.enum(['more', 'less', 'other']),
  /** Checks that come out differently, each with what it would say. */
  because: z.array(
    z.strictObject({
      check: z.enum(decisionChecks),
      was: z.boolean(),
      would: z.boolean(),
      text: z.string(),
    }),
  ),
  /** How it ended, when it has. */
  outcome: z.string().exactOptional(),
});
export type PolicyReplay = z.output<typeof policyReplaySchema>;

/** What a site allows: one YAML file, checked, compared, tried out and put in force. */
export const policy = defineFeature({
  methods: {
    read: {
      effect: 'read',
      input: z.strictObject({}),
      output: z.strictObject({
        /** What is in force, comments included, and as values. */
        text,
        version,
        values: policySchema,
        file: z.string(),
        /** Of the newest record. */
        since: instantSchema,
        by: z.string(),
        killSwitch: killSwitchSchema,
        /** Set while the file cannot be used: what is in force is what was good before. */
        problem: z
          .strictObject({
            text: z.string(),
            faults: z.array(policyFaultSchema),
            since: instantSchema,
            /** The file as it stands. */
            fileText: text.exactOptional(),
            /** Nothing was good before: nothing that changes anything runs until it is mended. */
            locked: z.boolean(),
          })
          .exactOptional(),
        /** Actions that may run without a person, and all that there are. */
        actions: z.array(
          z.strictObject({
            id: z.string(),
            title: z.string(),
            risk: z.enum(riskLevels),
            enabled: z.boolean(),
            automatic: z.boolean(),
          }),
        ),
      }),
    },
    /** The text that the application comes with. */
    defaultText: {
      effect: 'read',
      input: z.strictObject({}),
      output: z.strictObject({ text }),
    },
    /** Reads a text without putting it in force. */
    check: {
      effect: 'read',
      input: z.strictObject({ text }),
      output: z.strictObject({
        ok: z.boolean(),
        faults: z.array(policyFaultSchema),
        /** Allowed, and probably not what is meant: an action that the catalogue does not have. */
        warnings: z.array(policyFaultSchema),
      }),
    },
    /** From what is in force, or from another version, to a text. */
    diff: {
      effect: 'read',
      input: z.strictObject({ text, from: version.exactOptional() }),
      output: z.strictObject({ unified: z.string(), changes: z.array(policyChangeSchema) }),
      errors: ['policy-invalid', 'policy-version-not-found'],
    },
    /** Puts a text in force, if nobody else changed it since `baseVersion`. */
    apply: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({ text, baseVersion: version, reason }),
      output: appliedSchema,
      errors: ['policy-invalid', 'policy-changed'],
    },
    /** Whether anything, or one action, may run without a person; the file keeps its comments. */
    setAutomatic: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({ on: z.boolean(), action: actionIdSchema.exactOptional(), reason }),
      output: appliedSchema,
      errors: ['policy-invalid', 'unknown-action'],
    },
    /** The global switch. On: nothing that changes anything runs, and what runs stops before its next step. */
    kill: {
      effect: 'write',
      input: z.strictObject({ on: z.boolean(), reason: z.string().trim().max(500) }),
      output: z.strictObject({ killSwitch: killSwitchSchema }),
      errors: ['policy-invalid', 'policy-changed'],
    },
    /** Newest first. */
    history: {
      effect: 'read',
      input: z.strictObject({
        limit: z.number().int().min(1).max(500).default(50),
        /** Only those before this sequence. */
        before: count.exactOptional(),
      }),
      output: z.strictObject({ items: z.array(policyRecordSchema) }),
    },
    version: {
      effect: 'read',
      input: z.strictObject({ version }),
      output: z.strictObject({ record: policyRecordSchema, text }),
      errors: ['policy-version-not-found'],
    },
    /** Decides the remediations of the last days anew, and says what would have been different. */
    dryRun: {
      effect: 'read',
      input: z.strictObject({ text, days: z.number().int().min(1).max(366).default(30) }),
      output: z.strictObject({
        /** Decisions that were made again. */
        decided: count,
        /** Of remediations that do not say what they were decided from. */
        skipped: count,
        /** Newest first; `different` may be more than are listed. */
        items: z.array(policyReplaySchema),
        different: count,
        /** How many would have gone where: `needs-approvals → run`. */
        moves: z.array(z.strictObject({ was: z.string(), would: z.string(), count })),
      }),
      errors: ['policy-invalid'],
    },
  },
  events: {
    /** Another policy is in force, the kill switch was thrown, or the file can no longer be used. */
    changed: {
      input: z.strictObject({}),
      payload: z.strictObject({
        version,
        /** shared: it came from another workstation. */
        by: z.enum(['operator', 'file', 'shared']),
        killSwitch: z.boolean(),
        problem: z.string().exactOptional(),
      }),
    },
  },
});
