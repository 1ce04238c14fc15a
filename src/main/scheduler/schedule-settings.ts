import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { jobQueues, type JobQueue } from '../../shared/model/run.ts';
import { DomainError } from '../platform/errors.ts';
import { resourceFile } from '../platform/resource-file.ts';
import type { JobSchedule, QueueSettings } from './job.ts';
import { scheduleProblem } from './schedule.ts';

const schedule = z
  .union([
    z.literal('manual'),
    z.strictObject({ cron: z.string().min(9).max(200), timeZone: z.string().max(64).exactOptional() }),
    z.strictObject({ everySeconds: z.number().int().min(1).max(31_536_000) }),
  ])
  .superRefine((value: JobSchedule, context) => {
    const problem = scheduleProblem(value);
    if (problem !== undefined) context.addIssue(`expected a five-part cron expression: ${problem}`);
  });

const queue = z.strictObject({
  concurrency: z.number().int().min(1).max(64),
  timeoutSeconds: z.number().int().min(1).max(86_400),
  retries: z.number().int().min(0).max(10),
  backoffSeconds: z.number().min(0).max(3_600).default(15),
  maxBackoffSeconds: z.number().min(0).max(86_400).default(900),
});

const job = z.strictObject({
  queue: z.enum(jobQueues),
  schedule,
  /** false: never due by itself; it can still be run by hand. */
  enabled: z.boolean().default(true),
  timeoutSeconds: z.number().int().min(1).max(86_400).exactOptional(),
  retries: z.number().int().min(0).max(10).exactOptional(),
});

/** resources/default-schedule.json, and the same as changed by a site's settings. */
export const scheduleSettingsSchema = z.strictObject({
  queues: z.strictObject({
    documentation: queue,
    'auto-remediation': queue,
    'data-collection': queue,
    maintenance: queue,
  } satisfies Record<JobQueue, typeof queue>),
  jobs: z.record(z.string().regex(/^[a-z][a-z0-9-]{0,40}$/), job),
  history: z.strictObject({
    /** Runs kept of each job, and for how long. */
    runsPerJob: z.number().int().min(1).max(100_000),
    days: z.number().int().min(1).max(3_650),
  }),
});

export interface ScheduleSettings extends z.output<typeof scheduleSettingsSchema> {
  readonly queues: Readonly<Record<JobQueue, QueueSettings>>;
}

/**
 * The default schedule with a site's changes laid over it, member by member; a changed `schedule` replaces the whole.
 * @throws DomainError invalid-schedule, with the path that does not fit
 */
export function mergeSchedule(defaults: unknown, overrides: unknown): ScheduleSettings {
  const merged = scheduleSettingsSchema.safeParse(overlay(defaults, overrides));
  if (merged.success) return merged.data;
  const issue = merged.error.issues[0];
  const path = ['schedule', ...(issue?.path ?? [])].map(String).join('.');
  throw new DomainError('invalid-schedule', `${path}: ${issue?.message ?? 'does not fit'}`, {
    hint: 'resources/default-schedule.json shows the form; config.yaml needs only what differs',
  });
}

/**
 * @param overrides A site's `schedule` settings.
 * @throws DomainError invalid-schedule, resource-missing
 */
export function loadSchedule(overrides: unknown = {}): ScheduleSettings {
  return mergeSchedule(JSON.parse(readFileSync(resourceFile('default-schedule.json'), 'utf8')), overrides);
}

/** Depth to which objects are merged: queues.NAME.member, jobs.NAME.member. */
const depth = 3;

function overlay(base: unknown, over: unknown, level = 0): unknown {
  if (over === undefined) return base;
  if (level === depth || !isPlain(base) || !isPlain(over)) return over;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) merged[key] = overlay(base[key], value, level + 1);
  return merged;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
