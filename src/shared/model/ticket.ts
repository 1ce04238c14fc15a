import { z } from 'zod';
import { diagnosisSchema } from './diagnosis.ts';
import { entityIdSchema, instantSchema } from './ids.ts';
import { remediationStateSchema } from './remediation.ts';

export const ticketStates = [
  'new',
  'triaged',
  'diagnosed',
  'awaiting-approval',
  'in-progress',
  'resolved',
  'closed',
  'reopened',
] as const;
export const ticketStateSchema = z.enum(ticketStates);
export type TicketState = z.output<typeof ticketStateSchema>;

/** P1: service down; P2: degraded, or redundancy lost; P3: will become trouble; P4: a request or a note. */
export const ticketPriorities = ['p1', 'p2', 'p3', 'p4'] as const;
export type TicketPriority = (typeof ticketPriorities)[number];

export const ticketCategories = [
  'compute',
  'kubernetes',
  'network',
  'storage',
  'application',
  'other',
] as const;
export type TicketCategory = (typeof ticketCategories)[number];

const who = z.string().max(200);

export const ticketOriginSchema = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('person'), operator: who }),
  z.strictObject({ is: z.literal('assistant'), operator: who, conversation: z.string() }),
  z.strictObject({ is: z.literal('api'), operator: who, reference: z.string().max(300).exactOptional() }),
  z.strictObject({
    is: z.literal('alertmanager'),
    /** One alert is one ticket: its fingerprint and when it began. */
    fingerprint: z.string().max(200),
    startsAt: instantSchema,
    receiver: z.string().max(300),
    url: z.string().max(2_000).exactOptional(),
  }),
  z.strictObject({ is: z.literal('webhook'), name: z.string(), reference: z.string().max(300) }),
  z.strictObject({ is: z.literal('import'), operator: who, reference: z.string().max(300).exactOptional() }),
]);
export type TicketOrigin = z.output<typeof ticketOriginSchema>;

const event = {
  id: z.string(),
  /** Later than all that was known when it was written. */
  at: instantSchema,
  /** The newest event that was known then: what stands between came from another workstation. */
  after: z.string().exactOptional(),
};

/** What became of a ticket, in order; comments stand here as well. */
export const ticketEventSchema = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('created'), ...event, by: who }),
  z.strictObject({
    is: z.literal('comment'),
    ...event,
    by: who,
    text: z.string().max(20_000),
  }),
  z.strictObject({
    is: z.literal('changed'),
    ...event,
    by: who,
    field: z.string(),
    from: z.string(),
    to: z.string(),
    reason: z.string().exactOptional(),
    /** When it had become so, where that is told later. */
    since: instantSchema.exactOptional(),
  }),
  z.strictObject({ is: z.literal('alert'), ...event, text: z.string() }),
  z.strictObject({
    is: z.literal('diagnosed'),
    ...event,
    by: who,
    summary: z.string(),
  }),
  z.strictObject({
    is: z.literal('remediation'),
    ...event,
    remediation: z.string(),
    state: remediationStateSchema,
    text: z.string(),
  }),
]);
export type TicketEvent = z.output<typeof ticketEventSchema>;

export const ticketSchemaVersion = 1;

/** A problem to resolve, from a person or a system. */
export const ticketSchema = z.strictObject({
  /** `T-` and eight characters; of an alert derived from what makes it the same alert. */
  id: z.string().regex(/^T-[a-z2-7]{8,32}$/),
  schemaVersion: z.literal(ticketSchemaVersion),
  title: z.string().min(1).max(300),
  text: z.string().max(20_000),
  origin: ticketOriginSchema,
  state: ticketStateSchema,
  priority: z.enum(ticketPriorities),
  category: z.enum(ticketCategories),
  entities: z.array(
    z.strictObject({
      id: entityIdSchema,
      how: z.enum(['given', 'name', 'short-name', 'misspelt', 'address', 'serial', 'label']),
    }),
  ),
  labels: z.record(z.string(), z.string()),
  /** What else is probably the same trouble: the cause candidate that tickets are grouped by. */
  group: z
    .strictObject({ id: z.string(), cause: z.string(), entity: entityIdSchema.exactOptional() })
    .exactOptional(),
  assignee: who.exactOptional(),
  watchers: z.array(who),
  attachments: z.array(
    z.strictObject({ id: z.string(), name: z.string(), text: z.string(), at: instantSchema, by: who }),
  ),
  events: z.array(ticketEventSchema),
  diagnosis: diagnosisSchema.exactOptional(),
  /** Whether remediations of this ticket may be run by themselves, as far as policy allows. */
  automation: z.boolean(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
  /** When the trouble began. */
  since: instantSchema,
  /** SLA: a first response and a resolution are due by then, as its priority asks for. */
  respondBy: instantSchema,
  resolveBy: instantSchema,
  respondedAt: instantSchema.exactOptional(),
  resolvedAt: instantSchema.exactOptional(),
  closedAt: instantSchema.exactOptional(),
  outcome: z
    .strictObject({
      summary: z.string(),
      succeeded: z.boolean().exactOptional(),
      cause: z.string().exactOptional(),
    })
    .exactOptional(),
});
export type Ticket = z.output<typeof ticketSchema>;
