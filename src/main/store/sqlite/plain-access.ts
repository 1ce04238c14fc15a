import {
  createRevision,
  getSchemaByObjectPath,
  normalizeMangoQuery,
  now,
  prepareQuery,
  randomToken,
  type MangoQuery,
  type RxDocumentData,
  type RxStorageChangeEvent,
} from 'rxdb';
import type { StatementSync } from 'node:sqlite';
import { DomainError } from '../../platform/errors.ts';
import type { AnyDocument } from './columns.ts';
import { fromStoredRow } from './document.ts';
import type { SqliteStorageInstance } from './instance.ts';
import { SqlQuery } from './query.ts';
import type { RawRow, StoredRow } from './table.ts';
import { toSqlText } from './text-order.ts';

type ChangeEvent<T> = RxStorageChangeEvent<RxDocumentData<T>>;

/**
 * Events in one bulk. RxDB's change buffer keeps a larger bulk whole until the next write, which after a first
 * collection would be every entity.
 */
const eventsPerBulk = 100;

/** About 10 ms of work, after which a large write lets a window, a scheduler or a server have its turn. */
const writesBetweenPauses = 500;

/** A row, and where the values of its indexed columns are read from. */
interface Written {
  readonly row: StoredRow;
  readonly fields: AnyDocument;
}

/**
 * The documents of a storage instance without RxDB's documents, caches and copies: one JSON.parse a read, one
 * JSON.stringify a write. Revisions, write times and change events are those that RxDB itself would have made, so
 * that queries that are being observed, and replication, see these writes as any other.
 */
export class PlainAccess<T extends { readonly id: string }> {
  readonly #instance: SqliteStorageInstance<T>;
  readonly #databaseToken: string;
  readonly #longestId: number;
  readonly #byId: StatementSync;
  readonly #after: StatementSync;
  readonly #parse = (row: RawRow): T => JSON.parse(row['data'] as string) as T;

  constructor(instance: SqliteStorageInstance<T>, databaseToken: string) {
    const { connection, table } = instance;
    this.#instance = instance;
    this.#databaseToken = databaseToken;
    this.#longestId = getSchemaByObjectPath<T>(instance.schema as never, 'id').maxLength ?? Infinity;
    this.#byId = connection.prepareRead(`SELECT data FROM ${table.sql} WHERE id = ? AND deleted = 0`);
    this.#after = connection.prepareRead(
      `SELECT data FROM ${table.sql} WHERE deleted = 0 AND id > ? ORDER BY id LIMIT ?`,
    );
  }

  getMany(ids: readonly string[]): T[] {
    return this.#read(() => {
      const documents: T[] = [];
      for (const id of ids) {
        const row = this.#byId.get(toSqlText(id));
        if (row) documents.push(this.#parse(row));
      }
      return documents;
    });
  }

  /** Up to `limit` documents in order of id, from the first after `id`. */
  after(id: string, limit: number): T[] {
    return this.#read(() => this.#after.all(toSqlText(id), limit).map(this.#parse));
  }

  find(query: MangoQuery<T>): T[] {
    return this.#read(() => this.#query(query).run());
  }

  count(query: MangoQuery<T>): number {
    return this.#read(() => this.#query(query).count());
  }

  async put(documents: readonly T[], context: string): Promise<void> {
    const latest = new Map(documents.map((document) => [document.id, document]));
    await this.#write(context, [...latest.values()], (document, before, lwt) =>
      this.#written(document, before, lwt),
    );
  }

  async insert(document: T, context: string): Promise<boolean> {
    const written = await this.#write(context, [document], (_, before, lwt) => {
      const there = before !== undefined && !before.deleted;
      return there ? undefined : this.#written(document, before, lwt);
    });
    return written === 1;
  }

  /** What is read and what is written in its place are one transaction: no other write comes between them. */
  async update(id: string, change: (now: T) => T | undefined, context: string): Promise<T | undefined> {
    let changed: T | undefined;
    await this.#write(context, [{ id }], (_, before, lwt) => {
      if (before === undefined || before.deleted) return undefined;
      changed = change(JSON.parse(before.data) as T);
      return changed && this.#written(changed, before, lwt);
    });
    return changed;
  }

  /** Deleted documents stay as tombstones, so that deletions replicate, until `cleanup` removes them. */
  async remove(ids: readonly string[], context: string): Promise<void> {
    const documents = [...new Set(ids)].map((id) => ({ id }));
    await this.#write(context, documents, (document, before, lwt) =>
      before && !before.deleted
        ? {
            row: this.#row(document, before.data, before, true, lwt),
            fields: JSON.parse(before.data) as AnyDocument,
          }
        : undefined,
    );
  }

  #written(document: T, before: StoredRow | undefined, lwt: number): Written {
    const row = this.#row(document, JSON.stringify(document), before, false, lwt);
    return { row, fields: document };
  }

  #row(
    document: { readonly id: string },
    data: string,
    before: StoredRow | undefined,
    deleted: boolean,
    lwt: number,
  ): StoredRow {
    const rev = createRevision(this.#databaseToken, before && ({ _rev: before.rev } as RxDocumentData<T>));
    return { id: document.id, rev, deleted, lwt, meta: null, data };
  }

  /** @returns how many documents `next` gave something to write for. */
  async #write<D extends { readonly id: string }>(
    context: string,
    documents: D[],
    next: (document: D, before: StoredRow | undefined, lwt: number) => Written | undefined,
  ): Promise<number> {
    const { connection, table, synchronous } = this.#instance;
    this.#instance.assertOpen();
    for (const { id } of documents) this.#assertId(id);
    // Within one write time, changes are read in order of id: written so, a checkpoint never passes one by.
    documents.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
    const { lwt, events } = await connection.write(synchronous, async (pause) => {
      const lwt = now();
      const events: ChangeEvent<T>[] = [];
      for (const [index, document] of documents.entries()) {
        if (index % writesBetweenPauses === writesBetweenPauses - 1) await pause();
        const before = table.getForUpdate(document.id);
        const written = next(document, before, lwt);
        if (!written) continue;
        const { row, fields } = written;
        if (before) table.update(row, fields);
        else table.insert(row, fields);
        events.push(changeEvent<T>(before, row, fields, documents.length > eventsPerBulk));
      }
      return { lwt, events };
    });
    for (let start = 0; start < events.length; start += eventsPerBulk) {
      const bulk = events.slice(start, start + eventsPerBulk);
      const checkpoint = { id: bulk.at(-1)?.documentId ?? '', lwt };
      this.#instance.emit({ id: randomToken(10), events: bulk, checkpoint, context });
    }
    return events.length;
  }

  #assertId(id: unknown): void {
    if (typeof id === 'string' && id.length > 0 && id.length <= this.#longestId) return;
    const came = typeof id === 'string' ? `one of ${id.length} characters` : typeof id;
    throw new DomainError(
      'document-id-invalid',
      `Collection ${this.#instance.collectionName}: expected an id of 1 to ${this.#longestId} characters, came ${came}.`,
    );
  }

  #query(query: MangoQuery<T>): SqlQuery<T> {
    const { connection, table, schema } = this.#instance;
    const living = { ...query, selector: { ...query.selector, _deleted: { $eq: false } } };
    const prepared = prepareQuery(schema as never, normalizeMangoQuery(schema, living as never) as never);
    return new SqlQuery<T>(connection, table, schema as never, prepared, {
      columns: 'data',
      parse: this.#parse,
    });
  }

  #read<R>(work: () => R): R {
    this.#instance.assertOpen();
    return this.#instance.connection.read(work);
  }
}

/**
 * Most events are only ever asked for their id, so the documents are parsed when somebody looks. Of a write that is
 * too large for RxDB's change buffer, which makes every observed query run again, the events hold no texts: what an
 * updated document was before is then not told, and what it is now comes from the caller's object.
 */
function changeEvent<T>(
  before: StoredRow | undefined,
  after: StoredRow,
  source: unknown,
  large: boolean,
): ChangeEvent<T> {
  const existed = before !== undefined && !before.deleted;
  const operation = after.deleted ? 'DELETE' : existed ? 'UPDATE' : 'INSERT';
  const { id, rev, deleted, lwt, meta } = after;
  const data = large && !deleted ? undefined : after.data;
  const previousRow = existed && (deleted || !large) ? before : undefined;
  let document: RxDocumentData<T> | undefined;
  let previous: RxDocumentData<T> | undefined;
  return {
    documentId: id,
    operation,
    get documentData() {
      document ??= fromStoredRow<T>({ rev, deleted, lwt, meta, data: data ?? JSON.stringify(source) });
      return document;
    },
    get previousDocumentData() {
      if (previousRow) previous ??= fromStoredRow<T>(previousRow);
      return previous;
    },
  };
}
