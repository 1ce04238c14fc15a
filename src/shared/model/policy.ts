import { z } from 'zod';
import { actionIdSchema } from './action-id.ts';
import { riskLevels } from './diagnosis.ts';
import { readMetricCondition } from './metric-condition.ts';

const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'expected HH:MM, e.g. 22:30');
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const metricWish = z.strictObject({
  metric: z.string().superRefine((text, context) => {
    const read = readMetricCondition(text);
    if (typeof read === 'string') context.addIssue(read);
  }),
  /** Name of the source that is asked; absent: each that keeps metrics. */
  source: z.string().min(1).max(200).exactOptional(),
  /** How long it may take; metrics follow what they tell of by a scrape or two. */
  withinSeconds: z.number().min(1).max(3_600).default(180),
});
const perHour = z.number().int().min(0).max(1_000);

const windowSchema = z.strictObject({
  days: z.array(z.enum(weekdays)).min(1),
  from: timeOfDay,
  /** Earlier than `from`: on the next day; equal to it: the whole day round. */
  to: timeOfDay,
});

const freezeSchema = z
  .strictObject({
    reason: z.string().min(1).max(300),
    from: z.iso.datetime({ offset: true }),
    to: z.iso.datetime({ offset: true }),
    /** Sources that it holds for; all of them when absent. */
    sources: z.array(z.string()).exactOptional(),
  })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
    error: 'expected an end after the beginning',
    path: ['to'],
  });

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const approvalRule = z.strictObject({
  approvals: z.number().int().min(0).max(5),
  role: z.enum(['approver', 'admin']).default('approver'),
  typedName: z.boolean().default(false),
});

/**
 * What a site allows, as written in `policy.yaml` of the data directory. Every member has a default, and the defaults
 * let nothing run by itself.
 */
export const policySchema = z.strictObject({
  /** The global switch: off, nothing that changes anything runs, also by hand. */
  killSwitch: z.boolean().default(false),
  /** Whether anything may run without a person. */
  automatic: z.boolean().default(false),
  /** Highest risk that may run without a person. */
  automaticUpTo: z.enum(riskLevels).default('low'),
  minimumReliability: z.number().min(0).max(100).default(85),
  /** By name; those that are not named take `default`. */
  actions: z
    .record(
      z.union([z.literal('default'), actionIdSchema]),
      z.strictObject({
        enabled: z.boolean().exactOptional(),
        automatic: z.boolean().exactOptional(),
        perHour: perHour.exactOptional(),
        cooldownMinutes: z.number().min(0).max(10_080).exactOptional(),
        /** What metrics have to say afterwards, beside what the target itself says: `up{{target}} == 1`. */
        verify: z.array(metricWish).max(20).exactOptional(),
      }),
    )
    .default({}),
  approvals: z
    .strictObject({
      low: approvalRule.prefault({ approvals: 1 }),
      medium: approvalRule.prefault({ approvals: 1 }),
      high: approvalRule.prefault({ approvals: 1, typedName: true }),
      critical: approvalRule.prefault({ approvals: 2, typedName: true }),
    })
    .prefault({}),
  /** Hours after which what nobody approved expires. */
  approvalExpiresHours: z.number().min(0.1).max(720).default(24),
  rates: z
    .strictObject({
      perHour: perHour.default(10),
      perAction: perHour.default(5),
      perTarget: perHour.default(2),
      perCluster: perHour.default(4),
    })
    .prefault({}),
  /** Whether alerts about a target are silenced while something is done to it, and for how long at most. */
  silences: z
    .strictObject({
      enabled: z.boolean().default(false),
      minutes: z.number().min(1).max(1_440).default(60),
    })
    .prefault({}),
  circuitBreaker: z
    .strictObject({
      /** So many failures of an action within the time, and it is not run any more until the time has passed. */
      failures: z.number().int().min(1).max(100).default(3),
      withinMinutes: z.number().min(1).max(10_080).default(60),
    })
    .prefault({}),
  /**
   * Who may run a shared remediation although the shared database cannot be asked whether another workstation does.
   * It takes all approvals and a typed sentence, and nothing ever does it by itself.
   */
  breakGlass: z.enum(['never', 'admin', 'approver']).default('approver'),
  cooldownMinutes: z.number().min(0).max(10_080).default(10),
  /** Outside of them nothing runs by itself; empty: at any time. */
  changeWindows: z.array(windowSchema).max(50).default([]),
  /** IANA name that windows are read in. */
  timeZone: z
    .string()
    .refine(isTimeZone, { error: 'expected the IANA name of a time zone, e.g. Europe/Berlin' })
    .default('UTC'),
  freezes: z.array(freezeSchema).max(100).default([]),
  /** Facts older than that are too old to act on. */
  maximumInventoryAgeMinutes: z.number().min(1).max(10_080).default(120),
  risk: z
    .strictObject({
      /** So many dependents raise the risk by one level; ten times as many by two. */
      dependents: z.number().int().min(1).max(100_000).default(10),
      /** Parts of names and labels that mark production, but where the text denies it: `non-prod`. */
      production: z.array(z.string().min(1).max(100)).max(50).default(['prod', 'production']),
    })
    .prefault({}),
});
export type Policy = z.output<typeof policySchema>;
