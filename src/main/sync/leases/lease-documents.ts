import { z } from 'zod';

/*
 * What stands in the database of leases: one document for each task, which says who leads it, and one for each
 * workstation that leads something, which shows that it is there by being written again and again.
 */

const name = z.string().min(1).max(300);
const whole = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const leaseSchemaVersion = 1;

export const taskDocumentSchema = z.object({
  _id: z.string().startsWith('task:'),
  _rev: name,
  task: name,
  /** Only ever raised, with every leader: what was written under a lower one is out of date. */
  fence: whole,
  /** Workstation and the session of its process; both absent: nobody leads it. */
  holder: name.optional(),
  session: name.optional(),
  operator: name,
  schemaVersion: z.literal(leaseSchemaVersion),
});
export type TaskDocument = z.output<typeof taskDocumentSchema>;

export const stationDocumentSchema = z.object({
  _id: z.string().startsWith('station:'),
  _rev: name,
  workstation: name,
  beat: whole,
  /** Absent: the process ended in order, and leads nothing. */
  session: name.optional(),
  operator: name,
  schemaVersion: z.literal(leaseSchemaVersion),
});
export type StationDocument = z.output<typeof stationDocumentSchema>;

export const taskId = (task: string): string => `task:${task}`;
export const stationId = (workstation: string): string => `station:${workstation}`;

/** Collecting one source; who leads it writes its entities. */
export const collectTask = (source: string): string => `collect:${source}`;
