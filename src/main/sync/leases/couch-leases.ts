import { z } from 'zod';
import { CouchError } from '../couch/couch-error.ts';
import type { SharedServer } from '../sync.ts';
import { stationDocumentSchema, taskDocumentSchema } from './lease-documents.ts';
import type { LeaseAnswer, LeaseRequest } from './lease-protocol.ts';

const listedSchema = z.looseObject({
  rows: z.array(z.looseObject({ id: z.string(), doc: z.looseObject({}).nullish() })),
});
const writtenSchema = z.looseObject({ rev: z.string() });

/** From stations to tasks: without the design document, which is larger than all of them. */
const ours = { startkey: JSON.stringify('station:'), endkey: JSON.stringify('task:\ufff0') };

/** Shorter than a beat: what has not been answered by then is asked anew. */
const patienceMs = 4_000;

export type CouchLeaseAnswer = LeaseAnswer & { readonly fault?: unknown };

/** Asks the database of leases. Whatever goes wrong is no answer; why stands beside it. */
export async function askLeases(
  server: SharedServer,
  request: Exclude<LeaseRequest, { readonly ask: 'floor' }>,
  signal: AbortSignal,
): Promise<CouchLeaseAnswer> {
  const { client } = server;
  const database = server.path('leases');
  try {
    switch (request.ask) {
      case 'look': {
        const { rows } = await client.ask(listedSchema, 'GET', `${database}/_all_docs`, {
          query: { include_docs: true, ...ours },
          signal,
          timeoutMs: patienceMs,
        });
        const documents = rows.map(({ doc }) => doc);
        return {
          came: 'documents',
          // Whatever else stands there is none of ours, or of a newer version, and is not led by us.
          tasks: documents.flatMap((one) => taskDocumentSchema.safeParse(one).data ?? []),
          stations: documents.flatMap((one) => stationDocumentSchema.safeParse(one).data ?? []),
        };
      }
      case 'put': {
        const { document, rev } = request;
        const { rev: next } = await client.ask(
          writtenSchema,
          'PUT',
          `${database}/${encodeURIComponent(document._id)}`,
          {
            body: { ...document, ...(rev !== undefined && { _rev: rev }) },
            signal,
            timeoutMs: patienceMs,
          },
        );
        return { came: 'written', rev: next };
      }
    }
  } catch (error) {
    if (error instanceof CouchError && error.fault === 'conflict') return { came: 'conflict' };
    return { came: 'nothing', fault: error };
  }
}
