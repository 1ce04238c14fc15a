import { z } from 'zod';
import { instantSchema } from '../model/ids.ts';
import { defineFeature } from './feature.ts';

const count = z.number().int().min(0);

export const auditResults = ['done', 'failed', 'cancelled', 'under-way'] as const;

/** One act: what was intended, and how it ended. Two records of the chain, shown as one. */
export const auditEntrySchema = z.strictObject({
  id: z.string(),
  workstation: z.string(),
  /** Its place in the workstation's chain. */
  sequence: count,
  at: instantSchema,
  operator: z.string(),
  /** window, browser, cli, memory: how they reached the application; scheduler: nobody did. */
  via: z.string(),
  /** `feature.method`, or what a feature calls its act. */
  action: z.string(),
  /** What it was done to. */
  subject: z.string(),
  /** What was asked for, without secrets. */
  details: z.unknown(),
  /** under-way: no outcome is recorded; after a crash it never will be. */
  result: z.enum(auditResults),
  finishedAt: instantSchema.exactOptional(),
  /** What came of it, or why it did not. */
  outcome: z.unknown().optional(),
  hash: z.string(),
});
export type AuditEntry = z.output<typeof auditEntrySchema>;

const filter = {
  /** One entry. */
  id: z.string().max(100).exactOptional(),
  operator: z.string().max(200).exactOptional(),
  /** An action, or a feature: everything that begins with it. */
  action: z.string().max(200).exactOptional(),
  result: z.enum(auditResults).exactOptional(),
  since: instantSchema.exactOptional(),
  until: instantSchema.exactOptional(),
  /** Words that stand in its action, subject or details. */
  text: z.string().max(200).exactOptional(),
};

/** Who did what, when and with what result: append-only, in a chain of hashes for each workstation. */
export const audit = defineFeature({
  methods: {
    list: {
      effect: 'read',
      role: 'operator',
      input: z.strictObject({
        ...filter,
        offset: z.number().int().min(0).default(0),
        limit: z.number().int().min(1).max(1_000).default(100),
      }),
      output: z.strictObject({
        /** Newest first. */
        items: z.array(auditEntrySchema),
        total: count,
        /** Everybody and everything that occurs, for filters. */
        operators: z.array(z.string()),
        actions: z.array(z.string()),
      }),
    },
    /** Computes every hash anew. */
    verify: {
      effect: 'read',
      role: 'operator',
      input: z.strictObject({}),
      output: z.strictObject({
        ok: z.boolean(),
        chains: z.array(
          z.strictObject({
            workstation: z.string(),
            /** This workstation's own. */
            own: z.boolean(),
            records: count,
            /** Hash of the newest record: kept elsewhere, it proves that nothing was taken from the end. */
            head: z.string().exactOptional(),
            firstAt: instantSchema.exactOptional(),
            lastAt: instantSchema.exactOptional(),
            /** Where it breaks, first of all. */
            break: z
              .strictObject({
                sequence: count,
                id: z.string().exactOptional(),
                kind: z.enum(['altered', 'missing', 'out-of-chain', 'unreadable', 'cut-off']),
                reason: z.string(),
              })
              .exactOptional(),
          }),
        ),
        tookMs: z.number(),
      }),
    },
    /**
     * The whole log, or what the filter leaves, as one file. jsonl: the records themselves, whose chain anybody can
     * prove; it takes no filter, since a chain with gaps proves nothing.
     */
    export: {
      effect: 'read',
      role: 'operator',
      input: z.strictObject({ ...filter, format: z.enum(['json', 'csv', 'jsonl']) }),
      output: z.strictObject({
        fileName: z.string(),
        mimeType: z.string(),
        content: z.string(),
        records: count,
      }),
      errors: ['filter-breaks-chain'],
    },
  },
  events: {
    changed: { input: z.strictObject({}), payload: z.strictObject({ id: z.string() }) },
  },
});
