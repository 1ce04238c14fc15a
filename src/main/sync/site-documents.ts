import { z } from 'zod';
import type { CouchClient } from './couch/couch-client.ts';
import { couchDocumentSchema, fromCouch, isDesign, type Replicated } from './replication/documents.ts';

/** What a site has of a collection, before anything of this workstation is shared with it. */
export interface SiteDocuments {
  ids(): Promise<readonly string[]>;
  read(ids: readonly string[]): Promise<readonly Replicated[]>;
}

const idsSchema = z.object({ rows: z.array(z.object({ id: z.string() })) });
const documentsSchema = z.object({ rows: z.array(z.object({ doc: couchDocumentSchema.nullish() })) });
const batch = 20;

/** @throws CouchError from both */
export function siteDocuments(client: CouchClient, path: string, signal: AbortSignal): SiteDocuments {
  return {
    async ids() {
      const { rows } = await client.ask(idsSchema, 'GET', `${path}/_all_docs`, { signal });
      return rows.map(({ id }) => id).filter((id) => !isDesign(id));
    },
    async read(ids) {
      const found: Replicated[] = [];
      for (let start = 0; start < ids.length; start += batch) {
        const { rows } = await client.ask(documentsSchema, 'POST', `${path}/_all_docs`, {
          query: { include_docs: true },
          body: { keys: ids.slice(start, start + batch) },
          signal,
        });
        found.push(...rows.flatMap(({ doc }) => (doc ? [fromCouch(doc)] : [])));
      }
      return found.filter(({ _deleted }) => !_deleted);
    },
  };
}
