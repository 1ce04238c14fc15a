import { z } from 'zod';
import { instant, type Instant } from './ids.ts';

const words = z.record(z.string().max(300), z.string().max(20_000));

/** Prometheus writes nanoseconds and any offset; what counts to a millisecond is the same moment. */
const moment = z.iso
  .datetime({ offset: true, error: 'expected a time as in RFC 3339' })
  .transform((text): Instant => instant(Date.parse(text)));

/** One alert of a notification. Members that are not named here are let through unread. */
export const alertmanagerAlertSchema = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: words,
  annotations: words.default({}),
  startsAt: moment,
  /** The year 1 while it fires. */
  endsAt: moment.exactOptional(),
  generatorURL: z.string().max(4_000).default(''),
  /** Hash of its labels: the same alert has the same one, whoever sends it. */
  fingerprint: z.string().min(1).max(200),
});
export type AlertmanagerAlert = z.output<typeof alertmanagerAlertSchema>;

/** What Alertmanager posts to a webhook receiver, version 4. */
export const alertmanagerPayloadSchema = z.object({
  version: z.literal('4', { error: 'expected version "4" of the webhook payload' }),
  groupKey: z.string().max(20_000),
  /** Alerts of the group that were left out by `max_alerts`. */
  truncatedAlerts: z.number().int().min(0).default(0),
  status: z.enum(['firing', 'resolved']),
  receiver: z.string().max(300),
  groupLabels: words.default({}),
  commonLabels: words.default({}),
  commonAnnotations: words.default({}),
  externalURL: z.string().max(4_000).default(''),
  alerts: z.array(alertmanagerAlertSchema).max(10_000),
});
export type AlertmanagerPayload = z.output<typeof alertmanagerPayloadSchema>;
