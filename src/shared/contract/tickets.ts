import { z } from 'zod';
import { alertmanagerPayloadSchema } from '../model/alertmanager.ts';
import { diagnosisSchema } from '../model/diagnosis.ts';
import { entityIdSchema, instantSchema } from '../model/ids.ts';
import { entityKinds, type EntityKind } from '../model/kinds/registry.ts';
import {
  ticketCategories,
  ticketOriginSchema,
  ticketPriorities,
  ticketSchema,
  ticketStateSchema,
} from '../model/ticket.ts';
import { chosenTicketStates } from '../model/ticket-transitions.ts';
import { defineFeature } from './feature.ts';

const count = z.number().int().min(0);
const ticketId = z.string().min(1).max(60);
const who = z.string().trim().min(1).max(200);
const title = z.string().trim().min(1).max(300);
const text = z.string().trim().max(20_000);
const priority = z.enum(ticketPriorities);
const category = z.enum(ticketCategories);
const labels = z.record(z.string().min(1).max(200), z.string().max(2_000));
const attachment = z.strictObject({
  name: z.string().trim().min(1).max(200),
  text: z.string().min(1).max(200_000),
});

/** running: it is due in `secondsLeft`; overdue: it was due; met and missed: it was done, in time or not. */
const slaClockSchema = z.strictObject({
  is: z.enum(['running', 'overdue', 'met', 'missed']),
  dueAt: instantSchema,
  doneAt: instantSchema.exactOptional(),
  /** Until it is due; below zero when it was. Absent once it is done. */
  secondsLeft: z.number().exactOptional(),
});
export type SlaClock = z.output<typeof slaClockSchema>;

const slaSchema = z.strictObject({ respond: slaClockSchema, resolve: slaClockSchema });
export type Sla = z.output<typeof slaSchema>;

/** A thing that a ticket is about, by name; without one the inventory does not know it any more. */
const ticketEntitySchema = z.strictObject({
  ...ticketSchema.shape.entities.element.shape,
  kind: z.enum(entityKinds as [EntityKind]).exactOptional(),
  name: z.string().exactOptional(),
  gone: z.boolean(),
});

/** A ticket as lists show it. */
export const ticketSummarySchema = z.strictObject({
  id: ticketId,
  title: z.string(),
  state: ticketStateSchema,
  priority,
  category,
  origin: ticketOriginSchema,
  entities: z.array(ticketEntitySchema),
  group: ticketSchema.shape.group,
  assignee: z.string().exactOptional(),
  watching: z.boolean(),
  comments: count,
  attachments: count,
  diagnosis: z.strictObject({ summary: z.string(), confidence: z.number() }).exactOptional(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
  since: instantSchema,
  sla: slaSchema,
});
export type TicketSummary = z.output<typeof ticketSummarySchema>;

const ticketDetailSchema = z.strictObject({
  ticket: ticketSchema,
  /** In the order of `ticket.entities`. */
  entities: z.array(ticketEntitySchema),
  sla: slaSchema,
  watching: z.boolean(),
  /** States that a person may choose now. */
  next: z.array(z.enum(chosenTicketStates)),
  /** Others of its group, the newest 50, and how many there are. */
  group: z.strictObject({ tickets: z.array(ticketSummarySchema), total: count }),
  similar: z.array(
    z.strictObject({
      id: ticketId,
      title: z.string(),
      at: instantSchema,
      outcome: z.string(),
      sharedEntities: count,
      succeeded: z.boolean().exactOptional(),
    }),
  ),
});
export type TicketDetail = z.output<typeof ticketDetailSchema>;

/** What became of what a system sent. */
const intakeReportSchema = z.strictObject({
  created: count,
  /** Were there already; something new in them was noted, or nothing was new. */
  existing: count,
  /** Were closed because the system says that it is over. */
  closed: count,
  /** Said to be over, and nothing was known of them. */
  ignored: count,
  /** Left out by the system that sent it. */
  truncated: count,
  /** Of tickets that were created, noted in or closed; the first 1,000. */
  tickets: z.array(ticketId),
});
export type IntakeReport = z.output<typeof intakeReportSchema>;

const changed = z.strictObject({ ticket: ticketSchema });

const filter = {
  states: z.array(ticketStateSchema).exactOptional(),
  /** true: only those that somebody still has to do something about. */
  open: z.boolean().exactOptional(),
  priorities: z.array(priority).exactOptional(),
  categories: z.array(category).exactOptional(),
  /** A name; empty: nobody. */
  assignee: z.string().max(200).exactOptional(),
  /** Only those that whoever asks watches. */
  watching: z.boolean().exactOptional(),
  /** Only those whose response or resolution is overdue. */
  overdue: z.boolean().exactOptional(),
  entity: entityIdSchema.exactOptional(),
  group: z.string().max(60).exactOptional(),
  /** Words that stand in its id, title, text, labels or the names of its entities. */
  text: z.string().max(300).exactOptional(),
};

export const ticketSorts = ['newest', 'oldest', 'priority', 'due', 'updated'] as const;

/** Problems from people and systems, and what is made of them. */
export const tickets = defineFeature({
  methods: {
    /** Works out a cause of what somebody tells, without keeping anything. Works without a model, and says so. */
    diagnose: {
      effect: 'read',
      input: z
        .strictObject({
          title: z.string().trim().max(300).default(''),
          body: z.string().trim().max(20_000).default(''),
          /** What it is about, where that is known; names in the text are found by themselves. */
          entities: z.array(entityIdSchema).max(50).default([]),
          /** When the trouble was noticed; absent: now. */
          at: instantSchema.exactOptional(),
          /** false: rules alone, also where a model is set. */
          model: z.boolean().default(true),
        })
        .refine(({ title, body, entities }) => title !== '' || body !== '' || entities.length > 0, {
          error: 'expected a title, a body or entities',
        }),
      output: diagnosisSchema,
      progress: z.strictObject({ step: z.enum(['gathering', 'judging', 'reading', 'asking', 'checking']) }),
    },
    /** Takes a problem in. What is not given is worked out: category, priority, entities. */
    add: {
      effect: 'write',
      input: z.strictObject({
        title,
        text: text.default(''),
        priority: priority.exactOptional(),
        category: category.exactOptional(),
        entities: z.array(entityIdSchema).max(50).exactOptional(),
        labels: labels.exactOptional(),
        attachments: z.array(attachment).max(10).exactOptional(),
        /** When the trouble began; absent: now. */
        since: instantSchema.exactOptional(),
        automation: z.boolean().exactOptional(),
        /** Of the system that it comes from: given again, it is the same ticket. */
        reference: z.string().trim().min(1).max(300).exactOptional(),
        /** Of the assistant's answer that it was made of. */
        conversation: z.string().min(1).max(100).exactOptional(),
      }),
      output: z.strictObject({ ticket: ticketSchema, created: z.boolean() }),
    },
    list: {
      effect: 'read',
      input: z.strictObject({
        ...filter,
        sort: z.enum(ticketSorts).default('newest'),
        limit: z.number().int().min(1).max(1_000).default(100),
        cursor: z.string().max(300).exactOptional(),
        /** From this place on, for whoever looks into the middle of a long list; with a cursor it does not count. */
        offset: count.exactOptional(),
        /** Only what came in by then: places stay the same while more comes. */
        until: instantSchema.exactOptional(),
      }),
      output: z.strictObject({
        tickets: z.array(ticketSummarySchema),
        total: count,
        /** Of what else matches, how many came in after `until`. */
        newer: count,
        cursor: z.string().exactOptional(),
        /** Of all that match but for their state. */
        states: z.record(ticketStateSchema, count),
      }),
    },
    get: {
      effect: 'read',
      input: z.strictObject({ id: ticketId }),
      output: ticketDetailSchema,
      errors: ['ticket-not-found'],
    },
    /** Open tickets by what probably causes them; a ticket alone is a group of one. */
    groups: {
      effect: 'read',
      input: z.strictObject({
        ...filter,
        offset: z.number().int().min(0).default(0),
        limit: z.number().int().min(1).max(500).default(100),
      }),
      output: z.strictObject({
        groups: z.array(
          z.strictObject({
            /** Of the group, or of the one ticket. */
            id: z.string(),
            cause: z.string().exactOptional(),
            entity: ticketEntitySchema.exactOptional(),
            tickets: count,
            /** Highest of its tickets. */
            priority,
            states: z.partialRecord(ticketStateSchema, count),
            /** When the first of its troubles began, and when its newest ticket came in. */
            since: instantSchema,
            newestAt: instantSchema,
            overdue: count,
            /** The ticket that stands for it: it is diagnosed for all of them. */
            lead: ticketSummarySchema,
          }),
        ),
        total: count,
        tickets: count,
      }),
    },
    change: {
      effect: 'write',
      input: z.strictObject({
        id: ticketId,
        state: z.enum(chosenTicketStates).exactOptional(),
        priority: priority.exactOptional(),
        category: category.exactOptional(),
        /** null: nobody. */
        assignee: who.nullable().exactOptional(),
        entities: z.array(entityIdSchema).max(50).exactOptional(),
        automation: z.boolean().exactOptional(),
        reason: z.string().trim().max(2_000).exactOptional(),
        /** How it ended; with a state that ends it. */
        outcome: z
          .strictObject({
            summary: z.string().trim().min(1).max(2_000),
            succeeded: z.boolean().exactOptional(),
            cause: z.string().trim().max(300).exactOptional(),
          })
          .exactOptional(),
      }),
      output: changed,
      errors: ['ticket-not-found', 'ticket-transition'],
    },
    comment: {
      effect: 'write',
      input: z.strictObject({ id: ticketId, text: z.string().trim().min(1).max(20_000) }),
      output: changed,
      errors: ['ticket-not-found', 'ticket-full'],
    },
    attach: {
      effect: 'write',
      input: z.strictObject({ id: ticketId, ...attachment.shape }),
      output: changed,
      errors: ['ticket-not-found', 'ticket-full'],
    },
    watch: {
      effect: 'write',
      role: 'viewer',
      input: z.strictObject({ id: ticketId, on: z.boolean() }),
      output: changed,
      errors: ['ticket-not-found'],
    },
    /** Works out the cause of a ticket that is kept, as a job, keeps it there, and proposes what may be done. */
    diagnoseTicket: {
      effect: 'write',
      input: z.strictObject({ id: ticketId, model: z.boolean().default(true) }),
      output: z.strictObject({
        ticket: ticketSchema,
        run: z.string(),
        /** Remediations that were proposed, by id. */
        proposed: z.array(z.string()),
        /** Proposals that could not be made, and why. */
        notProposed: z.array(z.strictObject({ action: z.string(), target: z.string(), reason: z.string() })),
      }),
      progress: z.strictObject({
        step: z.enum(['queued', 'gathering', 'judging', 'reading', 'asking', 'checking', 'proposing']),
      }),
      errors: ['ticket-not-found', 'diagnosis-failed'],
    },
    /** Tickets out of a file. Rows that cannot be taken are told with their place; the others are taken. */
    import: {
      effect: 'write',
      input: z.strictObject({
        format: z.enum(['csv', 'json']),
        text: z.string().min(1).max(8_000_000),
        /** true: says what would be taken, and takes nothing. */
        dryRun: z.boolean().default(false),
      }),
      output: z.strictObject({
        rows: count,
        created: count,
        existing: count,
        faulty: count,
        /** The first 1,000. */
        tickets: z.array(ticketId),
        faults: z.array(
          z.strictObject({
            line: count.exactOptional(),
            /** JSON pointer, or the column's name. */
            path: z.string(),
            message: z.string(),
          }),
        ),
      }),
      errors: ['import-unreadable'],
    },
    /** What Alertmanager posts to a webhook receiver. */
    alerts: {
      effect: 'write',
      input: z.strictObject({ payload: alertmanagerPayloadSchema }),
      output: intakeReportSchema,
    },
    /** What another system posts, read as the settings declare. */
    webhook: {
      effect: 'write',
      input: z.strictObject({ name: z.string().max(60), payload: z.unknown() }),
      output: intakeReportSchema,
      errors: ['webhook-not-found'],
    },
  },
  events: {
    /** Tickets came or changed; a few times a second at most. */
    changed: {
      input: z.strictObject({}),
      payload: z.strictObject({
        /** At most 200; `more` says that there are others. */
        ids: z.array(ticketId),
        more: z.boolean(),
      }),
    },
  },
});
