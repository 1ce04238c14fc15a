import { z } from 'zod';
import type { CouchClient } from '../couch/couch-client.ts';
import { couchDocumentSchema, fromCouch, isDesign, type Replicated } from './documents.ts';

/** Where reading ended; only the server knows what a sequence means. */
export interface Checkpoint {
  readonly sequence: string;
}

const changesSchema = z.object({
  results: z.array(z.object({ id: z.string(), doc: couchDocumentSchema.nullish() })),
  last_seq: z.union([z.string(), z.number()]).transform(String),
  pending: z.number().optional(),
});

/**
 * What has changed since a checkpoint. RxDB takes a batch that is not full for the last one: reading goes on until it
 * is full or there is no more, as design documents are left out.
 */
export async function pullChanges(
  client: CouchClient,
  path: string,
  since: Checkpoint | undefined,
  batchSize: number,
): Promise<{ documents: Replicated[]; checkpoint: Checkpoint }> {
  const documents: Replicated[] = [];
  let sequence = since?.sequence ?? '0';
  for (;;) {
    const limit = batchSize - documents.length;
    const page = await client.ask(changesSchema, 'GET', `${path}/_changes`, {
      query: { since: sequence, limit, include_docs: true, seq_interval: limit },
    });
    sequence = page.last_seq;
    for (const { id, doc } of page.results) if (doc && !isDesign(id)) documents.push(fromCouch(doc));
    if (documents.length >= batchSize || page.results.length < limit)
      return { documents, checkpoint: { sequence } };
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
