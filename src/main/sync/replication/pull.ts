import { z } from 'zod';
import type { CouchClient } from '../couch/couch-client.ts';
import { CouchError } from '../couch/couch-error.ts';
import { couchDocumentSchema, isDesign, type CouchDocument } from './documents.ts';

const changesSchema = z.object({
  results: z.array(z.object({ id: z.string(), doc: couchDocumentSchema.nullish() })),
  last_seq: z.union([z.string(), z.number()]).transform(String),
  pending: z.number().optional(),
});

export interface Pulled<T> {
  readonly documents: T[];
  /** Where reading ended; only the server knows what a sequence means. */
  readonly sequence: string;
  /** Changes that were not read yet, as far as the server says. */
  readonly behind: number | undefined;
}

/**
 * What has changed since a sequence. RxDB takes a batch that is not full for the last one: reading goes on until it
 * is full or there is no more, as design documents and what `take` does not give are left out.
 */
export async function pullChanges<T>(
  client: CouchClient,
  path: string,
  since: string,
  options: {
    readonly batchSize: number;
    readonly take: (document: CouchDocument) => T | undefined;
    readonly signal: AbortSignal;
  },
): Promise<Pulled<T>> {
  const { batchSize, take, signal } = options;
  const documents: T[] = [];
  let sequence = since;
  for (;;) {
    const limit = batchSize - documents.length;
    const { page, asked } = await pageAfter(client, path, sequence, limit, signal);
    // What is told again for ever would be asked for again for ever.
    if (page.results.length > 0 && page.last_seq === sequence)
      throw new CouchError('malformed', `${path}: changes after ${sequence} that end at ${sequence}`);
    sequence = page.last_seq;
    for (const { id, doc } of page.results) {
      if (!doc || isDesign(id)) continue;
      const taken = take(doc);
      if (taken !== undefined) documents.push(taken);
    }
    if (documents.length >= batchSize || page.results.length < asked)
      return { documents, sequence, behind: page.pending };
  }
}

/** Of documents that are too large together fewer are asked for. */
async function pageAfter(
  client: CouchClient,
  path: string,
  since: string,
  limit: number,
  signal: AbortSignal,
): Promise<{ readonly page: z.output<typeof changesSchema>; readonly asked: number }> {
  try {
    const page = await client.ask(changesSchema, 'GET', `${path}/_changes`, {
      query: { since, limit, include_docs: true, seq_interval: limit },
      signal,
    });
    return { page, asked: limit };
  } catch (error) {
    if (!(error instanceof CouchError) || error.fault !== 'too-large' || limit === 1) throw error;
    return pageAfter(client, path, since, Math.ceil(limit / 4), signal);
  }
}

/** Waits until there is something after a sequence. @returns whether there is */
export async function changesAfter(
  client: CouchClient,
  path: string,
  sequence: string,
  heartbeatMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const { results } = await client.ask(changesSchema, 'GET', `${path}/_changes`, {
    query: { feed: 'longpoll', since: sequence, limit: 1, heartbeat: heartbeatMs },
    // Two heartbeats that did not come: nobody is there any more.
    timeoutMs: heartbeatMs * 2 + 5_000,
    signal,
  });
  return results.length > 0;
}
