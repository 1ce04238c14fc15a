import { z } from 'zod';
import { instantSchema, type RunId } from '../model/ids.ts';
import { collectedDomains, domains } from '../model/kind.ts';
import { entityKinds, type EntityKind } from '../model/kinds/registry.ts';
import type { CollectionRun } from '../model/run.ts';
import { defineFeature } from './feature.ts';

const count = z.number().int().min(0);
const kind = z.enum(entityKinds as [EntityKind]);
const domain = z.enum(collectedDomains);

/** One run, whole: with every scope, and with the rejected records that are kept. */
export const collectionRunSchema: z.ZodType<CollectionRun> = z.strictObject({
  type: z.literal('collection'),
  id: z.string().transform((id) => id as RunId),
  source: z.string(),
  domain: z.enum(domains),
  adapter: z.string().exactOptional(),
  simulated: z.boolean(),
  workstation: z.string().exactOptional(),
  startedAt: instantSchema,
  finishedAt: instantSchema.exactOptional(),
  outcome: z.enum(['running', 'succeeded', 'partial', 'failed', 'cancelled', 'interrupted']),
  scopes: z.array(
    z.strictObject({
      kind,
      partition: z.string().exactOptional(),
      outcome: z.enum(['complete', 'failed']),
      seen: count,
      reason: z.string().exactOptional(),
    }),
  ),
  counts: z.strictObject({
    seen: count,
    added: count,
    changed: count,
    unchanged: count,
    disappeared: count,
    returned: count,
    rejected: count,
  }),
  rejects: z.array(
    z.strictObject({
      kind,
      nativeId: z.string().exactOptional(),
      name: z.string().exactOptional(),
      path: z.string(),
      reason: z.string(),
    }),
  ),
  unavailable: z.array(z.strictObject({ what: z.string(), reason: z.string() })),
  error: z.strictObject({ code: z.string(), message: z.string() }).exactOptional(),
  schemaVersion: z.number().int(),
});

export const collectReportSchema = z.strictObject({
  runs: z.array(collectionRunSchema),
  /** Sources of which nothing was asked, and why. */
  failed: z.array(
    z.strictObject({
      source: z.string(),
      domain: domain.exactOptional(),
      code: z.string(),
      message: z.string(),
      hint: z.string().exactOptional(),
    }),
  ),
  /** Sources that another workstation collects for all: nothing was asked of them here. */
  elsewhere: z.array(
    z.strictObject({
      source: z.string(),
      /** Workstation that leads it. */
      holder: z.string(),
      /** When the newest collection of it began that is known here. */
      collectedAt: instantSchema.exactOptional(),
    }),
  ),
  findings: z.strictObject({
    opened: count,
    closed: count,
    regraded: count,
    unchanged: count,
    /** Rules that were evaluated; the others' inputs had not changed. */
    evaluated: z.array(z.string()),
    failed: z.array(z.strictObject({ rule: z.string(), reason: z.string() })),
    notJudged: z.array(z.strictObject({ rule: z.string(), what: z.string(), reason: z.string() })),
  }),
});
export type CollectReportView = z.output<typeof collectReportSchema>;

export const collectProgressSchema = z.strictObject({
  source: z.string(),
  domain: domain.exactOptional(),
  phase: z.enum(['connect', 'collect', 'store', 'done']),
  done: z.number(),
  total: z.number().exactOptional(),
  message: z.string(),
});
export type CollectProgressView = z.output<typeof collectProgressSchema>;

/** Reading inventory from sources, now. */
export const collection = defineFeature({
  methods: {
    /**
     * Collects sources and judges findings. What is being collected already is joined; taking the question back
     * cancels what nobody else waits for, and what was stored until then stays.
     */
    collect: {
      effect: 'write',
      input: z.strictObject({
        /** By name; absent: all that are configured and not switched off. */
        sources: z.array(z.string().max(100)).min(1).max(1000).exactOptional(),
        domains: z.array(domain).min(1).exactOptional(),
        /** Also what another workstation collects for all: to be seen here until that one's replaces it. */
        anyway: z.boolean().exactOptional(),
      }),
      output: collectReportSchema,
      progress: collectProgressSchema,
      errors: ['source-not-found', 'no-sources'],
    },
  },
  events: {},
});
