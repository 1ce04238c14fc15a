import { z } from 'zod';
import { entityIdSchema, instantSchema } from '../model/ids.ts';
import { domains } from '../model/kind.ts';
import { entityKinds, type EntityKind } from '../model/kinds/registry.ts';
import { severities } from '../model/severity.ts';
import { defineFeature } from './feature.ts';

const count = z.number().int().min(0);
const kind = z.enum(entityKinds as [EntityKind]);
const domain = z.enum(domains);
const at = instantSchema.exactOptional();

const entityRef = z.strictObject({ id: entityIdSchema, kind, name: z.string() });

/** How much of something; what cannot be told says why. */
const figureSchema = z.strictObject({
  key: z.enum([
    'cpu-used',
    'memory-used',
    'memory-headroom',
    'storage-used',
    'machines-on',
    'nodes-not-ready',
    'pods-not-ready',
    'requests-headroom',
    'devices-unreachable',
    'links-down',
    'sessions-down',
    'rack-units-used',
    'pools-used',
    'parts-unhealthy',
  ]),
  /** 0–100, or below 0 for a headroom that is not there. */
  percent: z.number().exactOptional(),
  used: z.number().exactOptional(),
  total: z.number().exactOptional(),
  unit: z.enum(['bytes', 'mhz', 'units', 'count']).exactOptional(),
  /** Why there is no number. */
  unknown: z.string().exactOptional(),
  /** A filter of the inventory that lists what is counted. */
  filter: z.string().exactOptional(),
});
export type OverviewFigure = z.output<typeof figureSchema>;

/** What is full first. */
const fillingSchema = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('full'), entity: entityRef }),
  z.strictObject({
    is: z.literal('days'),
    entity: entityRef,
    days: z.number(),
    earliestDays: z.number(),
    /** Absent: open-ended. */
    latestDays: z.number().exactOptional(),
  }),
  z.strictObject({ is: z.literal('none'), reason: z.enum(['no-forecasts', 'no-trend']) }),
]);
export type OverviewFilling = z.output<typeof fillingSchema>;

const findingCounts = z.strictObject({ critical: count, warning: count, info: count });

const domainSchema = z.strictObject({
  domain,
  /** The document that tells the rest; absent while it is not written. */
  document: z.string().exactOptional(),
  kinds: z.array(z.strictObject({ kind, count })),
  findings: findingCounts,
  figures: z.array(figureSchema),
  filling: fillingSchema,
  simulated: z.boolean(),
});
export type OverviewDomain = z.output<typeof domainSchema>;

const faultSchema = z.strictObject({
  code: z.string(),
  message: z.string(),
});

const freshnessSchema = z.strictObject({
  source: z.string(),
  domain,
  simulated: z.boolean(),
  running: z.boolean(),
  /** The source is not in the configuration any more, or is switched off: nothing newer will come. */
  retired: z.boolean(),
  lastRunAt: at,
  lastOutcome: z.enum(['succeeded', 'partial', 'failed', 'cancelled', 'interrupted']).exactOptional(),
  lastError: faultSchema.exactOptional(),
  lastCompleteAt: at,
  ageSeconds: z.number().exactOptional(),
});
export type OverviewFreshness = z.output<typeof freshnessSchema>;

const findingSchema = z.strictObject({
  id: entityIdSchema,
  severity: z.enum(severities),
  rule: z.string(),
  title: z.string(),
  object: entityRef,
  value: z.string(),
  openedAt: z.string(),
  /** Opened in the period. */
  isNew: z.boolean(),
  /** Others of the same rule and severity. */
  alike: count,
});

/** The same field of several entities of one kind in one place, changed in the period. */
const changeGroupSchema = z.strictObject({
  what: z.enum(['field', 'disappeared', 'returned', 'appeared']),
  kind,
  domain,
  /** `host`, `memory`: the field in the documents' words; absent unless what is `field`. */
  field: z.string().exactOptional(),
  class: z.enum(['configuration', 'placement']),
  /** Cluster, namespace, site, array. */
  partition: z.string().exactOptional(),
  entities: count,
  /** The newest of them. */
  at: instantSchema,
  /** Some of them. */
  sample: z.array(z.strictObject({ id: entityIdSchema, name: z.string() })),
});
export type OverviewChangeGroup = z.output<typeof changeGroupSchema>;

const activitySchema = z.strictObject({
  type: z.enum(['job', 'collection']),
  id: z.string(),
  /** The job's name, or the source's. */
  name: z.string(),
  domain: domain.exactOptional(),
  outcome: z.enum([
    'queued',
    'running',
    'succeeded',
    'partial',
    'failed',
    'timed-out',
    'cancelled',
    'interrupted',
  ]),
  at: instantSchema,
  finishedAt: at,
  /** What it did, or what went wrong. */
  summary: z.string().exactOptional(),
  changed: count.exactOptional(),
});
export type OverviewActivity = z.output<typeof activitySchema>;

/** Is anything waiting for me, is anything broken, can I trust what I see, what changed. */
export const overview = defineFeature({
  methods: {
    read: {
      effect: 'read',
      input: z.strictObject({
        /** Since when "new" counts. Absent: a day before `at`. */
        since: at,
        at,
      }),
      output: z.strictObject({
        at: instantSchema,
        /** The period that is told of; later than asked for when changes are not kept that far back at hand. */
        since: instantSchema,
        /** MCP servers that are configured and not switched off; 0 is a first run. */
        sources: count,
        entities: count,
        /** Remediation that waits for an approval: none, as nothing acts in this version. */
        approvals: z.strictObject({ pending: count, automation: z.literal('manual') }),
        /** Those that somebody still has to do something about, now. */
        tickets: z.strictObject({ open: count, p1: count, overdue: count }),
        freshness: z.array(freshnessSchema),
        /** Servers that cannot be used now, whose collections do not tell it: because none of them has begun. */
        unusable: z.array(
          z.strictObject({
            source: z.string(),
            /** untrusted: a person has to accept what it runs or offers. */
            state: z.enum(['failed', 'waiting', 'untrusted']),
            message: z.string().exactOptional(),
          }),
        ),
        /** How far apart this site's collections are; what is older than twice that is old. */
        expectedSeconds: z.number().min(1),
        /** When collection is due next; absent when nothing starts it. */
        nextCollectionAt: at,
        documents: z.strictObject({ total: count, stale: count.exactOptional() }),
        findings: z.strictObject({ ...findingCounts.shape, opened: findingCounts }),
        /** The worst and newest: the newest one of each rule. */
        topFindings: z.array(findingSchema),
        domains: z.array(domainSchema),
        changes: z.strictObject({
          configuration: count,
          placement: count,
          appeared: count,
          disappeared: count,
        }),
        /** What changed before what is new, largest first. */
        changeGroups: z.array(changeGroupSchema),
        activity: z.array(activitySchema),
      }),
      errors: ['before-history'],
    },
    /** Changes counted over time, for a plot. */
    changes: {
      effect: 'read',
      input: z.strictObject({
        from: instantSchema,
        to: instantSchema,
        buckets: z.number().int().min(1).max(200).default(48),
        groupBy: z.enum(['class', 'domain']).default('class'),
      }),
      output: z.strictObject({
        from: instantSchema,
        to: instantSchema,
        /** Starts of the buckets; all are as long. */
        starts: z.array(instantSchema),
        series: z.array(z.strictObject({ key: z.string(), counts: z.array(count), total: count })),
        total: count,
      }),
      errors: ['invalid-range'],
    },
  },
  events: {},
});
