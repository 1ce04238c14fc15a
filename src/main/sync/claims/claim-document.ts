import { z } from 'zod';
import { instantSchema } from '../../../shared/model/ids.ts';
import type { Clock } from '../../platform/clock.ts';
import { CouchError, type CouchFault } from '../couch/couch-error.ts';
import type { SharedServer } from '../sync.ts';

export const claimSchemaVersion = 1;

/** A claim as it lies on the server: its id is that of the remediation. Made once, never changed, never deleted. */
export const claimDocumentSchema = z.looseObject({
  _id: z.string(),
  schemaVersion: z.number().int(),
  workstation: z.string(),
  /** Account that wrote it. */
  operator: z.string(),
  /** Who has it run. */
  by: z.string(),
  nonce: z.string(),
  planHash: z.string(),
  at: instantSchema,
  breakGlass: z.looseObject({ by: z.string(), typed: z.string() }).optional(),
});
export type ClaimDocument = z.output<typeof claimDocumentSchema>;

const writtenSchema = z.looseObject({ ok: z.literal(true), rev: z.string() });

export type Put =
  | { readonly is: 'made' }
  /** There is one already, this. */
  | { readonly is: 'there'; readonly claim: ClaimDocument }
  /** Whether it was made is not known: it may have been, or be on its way still. */
  | { readonly is: 'away'; readonly text: string; readonly fault: CouchFault };

/** Answers after which nothing can have been written by that request. */
const definite: ReadonlySet<CouchFault> = new Set(['refused', 'forbidden', 'missing', 'too-large']);
/** How long somebody who wants to run something waits for the server. */
export interface ClaimTiming {
  readonly requestMs: number;
  /** For so long it is tried again: what is asked for twice is made once. */
  readonly patienceMs: number;
}
export const claimTiming: ClaimTiming = { requestMs: 5_000, patienceMs: 8_000 };
const pausesMs = [100, 500, 1_500];

/** What comes to its end in time, whatever holds it up. @throws CouchError unreachable, and what it throws */
export async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  const overdue = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => overdue.reject(new CouchError('unreachable', `no answer within ${ms / 1_000} s`)),
    ms,
  );
  try {
    return await Promise.race([work, overdue.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** One request. @throws CouchError */
export function askInTime<T extends z.ZodType>(
  { client }: Pick<SharedServer, 'client'>,
  schema: T,
  method: string,
  path: string,
  requestMs: number,
  body?: unknown,
): Promise<z.output<T>> {
  const asked = client.ask(schema, method, path, {
    timeoutMs: requestMs,
    ...(body !== undefined && { body }),
  });
  return inTime(asked, requestMs);
}

/** Makes a claim, or finds the one that is there. Asked again after a lost answer, it finds what that one made. */
export async function putClaim(
  server: SharedServer,
  claim: ClaimDocument,
  clock: Pick<Clock, 'monotonicMs' | 'sleep'>,
  { requestMs, patienceMs }: ClaimTiming = claimTiming,
): Promise<Put> {
  const until = clock.monotonicMs() + patienceMs;
  const path = `${server.path('claims')}/${encodeURIComponent(claim._id)}`;
  for (let turn = 0; ; turn++) {
    try {
      await askInTime(server, writtenSchema, 'PUT', path, requestMs, claim);
      return { is: 'made' };
    } catch (error) {
      if (!(error instanceof CouchError)) throw error;
      const found = error.fault === 'conflict' ? await readClaim(server, path, requestMs) : error;
      if (!(found instanceof CouchError)) return { is: 'there', claim: found };
      const pause = pausesMs[turn];
      if (definite.has(found.fault) || pause === undefined || clock.monotonicMs() + pause > until)
        return { is: 'away', text: found.message, fault: found.fault };
      await clock.sleep(Math.max(pause, found.retryAfterMs ?? 0));
    }
  }
}

async function readClaim(
  server: SharedServer,
  path: string,
  requestMs: number,
): Promise<ClaimDocument | CouchError> {
  try {
    return await askInTime(server, claimDocumentSchema, 'GET', path, requestMs);
  } catch (error) {
    if (error instanceof CouchError) return error;
    throw error;
  }
}

/** @returns undefined where there is none. @throws CouchError */
export async function findClaim(
  server: SharedServer,
  remediation: string,
  { requestMs }: ClaimTiming = claimTiming,
): Promise<ClaimDocument | undefined> {
  const path = `${server.path('claims')}/${encodeURIComponent(remediation)}`;
  const found = await readClaim(server, path, requestMs);
  if (!(found instanceof CouchError)) return found;
  if (found.fault === 'missing') return undefined;
  throw found;
}
