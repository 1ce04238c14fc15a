import { z } from 'zod';
import { instantSchema } from '../model/ids.ts';
import { domains } from '../model/kind.ts';
import { syncStateSchema } from '../model/sync.ts';
import { defineFeature } from './feature.ts';

const count = z.number().int().min(0);

/** As in `sources`: what the connection to one MCP server does now. */
const connectionStates = [
  'disabled',
  'untrusted',
  'idle',
  'connecting',
  'connected',
  'waiting',
  'failed',
] as const;

const sourceStatusSchema = z.strictObject({
  name: z.string(),
  simulated: z.boolean(),
  connection: z.enum(connectionStates),
  lastError: z.string().exactOptional(),
  /** A collection of it is under way. */
  collecting: z.boolean(),
  /** The oldest of its domains: until when everything of it is known. Absent: never collected whole. */
  completeAt: instantSchema.exactOptional(),
  ageSeconds: z.number().min(0).exactOptional(),
});
export type SourceStatus = z.output<typeof sourceStatusSchema>;

const failingCollectionSchema = z.strictObject({
  source: z.string(),
  domain: z.enum(domains),
  outcome: z.enum(['partial', 'failed', 'cancelled', 'interrupted']),
  at: instantSchema.exactOptional(),
  error: z.string().exactOptional(),
});

export const statusSchema = z.strictObject({
  at: instantSchema,
  /** At most 500, by name. */
  sources: z.array(sourceStatusSchema),
  /** How far apart this site's collections are; what is older than twice that is old. */
  expectedSeconds: z.number().min(1),
  /** Entries of the server configuration that cannot be used. */
  sourceProblems: count,
  entities: count,
  jobs: z.strictObject({
    running: z.array(z.string()),
    queued: z.array(z.string()),
    /** Nothing is started by the clock. */
    paused: z.boolean(),
    pausedJobs: z.array(z.string()),
  }),
  /** The newest run of a source and domain did not succeed whole. */
  failing: z.array(failingCollectionSchema),
  documents: z.strictObject({
    total: count,
    /** What would be written anew; absent while that has not been worked out. */
    stale: count.exactOptional(),
  }),
  findings: z.strictObject({ critical: count, warning: count, info: count }),
  approvals: z.strictObject({ pending: count }),
  /** Those that somebody still has to do something about. */
  tickets: z.strictObject({
    open: count,
    byPriority: z.strictObject({ p1: count, p2: count, p3: count, p4: count }),
    overdue: count,
    unassigned: count,
  }),
  sync: z.discriminatedUnion('is', [
    z.strictObject({ is: z.literal('not-configured') }),
    z.strictObject({ is: z.literal('configured'), host: z.string(), state: syncStateSchema }),
  ]),
  /** manual: nothing acts on the infrastructure by itself. */
  automation: z.strictObject({ is: z.literal('manual') }),
});
export type Status = z.output<typeof statusSchema>;

/** What stands around every screen: what is connected, what runs, what waits. */
export const status = defineFeature({
  methods: {
    read: { effect: 'read', input: z.strictObject({}), output: statusSchema },
  },
  events: {
    /** Something of it may be different; at most once a second. */
    changed: { input: z.strictObject({}), payload: z.strictObject({ at: instantSchema }) },
  },
});
