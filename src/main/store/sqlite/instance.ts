import {
  categorizeBulkWriteRows,
  getPrimaryFieldOfPrimaryKey,
  now,
  type BulkWriteRow,
  type EventBulk,
  type PreparedQuery,
  type RxDocumentData,
  type RxJsonSchema,
  type RxStorageBulkWriteResponse,
  type RxStorageChangeEvent,
  type RxStorageCountResult,
  type RxStorageDefaultCheckpoint,
  type RxStorageInstance,
  type RxStorageInstanceCreationParams,
  type RxStorageQueryResult,
} from 'rxdb';
import { Subject, type Observable } from 'rxjs';
import type { AnySchema } from './columns.ts';
import type { Connection, Synchronous } from './connection.ts';
import { fromRawRow, fromStoredRow, toStoredRow } from './document.ts';
import { SqlQuery, type RowShape } from './query.ts';
import { CollectionTable, rowColumns } from './table.ts';
import { toSqlText } from './text-order.ts';

type Checkpoint = RxStorageDefaultCheckpoint;
export type ChangeBulk<T> = EventBulk<RxStorageChangeEvent<RxDocumentData<T>>, Checkpoint>;
export type Internals = Record<string, never>;
export type InstanceOptions = Record<string, never>;

/** Tombstones removed in one call of cleanup, so that it never blocks for long. */
const cleanupBatch = 5000;

/** One collection in one schema version. */
export class SqliteStorageInstance<T> implements RxStorageInstance<
  T,
  Internals,
  InstanceOptions,
  Checkpoint
> {
  readonly databaseName: string;
  readonly collectionName: string;
  readonly schema: Readonly<RxJsonSchema<RxDocumentData<T>>>;
  readonly options: Readonly<InstanceOptions>;
  readonly internals: Readonly<Internals> = {};
  readonly connection: Connection;
  readonly table: CollectionTable;
  readonly synchronous: Synchronous;
  readonly #primaryPath: string;
  readonly #changes = new Subject<ChangeBulk<T>>();
  #closing: Promise<void> | undefined;

  constructor(
    params: RxStorageInstanceCreationParams<T, InstanceOptions>,
    connection: Connection,
    synchronous: Synchronous,
  ) {
    this.databaseName = params.databaseName;
    this.collectionName = params.collectionName;
    this.schema = params.schema;
    this.options = params.options;
    this.synchronous = synchronous;
    this.#primaryPath = getPrimaryFieldOfPrimaryKey(params.schema.primaryKey);
    this.connection = connection;
    this.table = new CollectionTable(
      connection,
      params.collectionName,
      params.schema as unknown as AnySchema,
    );
    connection.retain();
  }

  bulkWrite(rows: BulkWriteRow<T>[], context: string): Promise<RxStorageBulkWriteResponse<T>> {
    return this.#whileOpen(() => {
      const result = this.connection.transaction(this.synchronous, () => {
        const categorized = this.#categorize(rows, context);
        for (const { document } of categorized.bulkInsertDocs) {
          const { row, fields } = toStoredRow(this.#idOf(document), document);
          this.table.insert(row, fields);
        }
        for (const { document } of categorized.bulkUpdateDocs) {
          const { row, fields } = toStoredRow(this.#idOf(document), document);
          this.table.update(row, fields);
        }
        return categorized;
      });
      const bulk: ChangeBulk<T> = result.eventBulk;
      if (bulk.events.length > 0) {
        bulk.checkpoint = newest(bulk.events);
        this.#changes.next(bulk);
      }
      return { error: result.errors };
    });
  }

  findDocumentsById(ids: string[], withDeleted: boolean): Promise<RxDocumentData<T>[]> {
    return this.#whileOpen(() =>
      this.connection.read(() => {
        const documents: RxDocumentData<T>[] = [];
        for (const id of ids) {
          const row = this.table.get(id);
          if (row && (withDeleted || !row.deleted)) documents.push(fromStoredRow(row));
        }
        return documents;
      }),
    );
  }

  query(prepared: PreparedQuery<T>): Promise<RxStorageQueryResult<T>> {
    return this.#whileOpen(() => this.connection.read(() => ({ documents: this.#sqlQuery(prepared).run() })));
  }

  count(prepared: PreparedQuery<T>): Promise<RxStorageCountResult> {
    return this.#whileOpen(() =>
      this.connection.read(() => ({ count: this.#sqlQuery(prepared).count(), mode: 'fast' as const })),
    );
  }

  getChangedDocumentsSince(
    limit: number,
    checkpoint?: Checkpoint,
  ): Promise<{ documents: RxDocumentData<T>[]; checkpoint: Checkpoint }> {
    return this.#whileOpen(() =>
      this.connection.read(() => {
        this.table.ensureChangeIndex();
        const since = checkpoint ?? { id: '', lwt: 0 };
        const rows = this.connection
          .prepare(
            `SELECT ${rowColumns} FROM ${this.table.sql} WHERE (lwt, id) > (?, ?) ORDER BY lwt, id LIMIT ?`,
          )
          .all(since.lwt, toSqlText(since.id), limit);
        const documents = rows.map((row) => fromRawRow<T>(row));
        const last = documents.at(-1);
        return { documents, checkpoint: last ? { id: this.#idOf(last), lwt: last._meta.lwt } : since };
      }),
    );
  }

  getAttachmentData(documentId: string, attachmentId: string): Promise<Blob> {
    return Promise.reject(
      new Error(`Attachment ${attachmentId} of ${documentId}: this storage keeps no attachments.`),
    );
  }

  /** Tells everybody who follows this collection of a write that has been committed. */
  emit(bulk: ChangeBulk<T>): void {
    this.#changes.next(bulk);
  }

  assertOpen(): void {
    if (this.#closing) throw this.#closed();
  }

  changeStream(): Observable<ChangeBulk<T>> {
    return this.#changes.asObservable();
  }

  cleanup(minimumDeletedTime: number): Promise<boolean> {
    return this.#whileOpen(() => {
      const removed = this.connection.transaction(this.synchronous, () =>
        this.connection
          .prepare(
            `DELETE FROM ${this.table.sql} WHERE rowid IN
               (SELECT rowid FROM ${this.table.sql} WHERE deleted = 1 AND lwt <= ? LIMIT ${cleanupBatch})`,
          )
          .run(now() - minimumDeletedTime),
      );
      return Number(removed.changes) < cleanupBatch;
    });
  }

  close(): Promise<void> {
    this.#closing ??= Promise.resolve().then(() => {
      this.#changes.complete();
      this.connection.release();
    });
    return this.#closing;
  }

  remove(): Promise<void> {
    return this.#whileOpen(() => {
      this.table.drop();
    }).then(() => this.close());
  }

  #categorize(rows: BulkWriteRow<T>[], context: string) {
    const known = new Map<string, RxDocumentData<T>>();
    for (const { document } of rows) {
      const id = this.#idOf(document);
      const row = known.has(id) ? undefined : this.table.get(id);
      if (row) known.set(id, fromStoredRow(row));
    }
    // A second row with the same id must meet the first one's result; an empty map would never be asked.
    if (known.size === 0) known.set('', undefined as never);
    const remember = (document: RxDocumentData<T>) => {
      known.set(this.#idOf(document), document);
    };
    return categorizeBulkWriteRows<T>(
      this,
      this.#primaryPath as never,
      known as never,
      rows,
      context,
      remember,
      remember,
    );
  }

  #sqlQuery(prepared: PreparedQuery<T>): SqlQuery<RxDocumentData<T>> {
    const shape: RowShape<RxDocumentData<T>> = { columns: rowColumns, parse: (row) => fromRawRow<T>(row) };
    return new SqlQuery(
      this.connection,
      this.table,
      this.schema as unknown as AnySchema,
      prepared as never,
      shape,
    );
  }

  #idOf(document: object): string {
    return (document as Record<string, string>)[this.#primaryPath] ?? '';
  }

  #closed(): Error {
    return new Error(`Collection ${this.collectionName} of database ${this.databaseName} is closed.`);
  }

  #whileOpen<R>(work: () => R): Promise<R> {
    if (this.#closing) return Promise.reject(this.#closed());
    try {
      return Promise.resolve(work());
    } catch (error) {
      return Promise.reject(error as Error);
    }
  }
}

/** Reading on from here gives everything that was written after these events. */
function newest<T>(events: ChangeBulk<T>['events']): Checkpoint {
  let checkpoint: Checkpoint = { id: '', lwt: 0 };
  for (const { documentId: id, documentData, previousDocumentData } of events) {
    const { lwt } = (documentData ?? previousDocumentData)._meta;
    if (lwt > checkpoint.lwt || (lwt === checkpoint.lwt && id > checkpoint.id)) checkpoint = { id, lwt };
  }
  return checkpoint;
}
