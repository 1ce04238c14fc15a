import { notAllowed, ok, type Answer, type Asked } from './asked.ts';
import { answerChanges } from './changes.ts';
import { isThere, type Database, type Security } from './database.ts';
import { ofIndexes } from './indexes.ts';
import { badRequest, missing, Refusal } from './refusal.ts';
import type { CouchDocument } from './upstream.ts';

/** What is asked of one database, by somebody who may read it. */
export async function ofDatabase(
  database: Database,
  asked: Asked,
  path: readonly string[],
): Promise<Answer | undefined> {
  const { method, query, user, body, response } = asked;
  const [first, ...rest] = path;
  const passed = async () =>
    ok(
      await database.ask(
        method,
        `/${path.map(encodeURIComponent).join('/')}?${query.toString()}`,
        method === 'GET' ? undefined : await body(),
      ),
    );
  switch (first) {
    case undefined: {
      if (method === 'POST') return writeOne(database, asked, (await body()) as CouchDocument);
      const info = (await database.ask('GET', '')) as Record<string, unknown>;
      return ok({
        ...info,
        db_name: database.name,
        update_seq: database.sequences.write(await database.newest()),
        instance_start_time: '0',
      });
    }
    case '_security':
      if (method === 'GET') return ok(database.security);
      database.assertAdmin(user);
      database.security = (await body()) as Security;
      return ok({ ok: true });
    case '_revs_limit': {
      if (method === 'GET') return ok(database.revisionsLimit);
      database.assertAdmin(user);
      const limit = await body();
      if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1)
        throw badRequest('Rev limit has to be an integer');
      database.revisionsLimit = limit;
      return ok({ ok: true });
    }
    case '_changes':
      await answerChanges(database, query, response);
      return undefined;
    case '_bulk_docs': {
      const { docs, new_edits: newEdits = true } = (await body()) as { docs?: unknown; new_edits?: boolean };
      if (!Array.isArray(docs)) throw badRequest('POST body must include `docs` parameter.');
      return ok(await database.write(docs, user, { newEdits }), 201);
    }
    case '_all_docs':
    case '_find':
    case '_revs_diff':
    case '_bulk_get':
    case '_ensure_full_commit':
      return passed();
    case '_index':
      return ofIndexes(database, asked);
    case '_local':
      return ofLocal(database, asked, `_local/${rest.join('/')}`);
    case '_design':
      if (rest.length > 1) return passed();
      return ofDocument(database, asked, `_design/${rest[0] ?? ''}`);
    default:
      if (first.startsWith('_')) throw missing(`${first} is not offered here`);
      if (rest.length > 0) throw new Refusal(403, 'forbidden', 'Attachments are not taken here.');
      return ofDocument(database, asked, first);
  }
}

async function ofLocal(database: Database, { method, query, body }: Asked, id: string): Promise<Answer> {
  switch (method) {
    case 'GET':
      return ok(database.local(id));
    case 'PUT':
      return ok(database.writeLocal(id, { ...((await body()) as CouchDocument), _id: id }), 201);
    case 'DELETE':
      return ok(database.writeLocal(id, { _id: id, _rev: query.get('rev') ?? '', _deleted: true }));
    default:
      throw notAllowed(method);
  }
}

async function ofDocument(database: Database, asked: Asked, id: string): Promise<Answer> {
  const { method, query, body } = asked;
  switch (method) {
    case 'GET':
    case 'HEAD': {
      const { rows } = (await database.ask('POST', '/_all_docs?include_docs=true', { keys: [id] })) as {
        rows: { id?: string; value?: { rev: string; deleted?: boolean }; doc?: CouchDocument | null }[];
      };
      const [row] = rows;
      isThere(row?.value?.deleted === true ? { _id: id, _deleted: true } : (row?.doc ?? undefined));
      return ok(await database.ask('GET', `/${encodeURIComponent(id)}?${query.toString()}`));
    }
    case 'PUT':
      return writeOne(database, asked, { ...((await body()) as CouchDocument), ...revOf(query), _id: id });
    case 'DELETE': {
      const rev = query.get('rev');
      if (rev === null) throw new Refusal(409, 'conflict', 'Document update conflict.');
      return writeOne(database, asked, { _id: id, _rev: rev, _deleted: true }, 200);
    }
    default:
      throw notAllowed(method);
  }
}

const revOf = (query: URLSearchParams): { readonly _rev?: string } => {
  const rev = query.get('rev');
  return rev === null ? {} : { _rev: rev };
};

const statusOf: Readonly<Record<string, number>> = { conflict: 409, forbidden: 403, unauthorized: 401 };

async function writeOne(
  database: Database,
  { user }: Asked,
  document: CouchDocument,
  status = 201,
): Promise<Answer> {
  const [result] = await database.write([document], user, { newEdits: true });
  if (!result) throw new Error('a write without a result');
  if ('error' in result) throw new Refusal(statusOf[result.error] ?? 500, result.error, result.reason);
  return ok(result, status);
}
