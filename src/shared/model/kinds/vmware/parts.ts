import { z } from 'zod';

/** Shapes that several vSphere kinds share. */
export const count = z.number().int().nonnegative();
export const measure = z.number().nonnegative();
export const percent = z.number().min(0);
export const instant = z.iso.datetime();

/** A limit of an allocation; vSphere writes "no limit" as −1, the inventory says so in a word. */
export const allocationLimit = z.union([measure, z.literal('unlimited')]);

export const shares = z.strictObject({
  level: z.enum(['low', 'normal', 'high', 'custom']),
  value: count.optional(),
});

/** What a switch port lets through; true means accepted. */
export const portSecurity = z.strictObject({
  promiscuous: z.boolean().optional(),
  forgedTransmits: z.boolean().optional(),
  macChanges: z.boolean().optional(),
});
export type PortSecurity = z.output<typeof portSecurity>;

/** Which uplinks carry a port group, and how traffic is spread over them. */
export const teaming = z.strictObject({
  policy: z.string().optional(),
  active: z.array(z.string()).optional(),
  standby: z.array(z.string()).optional(),
});
export type Teaming = z.output<typeof teaming>;

export const health = z.enum(['green', 'yellow', 'red', 'gray']);
