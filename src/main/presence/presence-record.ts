import { z } from 'zod';
import { lookingSchema } from '../../shared/contract/presence.ts';
import { instantSchema } from '../../shared/model/ids.ts';

export const presenceSchemaVersion = 1;

/** Bounds of what one workstation says of itself; the rules on the server hold it to the same. */
export const mostLooking = 20;
export const mostLeads = 500;
export const mostRunning = 50;

/** One document for each workstation, written by itself. */
export const presenceRecordSchema = z.strictObject({
  id: z.string(),
  workstation: z.string(),
  /** Its host name. */
  name: z.string().max(300),
  version: z.string().max(100),
  /** Account on the server. */
  operator: z.string(),
  /** By its own clock: only to tell one writing from the next. */
  seenAt: instantSchema,
  looking: z.array(lookingSchema).max(mostLooking),
  leads: z.array(z.string().max(300)).max(mostLeads),
  running: z.array(z.string().max(300)).max(mostRunning),
  schemaVersion: z.literal(presenceSchemaVersion),
});
export type PresenceRecord = z.output<typeof presenceRecordSchema>;
