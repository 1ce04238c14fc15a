import { ok, notAllowed, type Answer, type Asked } from './asked.ts';
import type { Database } from './database.ts';
import { badRequest, Refusal } from './refusal.ts';
import type { CouchDocument } from './upstream.ts';

type Field = Readonly<Record<string, string>>;
interface View {
  readonly options: { readonly def: { readonly fields: readonly Field[] } };
}

/** `_index`: JSON indexes, each a view of a design document in the language `query`. */
export async function ofIndexes(database: Database, { method, user, body }: Asked): Promise<Answer> {
  // What is not read at once is gone.
  const given = method === 'POST' ? ((await body()) as Record<string, unknown>) : {};
  const designs = await designsOf(database);
  switch (method) {
    case 'GET': {
      const indexes = [...designs.values()].flatMap(({ _id: ddoc, views }) =>
        Object.entries(views as Record<string, View>).map(([name, { options }]) => ({
          ddoc,
          name,
          type: 'json',
          partitioned: false,
          def: { fields: options.def.fields },
        })),
      );
      const special = { ddoc: null, name: '_all_docs', type: 'special', def: { fields: [{ _id: 'asc' }] } };
      return ok({ total_rows: indexes.length + 1, indexes: [special, ...indexes] });
    }
    case 'POST': {
      database.assertAdmin(user);
      const { index, ddoc, name } = given;
      const { fields } = (index ?? {}) as { readonly fields?: unknown };
      if (!Array.isArray(fields) || fields.length === 0)
        throw new Refusal(400, 'invalid_index_fields', 'Missing required key: fields');
      if (typeof ddoc !== 'string' || typeof name !== 'string')
        throw badRequest('Only indexes that are named are offered here.');
      const id = `_design/${ddoc}`;
      const sorted = (fields as (string | Field)[]).map((field): Field =>
        typeof field === 'string' ? { [field]: 'asc' } : field,
      );
      const before = designs.get(id);
      const view = {
        map: { fields: Object.assign({}, ...sorted) as Field, partial_filter_selector: {} },
        reduce: '_count',
        options: { def: { fields: sorted } },
      };
      const views = (before?.['views'] ?? {}) as Readonly<Record<string, View>>;
      if (JSON.stringify(views[name]) === JSON.stringify(view)) return ok({ result: 'exists', id, name });
      const document = { ...before, _id: id, language: 'query', views: { ...views, [name]: view } };
      const [result] = await database.write([document], user, { newEdits: true });
      if (!result || 'error' in result) throw new Error(`the index was not written: ${result?.reason ?? ''}`);
      return ok({ result: 'created', id, name });
    }
    default:
      throw notAllowed(method);
  }
}

async function designsOf(database: Database): Promise<ReadonlyMap<string, CouchDocument>> {
  const { rows } = (await database.ask(
    'GET',
    '/_all_docs?include_docs=true&startkey=%22_design/%22&endkey=%22_design0%22',
  )) as { rows: { doc: CouchDocument }[] };
  return new Map(
    rows.filter(({ doc }) => doc['language'] === 'query').map(({ doc }) => [doc._id, doc] as const),
  );
}
