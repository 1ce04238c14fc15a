import { z } from 'zod';
import type { SharedCollection } from '../../../shared/model/sync.ts';
import { equalValue } from '../../inventory/digest.ts';
import type { StoreCollection } from '../../store/store.ts';
import type { CouchClient } from '../couch/couch-client.ts';
import { isAppendOnly, isKeptByYear } from '../layout.ts';
import { couchDocumentSchema, fromCouch, isDesign } from '../replication/documents.ts';
import type { SyncCheck } from '../sync.ts';

type Differing = SyncCheck['collections'][number];

export interface Compared {
  /** With the first ids of each. */
  readonly difference: Differing;
  readonly counts: { readonly onlyHere: number; readonly onlyThere: number; readonly differing: number };
  /** Of those here that are not sent, as the account is not believed of them. */
  readonly staying: number;
}

const batch = 200;
const mostIds = 100;

const rowsSchema = z.object({
  rows: z.array(
    z.object({
      key: z.string(),
      id: z.string().optional(),
      value: z.object({ deleted: z.boolean().optional() }).optional(),
      doc: couchDocumentSchema.nullish(),
    }),
  ),
});
const countSchema = z.object({ doc_count: z.number() });

/**
 * Both sides of one collection, document by document, a batch at a time: whatever the order in which a side keeps
 * them, and however many there are.
 */
export async function compareCollection(given: {
  readonly name: SharedCollection;
  readonly store: StoreCollection<{ readonly id: string }>;
  readonly client: CouchClient;
  /** Paths of its databases, with the year where there is one for each. */
  readonly databases: readonly { readonly path: string; readonly year?: number }[];
  /** Whether the server takes a document in of the account. */
  readonly maySend: (document: { readonly id: string }) => boolean;
  readonly onProgress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}): Promise<Compared> {
  const { name, store, client, databases, signal } = given;
  const onlyHere: string[] = [];
  const onlyThere: string[] = [];
  const differing: string[] = [];
  const counts = { onlyHere: 0, onlyThere: 0, differing: 0 };
  let staying = 0;
  const lists = { onlyHere, onlyThere, differing };
  const note = (is: keyof typeof counts, id: string) => {
    counts[is] += 1;
    if (lists[is].length < mostIds) lists[is].push(id);
  };
  const sizes = await Promise.all(
    databases.map(({ path }) => client.ask(countSchema, 'GET', path, { signal })),
  );
  const local = await store.count({});
  const total = local + sizes.reduce((sum, { doc_count: count }) => sum + count, 0);
  let done = 0;
  let here = 0;
  let there = 0;

  for await (const documents of store.each(batch)) {
    const ours = documents.filter((document) => isShared(name, document));
    here += ours.length;
    const missing = (document: { readonly id: string }, is: 'onlyHere' | 'differing') => {
      if (given.maySend(document)) return note(is, document.id);
      // Nobody can put it right from here, and it will be when whoever may writes it again.
      staying += 1;
      if (is === 'onlyHere') here -= 1;
    };
    for (const [path, own] of grouped(ours, databases)) {
      if (path === undefined) {
        for (const document of own) missing(document, 'onlyHere');
        continue;
      }
      const { rows } = await client.ask(rowsSchema, 'POST', `${path}/_all_docs`, {
        query: { include_docs: true },
        body: { keys: own.map(({ id }) => id) },
        signal,
      });
      const found = new Map(rows.map((row) => [row.key, row]));
      for (const document of own) {
        const row = found.get(document.id);
        if (!row?.doc || row.value?.deleted === true) missing(document, 'onlyHere');
        else if (!sameFields(fromCouch(row.doc), document)) missing(document, 'differing');
      }
    }
    done += documents.length;
    given.onProgress(done, total);
  }

  for (const { path } of databases) {
    let last: string | undefined;
    for (;;) {
      const { rows } = await client.ask(rowsSchema, 'GET', `${path}/_all_docs`, {
        query: { limit: batch + 1, ...(last !== undefined && { startkey: JSON.stringify(last) }) },
        signal,
      });
      const page = rows.filter(({ key }) => key !== last);
      const ids = page.map(({ key }) => key).filter((id) => !isDesign(id));
      const known = new Set((await store.getMany(ids)).map(({ id }) => id));
      there += ids.length;
      for (const id of ids) if (!known.has(id)) note('onlyThere', id);
      done += ids.length;
      given.onProgress(Math.min(done, total), total);
      if (rows.length <= batch) break;
      last = rows.at(-1)?.key;
    }
  }
  // What was cleared away here stays there where nothing is ever taken away.
  const leaves = isAppendOnly(name) && name !== 'audit';
  return {
    difference: { collection: name, here, there, onlyHere, onlyThere: leaves ? [] : onlyThere, differing },
    counts: leaves ? { ...counts, onlyThere: 0 } : counts,
    staying,
  };
}

export function isShared(name: SharedCollection, document: { readonly id: string }): boolean {
  return name !== 'runs' || Reflect.get(document, 'type') === 'collection';
}

function sameFields(there: object, here: object): boolean {
  return equalValue({ ...there, _deleted: undefined }, here);
}

function grouped<T extends { readonly id: string }>(
  documents: readonly T[],
  databases: readonly { readonly path: string; readonly year?: number }[],
): Map<string | undefined, T[]> {
  const groups = new Map<string | undefined, T[]>();
  for (const document of documents) {
    const at: unknown = Reflect.get(document, 'at');
    const year = typeof at === 'string' ? Number(at.slice(0, 4)) : undefined;
    const path = databases.find((one) => one.year === undefined || one.year === year)?.path;
    groups.set(path, [...(groups.get(path) ?? []), document]);
  }
  return groups;
}

export const yearOfPath = (
  name: SharedCollection,
  path: string,
): { readonly path: string; readonly year?: number } =>
  isKeptByYear(name) ? { path, year: Number(path.slice(-4)) } : { path };
