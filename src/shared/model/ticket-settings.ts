import { z } from 'zod';

const hours = z.number().min(0.01).max(8_760);

/** Hours within which somebody responds, and within which it is over. */
const sla = (respondHours: number, resolveHours: number) =>
  z
    .strictObject({ respondHours: hours.default(respondHours), resolveHours: hours.default(resolveHours) })
    .prefault({});

/** JSONata; a dotted path is JSONata as well: `incident.short_description`. */
const expression = z.string().min(1).max(4_000);

export const webhookFields = [
  'title',
  'text',
  'priority',
  'category',
  'labels',
  'reference',
  'status',
  'since',
] as const;
export type WebhookField = (typeof webhookFields)[number];

/** How what a system sends becomes tickets. */
export const webhookMappingSchema = z.strictObject({
  /** What yields the list of problems in what is sent; absent: it is one. */
  items: expression.exactOptional(),
  fields: z.strictObject({
    title: expression,
    text: expression.exactOptional(),
    priority: expression.exactOptional(),
    category: expression.exactOptional(),
    labels: expression.exactOptional(),
    /** What makes it the same problem when it is sent again. Without one every sending is a ticket of its own. */
    reference: expression.exactOptional(),
    status: expression.exactOptional(),
    since: expression.exactOptional(),
  } satisfies Record<WebhookField, z.ZodType>),
  /** The system's own words for priorities: `{ "1 - Critical": p1 }`; p1 to p4 are known. */
  priorities: z.record(z.string().max(100), z.enum(['p1', 'p2', 'p3', 'p4'])).default({}),
  /** Values of `status` that say that it is over. */
  resolved: z.array(z.string().max(100)).max(50).default(['resolved', 'closed', 'ok']),
});
export type WebhookMapping = z.output<typeof webhookMappingSchema>;

export const ticketSettingsSchema = z.strictObject({
  sla: z.strictObject({ p1: sla(0.25, 4), p2: sla(1, 8), p3: sla(8, 72), p4: sla(24, 240) }).prefault({}),
  /** Whether remediations of new tickets may be run by themselves, as far as policy allows. */
  automation: z.boolean().default(false),
  /** Whether new tickets are diagnosed by themselves. */
  diagnose: z.boolean().default(true),
  /** How long an alert has to be missing where it was listed before it is over: longer than a restart of Alertmanager. */
  alertsGoneAfterSeconds: z.number().int().min(0).max(86_400).default(180),
  /** POST /api/v1/webhooks/NAME of other systems. */
  webhooks: z
    .record(
      z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, 'expected a-z, 0-9 and "-", at most 41 characters'),
      webhookMappingSchema,
    )
    .refine((webhooks) => !Object.hasOwn(webhooks, 'alertmanager'), {
      error: 'alertmanager is built in: it needs no mapping',
    })
    .default({}),
});
export type TicketSettings = z.output<typeof ticketSettingsSchema>;
