import { z } from 'zod';
import { instantSchema } from '../model/ids.ts';
import { domains } from '../model/kind.ts';
import { jobQueues } from '../model/run.ts';
import { defineFeature } from './feature.ts';

const count = z.number().int().min(0);
const runId = z.string().min(1).max(200);
const fault = z.strictObject({ code: z.string(), message: z.string() });

/** By the wall clock, every so many seconds after the run before, or only when somebody asks. */
export const jobScheduleSchema = z.union([
  z.literal('manual'),
  z.strictObject({ cron: z.string().min(1).max(200), timeZone: z.string().max(64).exactOptional() }),
  z.strictObject({ everySeconds: z.number().int().min(1).max(31_536_000) }),
]);
export type JobScheduleView = z.output<typeof jobScheduleSchema>;

export const jobOutcomes = [
  'queued',
  'running',
  'succeeded',
  'partial',
  'failed',
  'timed-out',
  'cancelled',
  'interrupted',
] as const;
export const collectionOutcomes = [
  'running',
  'succeeded',
  'partial',
  'failed',
  'cancelled',
  'interrupted',
] as const;

const jobRunFields = {
  type: z.literal('job'),
  id: runId,
  job: z.string(),
  queue: z.enum(jobQueues),
  trigger: z.enum(['schedule', 'catch-up', 'operator', 'event', 'retry']),
  attempt: z.number().int(),
  queuedAt: instantSchema,
  startedAt: instantSchema.exactOptional(),
  finishedAt: instantSchema.exactOptional(),
  outcome: z.enum(jobOutcomes),
  error: fault.exactOptional(),
  summary: z.string().exactOptional(),
  logLines: count,
};
/** A job's run as lists show it. */
export const jobRunSummarySchema = z.strictObject(jobRunFields);
export type JobRunSummary = z.output<typeof jobRunSummarySchema>;

const countsSchema = z.strictObject({
  seen: count,
  added: count,
  changed: count,
  unchanged: count,
  disappeared: count,
  returned: count,
  rejected: count,
});

const collectionRunFields = {
  type: z.literal('collection'),
  id: runId,
  source: z.string(),
  domain: z.enum(domains),
  adapter: z.string().exactOptional(),
  simulated: z.boolean(),
  startedAt: instantSchema,
  finishedAt: instantSchema.exactOptional(),
  outcome: z.enum(collectionOutcomes),
  counts: countsSchema,
  /** Scopes in all, and those that failed. */
  scopes: z.strictObject({ total: count, failed: count }),
  unavailable: count,
  error: fault.exactOptional(),
};
/** A collection run as lists show it. */
export const collectionRunSummarySchema = z.strictObject(collectionRunFields);
export type CollectionRunSummary = z.output<typeof collectionRunSummarySchema>;

export const runProgressSchema = z.strictObject({
  done: z.number(),
  total: z.number().exactOptional(),
  message: z.string(),
});

export const jobSchema = z.strictObject({
  name: z.string(),
  queue: z.enum(jobQueues),
  /** As it stands in the settings; while `enabled` is false it is not due by itself. */
  schedule: jobScheduleSchema,
  enabled: z.boolean(),
  paused: z.boolean(),
  /** The next times that it is due; none when it is paused, off, manual, or nothing runs the schedule. */
  nextDueAt: z.array(instantSchema),
  timeoutSeconds: z.number(),
  retries: count,
  current: jobRunSummarySchema.exactOptional(),
  progress: runProgressSchema.exactOptional(),
  last: jobRunSummarySchema.exactOptional(),
  /** The workstation that does it for all: nothing is done here. */
  ledBy: z.string().exactOptional(),
});
export type Job = z.output<typeof jobSchema>;

const page = {
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(1_000).default(100),
  since: instantSchema.exactOptional(),
  until: instantSchema.exactOptional(),
  /** Words that stand in its name, summary or error. */
  text: z.string().max(200).exactOptional(),
};

/** What runs by the clock and by hand, and how it went. */
export const jobs = defineFeature({
  methods: {
    list: {
      effect: 'read',
      input: z.strictObject({}),
      output: z.strictObject({
        jobs: z.array(jobSchema),
        /** All of them are paused. */
        paused: z.boolean(),
        /** Whether this process runs the schedule. */
        running: z.boolean(),
        queues: z.array(
          z.strictObject({
            name: z.enum(jobQueues),
            concurrency: z.number().int(),
            timeoutSeconds: z.number(),
            retries: count,
          }),
        ),
      }),
    },
    /** When a schedule would be due, or why it cannot be used. */
    preview: {
      effect: 'read',
      input: z.strictObject({
        schedule: jobScheduleSchema,
        count: z.number().int().min(1).max(50).default(5),
      }),
      output: z.strictObject({ times: z.array(instantSchema), problem: z.string().exactOptional() }),
    },
    /** Queues a run now; one that is queued or running already is what you get. */
    run: {
      effect: 'write',
      input: z.strictObject({ job: z.string().min(1).max(100) }),
      output: z.strictObject({ runId, joined: z.boolean() }),
      errors: ['unknown-job', 'scheduler-stopped'],
    },
    cancel: {
      effect: 'write',
      input: z.strictObject({ runId }),
      /** false: it was over already. */
      output: z.strictObject({ cancelled: z.boolean() }),
    },
    /** `*` is every job. Lasts over a restart. */
    pause: {
      effect: 'write',
      input: z.strictObject({ job: z.string().min(1).max(100) }),
      output: z.strictObject({}),
      errors: ['unknown-job'],
    },
    resume: {
      effect: 'write',
      input: z.strictObject({ job: z.string().min(1).max(100) }),
      output: z.strictObject({}),
      errors: ['unknown-job'],
    },
    /** Runs of jobs, newest first. */
    history: {
      effect: 'read',
      input: z.strictObject({
        ...page,
        job: z.string().max(100).exactOptional(),
        outcomes: z.array(z.enum(jobOutcomes)).exactOptional(),
        trigger: z.enum(['schedule', 'catch-up', 'operator', 'event', 'retry']).exactOptional(),
      }),
      output: z.strictObject({ items: z.array(jobRunSummarySchema), total: count }),
    },
    /** Runs of collectors against sources, newest first. */
    collections: {
      effect: 'read',
      input: z.strictObject({
        ...page,
        source: z.string().max(100).exactOptional(),
        domain: z.enum(domains).exactOptional(),
        outcomes: z.array(z.enum(collectionOutcomes)).exactOptional(),
      }),
      output: z.strictObject({ items: z.array(collectionRunSummarySchema), total: count }),
    },
    /** One run, of either sort, by its id. */
    details: {
      effect: 'read',
      input: z.strictObject({ id: runId }),
      output: z.discriminatedUnion('type', [
        z.strictObject({
          ...jobRunFields,
          log: z.array(z.strictObject({ at: instantSchema, message: z.string() })),
          progress: runProgressSchema.exactOptional(),
          /** Collection runs that took place while it ran. */
          collections: z.array(collectionRunSummarySchema),
        }),
        z.strictObject({
          ...collectionRunFields,
          scopeList: z.array(
            z.strictObject({
              kind: z.string(),
              partition: z.string().exactOptional(),
              outcome: z.enum(['complete', 'failed']),
              seen: count,
              reason: z.string().exactOptional(),
            }),
          ),
          unavailableList: z.array(z.strictObject({ what: z.string(), reason: z.string() })),
        }),
      ]),
      errors: ['run-not-found'],
    },
    /** Records that a collection run could not take, with where and why; the first 1,000 of a run are kept. */
    rejects: {
      effect: 'read',
      input: z.strictObject({
        id: runId,
        offset: z.number().int().min(0).default(0),
        limit: z.number().int().min(1).max(1_000).default(100),
      }),
      output: z.strictObject({
        items: z.array(
          z.strictObject({
            kind: z.string(),
            nativeId: z.string().exactOptional(),
            name: z.string().exactOptional(),
            path: z.string(),
            reason: z.string(),
          }),
        ),
        /** Kept of it, and how many there were. */
        total: count,
        rejected: count,
      }),
      errors: ['run-not-found'],
    },
  },
  events: {
    /** A job's run began, went on or ended. */
    changed: {
      input: z.strictObject({}),
      payload: z.strictObject({ run: jobRunSummarySchema, progress: runProgressSchema.exactOptional() }),
    },
    /** A collection run ended. */
    collected: {
      input: z.strictObject({}),
      payload: z.strictObject({ source: z.string(), domain: z.enum(domains), runId }),
    },
  },
});
