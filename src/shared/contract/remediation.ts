import { z } from 'zod';
import { riskLevels } from '../model/diagnosis.ts';
import { entityIdSchema, instantSchema } from '../model/ids.ts';
import { entityKinds, type EntityKind } from '../model/kinds/registry.ts';
import { journalEntrySchema, remediationSchema, remediationStateSchema } from '../model/remediation.ts';
import { ticketPriorities } from '../model/ticket.ts';
import { defineFeature } from './feature.ts';

const count = z.number().int().min(0);
const nothing = z.strictObject({});
const id = z.string().min(1).max(100);
const one = z.strictObject({ id });
const reason = z.string().trim().min(1, 'expected a reason').max(1_000);
const parameters = z.record(z.string().max(100), z.unknown());

/** What screens and command lines are shown: all of it but what the decision was made from. */
export const shownRemediationSchema = remediationSchema.omit({ decisionInput: true }).extend({
  /** `Restart a VM`; its id where the catalogue has it no more. */
  actionTitle: z.string(),
  /** People who have agreed to the plan as it is now, and how many it takes. */
  approved: z.strictObject({
    have: count,
    needed: count,
    /** Approvals of people who have another role since, or are not let in any more. */
    noLongerCount: z.array(z.strictObject({ by: z.string(), text: z.string() })).exactOptional(),
  }),
  /** It can be taken back now. */
  canRollBack: z.boolean(),
  /** Of one that was taken up: whether by this workstation, and whether somebody may say what became of it. */
  claimant: z
    .strictObject({
      here: z.boolean(),
      /** It executes elsewhere, and nothing was heard of that workstation for so long; absent: it is not waited for. */
      silentMs: z.number().min(0).exactOptional(),
      /** It can be settled now: its outcome is not known, or whoever executes it is gone. */
      canSettle: z.boolean(),
    })
    .exactOptional(),
  /** What it waits for here, though it is approved or under way. */
  waitsFor: z.string().exactOptional(),
});
export type ShownRemediation = z.output<typeof shownRemediationSchema>;

const summarySchema = shownRemediationSchema
  .pick({
    id: true,
    ticketId: true,
    runbook: true,
    action: true,
    actionTitle: true,
    target: true,
    targetName: true,
    state: true,
    createdAt: true,
    updatedAt: true,
    expiresAt: true,
    proposedBy: true,
    cause: true,
    expectedEffect: true,
    outcome: true,
    approved: true,
  })
  .extend({
    risk: z.enum(riskLevels),
    score: z.number().min(0).max(100),
    decision: z.enum(['run', 'needs-approvals', 'refused']),
    /** Of its checks, those that keep it from running at all. */
    stoppedBy: z.array(z.string()),
    /** Of the ticket that it is for, while that is kept. */
    ticket: z.strictObject({ title: z.string(), priority: z.enum(ticketPriorities) }).exactOptional(),
    /** Of the calls of its plan, how many were made. */
    steps: z.strictObject({ done: count, total: count }),
  });
export type RemediationSummary = z.output<typeof summarySchema>;

const filter = {
  states: z.array(remediationStateSchema).max(20).exactOptional(),
  ticket: z.string().max(100).exactOptional(),
  target: entityIdSchema.exactOptional(),
  action: z.string().max(80).exactOptional(),
};

const catalogueEntrySchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  targets: z.array(z.enum(entityKinds as [EntityKind])),
  risk: z.enum(riskLevels),
  reversibility: z.discriminatedUnion('is', [
    z.strictObject({ is: z.literal('reversible'), how: z.string() }),
    z.strictObject({ is: z.literal('irreversible'), because: z.string() }),
  ]),
  permission: z.enum(['approver', 'admin']),
  /** JSON schema of its parameters. */
  parameters: z.record(z.string(), z.unknown()),
  /** Kinds of MCP servers that it can be done on. */
  servers: z.array(z.string()),
  /** Parameters that fit the target that was asked about. */
  suggested: parameters.exactOptional(),
  /** Why it makes no sense for the target that was asked about. */
  refused: z.string().exactOptional(),
});
export type CatalogueEntry = z.output<typeof catalogueEntrySchema>;

/** Not needed: the shared database answers, or none is used; forbidden: by policy; typed: something else was typed. */
const glassErrors = ['glass-not-needed', 'glass-forbidden', 'glass-typed'] as const;
/** What was typed, as `breakGlassOf` asks for it. */
const breakGlass = z.strictObject({ typed: z.string().max(400) });

const stateErrors = ['remediation-not-found', 'remediation-state', 'forbidden'] as const;
const runErrors = [
  ...stateErrors,
  'plan-changed',
  'not-permitted-now',
  'approval-lapsed',
  'pre-check-failed',
  'target-busy',
  'claimed-elsewhere',
  'claim-unknown',
  'shared-database-away',
  'paused',
  ...glassErrors,
] as const;

/** Remediations: proposed, decided, approved, executed, verified, taken back. */
export const remediation = defineFeature({
  methods: {
    list: {
      effect: 'read',
      input: z.strictObject({
        ...filter,
        offset: z.number().int().min(0).default(0),
        limit: z.number().int().min(1).max(500).default(100),
      }),
      /** Newest change first. */
      output: z.strictObject({ items: z.array(summarySchema), total: count }),
    },
    get: {
      effect: 'read',
      input: one,
      output: shownRemediationSchema,
      errors: ['remediation-not-found'],
    },
    /** What came into the journal after an entry: the live log. */
    journal: {
      effect: 'read',
      input: z.strictObject({ id, after: count.default(0) }),
      output: z.strictObject({ state: remediationStateSchema, entries: z.array(journalEntrySchema) }),
      errors: ['remediation-not-found'],
    },
    /** The catalogue; of a target only what is for its kind, with what would fit it. */
    actions: {
      effect: 'read',
      input: z.strictObject({ target: entityIdSchema.exactOptional() }),
      output: z.strictObject({ actions: z.array(catalogueEntrySchema) }),
      errors: ['entity-not-found'],
    },
    propose: {
      effect: 'write',
      input: z.strictObject({
        ticketId: z.string().max(100).exactOptional(),
        action: z.string().min(1).max(80),
        target: entityIdSchema,
        parameters: parameters.default({}),
        /** Pattern of the cause, where one is known. */
        cause: z.string().max(200).default(''),
      }),
      output: shownRemediationSchema,
      errors: ['proposal-refused', 'duplicate-remediation', 'forbidden'],
    },
    /** Reads the target, plans, scores and decides anew. */
    refresh: { effect: 'write', input: one, output: shownRemediationSchema, errors: stateErrors },
    approve: {
      effect: 'write',
      role: 'approver',
      input: z.strictObject({
        id,
        /** Of the plan that was shown: of no other. */
        planHash: z.string().max(100),
        typedName: z.string().max(300).exactOptional(),
        /** Takes it up as soon as everybody has agreed. */
        run: z.boolean().default(false),
        /** And takes it up at once although the shared database cannot be asked. */
        breakGlass: breakGlass.exactOptional(),
      }),
      output: shownRemediationSchema,
      errors: [
        ...runErrors,
        'not-awaiting',
        'self-approval',
        'typed-name',
        'already-approved',
        'remediation-expired',
      ],
    },
    reject: {
      effect: 'write',
      role: 'approver',
      input: z.strictObject({ id, reason }),
      output: shownRemediationSchema,
      errors: stateErrors,
    },
    /** Takes up what is approved. Answers when it was taken up; `changed` and `journal` tell how it goes on. */
    run: {
      effect: 'write',
      input: z.strictObject({
        id,
        /** Although the shared database cannot be asked; takes an approver. */
        breakGlass: breakGlass.exactOptional(),
      }),
      output: shownRemediationSchema,
      errors: runErrors,
    },
    /** What somebody has to say who runs it although the shared database cannot be asked. Asks that database. */
    breakGlassOf: {
      effect: 'read',
      input: one,
      output: z.strictObject({
        /** By whoever asks, now, once the approvals are there. */
        possible: z.boolean(),
        /** Why not. */
        why: z.string().exactOptional(),
        /** What cannot be excluded. */
        statement: z.string(),
        /** To be typed letter by letter. */
        type: z.string(),
      }),
      errors: ['remediation-not-found'],
    },
    /** Everything but the writes. */
    dryRun: { effect: 'write', input: one, output: shownRemediationSchema, errors: stateErrors },
    /** Withdraws it; while it runs: no further step is begun. */
    cancel: {
      effect: 'write',
      input: z.strictObject({ id, reason }),
      output: shownRemediationSchema,
      errors: stateErrors,
    },
    /** Takes back what was done. */
    rollback: {
      effect: 'write',
      role: 'approver',
      input: one,
      output: shownRemediationSchema,
      errors: [...runErrors, 'cannot-roll-back'],
    },
    /** A person says what became of an unknown outcome. */
    settle: {
      effect: 'write',
      role: 'approver',
      input: z.strictObject({ id, as: z.enum(['succeeded', 'failed']), note: reason }),
      output: shownRemediationSchema,
      errors: stateErrors,
    },
    /** Nothing new is taken up, and what runs stops before its next step. */
    pause: {
      effect: 'write',
      input: z.strictObject({ reason }),
      output: nothing,
      errors: ['forbidden'],
    },
    resume: { effect: 'write', role: 'approver', input: nothing, output: nothing, errors: ['forbidden'] },
    state: {
      effect: 'read',
      input: nothing,
      output: z.strictObject({
        paused: z.strictObject({ reason: z.string(), by: z.string(), at: instantSchema }).exactOptional(),
        /** Why nothing that changes anything runs, while the global switch is off. */
        killSwitch: z.string().exactOptional(),
        /** Why what is shared is not taken up now: the shared database cannot be asked. Absent while it can. */
        sharedDatabaseAway: z.string().exactOptional(),
        /** What an operator has to look at, by what is to be done. */
        counts: z.strictObject({
          awaitingApproval: count,
          approved: count,
          active: count,
          outcomeUnknown: count,
          refused: count,
        }),
        /** Taken up, and what they wait for. */
        active: z.array(
          z.strictObject({
            id,
            targetName: z.string(),
            state: remediationStateSchema,
            waitsFor: z.string().exactOptional(),
          }),
        ),
        /** What could not be written down, and is looked at again as soon as it can. */
        stalled: z.array(z.strictObject({ id, reason: z.string() })),
      }),
    },
  },
  events: {
    /** One of them is different, or (without an id) whether anything runs at all. */
    changed: {
      input: nothing,
      payload: z.strictObject({
        id: id.exactOptional(),
        ticketId: z.string().exactOptional(),
        state: remediationStateSchema.exactOptional(),
      }),
    },
  },
});
