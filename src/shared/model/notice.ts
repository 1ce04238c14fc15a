import { z } from 'zod';
import { instantSchema } from './ids.ts';

const common = { id: z.string(), at: instantSchema };
/** What came together is one notice: how many there are, and the first of them by name. */
const several = {
  ...common,
  count: z.number().int().min(1),
  names: z.array(z.string()),
  /** The id of the only one. */
  only: z.string().exactOptional(),
};

/** What a person who looks elsewhere should be told of. */
export const noticeSchema = z.discriminatedUnion('is', [
  /** Remediations wait for somebody. */
  z.strictObject({ ...several, is: z.literal('approvals') }),
  /** Remediations failed, were taken back, or nobody knows what became of them. */
  z.strictObject({ ...several, is: z.literal('bad-endings') }),
  /** Remediations were taken up at several workstations, while the shared database was away. */
  z.strictObject({ ...several, is: z.literal('double-runs') }),
  /** Tickets of priority 1 came, came back or were raised to it. */
  z.strictObject({ ...several, is: z.literal('urgent-tickets') }),
  z.strictObject({
    ...common,
    is: z.literal('kill-switch'),
    on: z.boolean(),
    by: z.string().exactOptional(),
    reason: z.string().exactOptional(),
  }),
  /** A policy of another workstation is in force here, or cannot be used. */
  z.strictObject({
    ...common,
    is: z.literal('policy'),
    by: z.string().exactOptional(),
    /** Whose policy, written at the same time, it took the place of. */
    over: z.string().exactOptional(),
    /** Why it cannot be used. */
    problem: z.string().exactOptional(),
  }),
]);
export type Notice = z.output<typeof noticeSchema>;

export const notificationSettingsSchema = z.strictObject({
  approvals: z.boolean().default(true),
  badEndings: z.boolean().default(true),
  urgentTickets: z.boolean().default(true),
  killSwitch: z.boolean().default(true),
});
export type NotificationSettings = z.output<typeof notificationSettingsSchema>;
