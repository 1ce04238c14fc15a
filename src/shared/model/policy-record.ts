import { z } from 'zod';
import { instantSchema } from './ids.ts';

export const policyRecordSchemaVersion = 1;

/** Ids end in something of their own: what two workstations write at the same time never meets in one document. */
const common = {
  id: z.string().max(200),
  schemaVersion: z.literal(policyRecordSchemaVersion),
  at: instantSchema,
  by: z.string().min(1).max(200),
  reason: z.string().max(1_000),
};

/** A policy that was in force somewhere. Written once and never changed. */
export const storedPolicySchema = z.strictObject({
  ...common,
  /** One more than the highest that was known where it was written: of two with the same, the later one counts. */
  sequence: z.number().int().min(1).max(999_999_999),
  version: z.string().regex(/^[0-9a-f]{16}$/),
  how: z.enum(['first', 'applied', 'file']),
  text: z.string().max(200_000),
  diff: z.string().max(400_000),
});

/**
 * The kill switch was thrown, or one throw of it was released: it is on for as long as there is a throw that nobody
 * released. Whoever releases it releases what they have seen, and no other throw.
 */
export const storedSwitchSchema = z.strictObject({
  ...common,
  sequence: z.literal(0),
  /** Of the throw. */
  version: z.string().min(1).max(100),
  how: z.enum(['kill-switch-thrown', 'kill-switch-released']),
  text: z.literal(''),
  diff: z.literal(''),
});
export type StoredSwitch = z.output<typeof storedSwitchSchema>;
