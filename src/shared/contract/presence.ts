import { z } from 'zod';
import { instantSchema } from '../model/ids.ts';
import { defineFeature } from './feature.ts';

/** What somebody has before them: a screen, and the one thing it shows. */
export const lookingSchema = z.strictObject({
  operator: z.string().max(200),
  /** overview, inventory, documents, tickets, remediation, … */
  view: z.string().max(50),
  /** Id of the ticket, remediation, document or entity. */
  subject: z.string().max(400).exactOptional(),
  since: instantSchema,
});

export const stationSchema = z.strictObject({
  /** As it stands in claims, approvals and audit. */
  workstation: z.string(),
  /** What people call it: its host name. */
  name: z.string(),
  self: z.boolean(),
  /** Whether it was heard of lately, judged by this workstation's own clock and by what changed on the server. */
  online: z.boolean(),
  seenAt: instantSchema,
  version: z.string(),
  looking: z.array(lookingSchema),
  /** Tasks that it leads: `collect:vcenter-a`, `documents`, `alerts`. */
  leads: z.array(z.string()),
  /** Remediations that it executes now. */
  running: z.array(z.string()),
});
export type Station = z.output<typeof stationSchema>;

/** Who is on shift, which workstation does what, and who looks at the same thing. */
export const presence = defineFeature({
  methods: {
    list: {
      effect: 'read',
      input: z.strictObject({}),
      output: z.strictObject({
        /** This one first, then those that are online, then by name. */
        stations: z.array(stationSchema),
        /** false: the others are as they were when the server was last heard of. */
        current: z.boolean(),
        /** Why this workstation leads nothing although it would; absent: nothing is in its way. */
        notLeading: z.string().max(4_000).exactOptional(),
      }),
    },
    /** Says what the caller looks at; asked again it only says it again, so nothing of it is audited. */
    look: {
      effect: 'read',
      input: z.strictObject({ view: z.string().max(50), subject: z.string().max(400).exactOptional() }),
      output: z.strictObject({}),
    },
  },
  events: { changed: { input: z.strictObject({}), payload: z.strictObject({}) } },
});
