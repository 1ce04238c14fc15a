import type { CouchClient } from '../../../src/main/sync/couch/couch-client.ts';
import { CouchError } from '../../../src/main/sync/couch/couch-error.ts';
import type { TaskDocument } from '../../../src/main/sync/leases/lease-documents.ts';

type Document = Record<string, unknown> & { readonly _id: string; readonly _rev: string };

/** The database of leases, as far as leases ask it; in memory. */
export function createLeaseDatabase() {
  const documents = new Map<string, Document>();
  let revisions = 0;
  let away = false;
  const client: CouchClient = {
    forget: () => undefined,
    async ask(schema, method, path, request) {
      await Promise.resolve();
      if (away) throw new CouchError('unreachable', 'the server does not answer');
      if (method === 'GET')
        return schema.parse({ rows: [...documents.values()].map((doc) => ({ id: doc._id, doc })) });
      const id = decodeURIComponent(path.slice('/leases/'.length));
      const body = request?.body as Document;
      if (documents.get(id)?._rev !== body._rev) throw new CouchError('conflict', 'somebody was quicker');
      const rev = `${(revisions += 1)}`;
      documents.set(id, { ...body, _rev: rev });
      return schema.parse({ ok: true, rev });
    },
  };
  return {
    client,
    documents,
    task: (name: string) => documents.get(`task:${name}`) as TaskDocument | undefined,
    goAway: (is = true) => {
      away = is;
    },
  };
}
