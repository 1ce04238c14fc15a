import { z } from 'zod';
import { contractFailureSchema } from './errors.ts';

/**
 * What travels over every transport, one JSON object each. Ids are chosen by the client, count up, and are never used
 * twice on a connection.
 */
const id = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const clientFrameSchema = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('call'), id, method: z.string().max(100), input: z.unknown() }),
  z.strictObject({ t: z.literal('cancel'), id }),
  z.strictObject({ t: z.literal('subscribe'), id, event: z.string().max(100), input: z.unknown() }),
  z.strictObject({ t: z.literal('unsubscribe'), id }),
  /** Events of a subscription that have been dealt with: as many may follow. */
  z.strictObject({ t: z.literal('ack'), id, count: z.number().int().min(1) }),
]);
export type ClientFrame = z.output<typeof clientFrameSchema>;

export const serverFrameSchema = z.discriminatedUnion('t', [
  /** The first frame on a connection. `instance` differs after every start of the application. */
  z.strictObject({ t: z.literal('hello'), contract: z.string(), version: z.string(), instance: z.string() }),
  z.strictObject({ t: z.literal('result'), id, output: z.unknown() }),
  z.strictObject({ t: z.literal('failure'), id, error: contractFailureSchema }),
  z.strictObject({ t: z.literal('progress'), id, progress: z.unknown() }),
  z.strictObject({ t: z.literal('subscribed'), id }),
  z.strictObject({ t: z.literal('event'), id, payload: z.unknown(), missed: z.number().int().min(0) }),
  /** A subscription that the other side ended. */
  z.strictObject({ t: z.literal('ended'), id, error: contractFailureSchema.optional() }),
]);
export type ServerFrame = z.output<typeof serverFrameSchema>;
