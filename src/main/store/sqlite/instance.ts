import {
  categorizeBulkWriteRows,
  getPrimaryFieldOfPrimaryKey,
  now,
  type BulkWriteRow,
  type CategorizeBulkWriteRowsOutput,
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
import { merge, ReplaySubject, Subject, takeUntil, type Observable } from 'rxjs';
import { joinBroadcast, type Broadcast } from './broadcast.ts';
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
export type CreationParams<T> = RxStorageInstanceCreationParams<T, InstanceOptions>;

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
  readonly #shape: RowShape<RxDocumentData<T>> = { columns: rowColumns, parse: (row) => fromRawRow<T>(row) };
  readonly #changes: Subject<ChangeBulk<T>>;
  readonly #changesElsewhere = new Subject<ChangeBulk<T>>();
  readonly #ended = new ReplaySubject<void>(1);
  readonly #broadcast: Broadcast<ChangeBulk<T>> | undefined;
  readonly #readsByChange = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  static async open<T>(
    params: CreationParams<T>,
    connection: Connection,
    synchronous: Synchronous,
  ): Promise<SqliteStorageInstance<T>> {
    connection.retain();
    try {
      const schema = params.schema as unknown as AnySchema;
      const table = await CollectionTable.open(connection, params.collectionName, schema);
      return new SqliteStorageInstance<T>(params, connection, table, synchronous);
    } catch (error) {
      await connection.release();
      throw error;
    }
  }

  private constructor(
    params: CreationParams<T>,
    connection: Connection,
    table: CollectionTable,
    synchronous: Synchronous,
  ) {
    this.databaseName = params.databaseName;
    this.collectionName = params.collectionName;
    this.schema = params.schema;
    this.options = params.options;
    this.connection = connection;
    this.table = table;
    this.synchronous = synchronous;
    this.#primaryPath = getPrimaryFieldOfPrimaryKey(params.schema.primaryKey);
    this.#changes = connection.changesOf(table.name);
    this.#broadcast = params.multiInstance
      ? joinBroadcast(params, connection.id, (bulk) => {
          this.#changesElsewhere.next(bulk);
        })
      : undefined;
  }

  async bulkWrite(rows: BulkWriteRow<T>[], context: string): Promise<RxStorageBulkWriteResponse<T>> {
    this.assertOpen();
    const { eventBulk, errors } = await this.connection.write(this.synchronous, () => {
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
    if (eventBulk.events.length > 0) this.emit({ ...eventBulk, checkpoint: newest(eventBulk.events) });
    return { error: errors };
  }

  async findDocumentsById(ids: string[], withDeleted: boolean): Promise<RxDocumentData<T>[]> {
    this.assertOpen();
    return this.connection.read(() => {
      const documents: RxDocumentData<T>[] = [];
      for (const id of ids) {
        const row = this.table.get(id);
        if (row && (withDeleted || !row.deleted)) documents.push(fromStoredRow(row));
      }
      return documents;
    });
  }

  async query(prepared: PreparedQuery<T>): Promise<RxStorageQueryResult<T>> {
    const query = this.#prepare(prepared);
    return this.#read(query.readsByChange, () => ({ documents: query.run() }));
  }

  async count(prepared: PreparedQuery<T>): Promise<RxStorageCountResult> {
    const query = this.#prepare(prepared);
    return this.#read(query.readsByChange, () => ({ count: query.count(), mode: 'fast' }));
  }

  async getChangedDocumentsSince(
    limit: number,
    checkpoint?: Checkpoint,
  ): Promise<{ documents: RxDocumentData<T>[]; checkpoint: Checkpoint }> {
    this.assertOpen();
    const since = checkpoint ?? { id: '', lwt: 0 };
    const documents = await this.#read(true, () =>
      this.connection
        .prepareRead(
          `SELECT ${rowColumns} FROM ${this.table.sql} WHERE (lwt, id) > (?, ?) ORDER BY lwt, id LIMIT ?`,
        )
        .all(since.lwt, toSqlText(since.id), limit)
        .map((row) => fromRawRow<T>(row)),
    );
    const last = documents.at(-1);
    return { documents, checkpoint: last ? { id: this.#idOf(last), lwt: last._meta.lwt } : since };
  }

  /** How many there are of what `getChangedDocumentsSince` gives, in all. */
  async countChangedSince(
    checkpoint: Checkpoint | undefined,
    only: { readonly living: boolean; readonly field?: { readonly path: string; readonly value: string } },
  ): Promise<number> {
    this.assertOpen();
    const since = checkpoint ?? { id: '', lwt: 0 };
    const column = only.field && this.table.columns.get(only.field.path)?.sql;
    const conditions = [
      '(lwt, id) > (?, ?)',
      ...(only.living ? ['deleted = 0'] : []),
      ...(column === undefined ? [] : [`${column} = ?`]),
    ];
    const values = [
      since.lwt,
      toSqlText(since.id),
      ...(only.field && column !== undefined ? [toSqlText(only.field.value)] : []),
    ];
    return this.#read(true, () => {
      const row = this.connection
        .prepareRead(`SELECT COUNT(*) AS count FROM ${this.table.sql} WHERE ${conditions.join(' AND ')}`)
        .get(...values);
      return Number(row?.['count'] ?? 0);
    });
  }

  async getAttachmentData(documentId: string, attachmentId: string): Promise<Blob> {
    throw new Error(`Attachment ${attachmentId} of ${documentId}: this storage keeps no attachments.`);
  }

  changeStream(): Observable<ChangeBulk<T>> {
    return merge(this.#changes, this.#changesElsewhere).pipe(takeUntil(this.#ended));
  }

  /** Tells everybody who follows this collection of a write that has been committed. */
  emit(bulk: ChangeBulk<T>): void {
    this.#changes.next(bulk);
    this.#broadcast?.send(bulk);
  }

  async cleanup(minimumDeletedTime: number): Promise<boolean> {
    this.assertOpen();
    const removed = await this.connection.write(this.synchronous, () =>
      this.connection
        .prepareWrite(
          `DELETE FROM ${this.table.sql} WHERE rowid IN
             (SELECT rowid FROM ${this.table.sql} WHERE deleted = 1 AND lwt <= ? LIMIT ${cleanupBatch})`,
        )
        .run(endOfMillisecond() - minimumDeletedTime),
    );
    return Number(removed.changes) < cleanupBatch;
  }

  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async remove(): Promise<void> {
    this.assertOpen();
    const dropped = this.#readsFinished().then(() =>
      this.connection.write(this.synchronous, () => {
        this.table.drop();
      }),
    );
    const end = (): Promise<void> => this.#end();
    this.#closing = dropped.then(end, end);
    await dropped;
    await this.#closing;
  }

  assertOpen(): void {
    if (this.#closing) {
      throw new Error(`Collection ${this.collectionName} of database ${this.databaseName} is closed.`);
    }
  }

  #categorize(rows: BulkWriteRow<T>[], context: string): CategorizeBulkWriteRowsOutput<T> {
    const known = new Map<string, RxDocumentData<T> | undefined>();
    for (const { document } of rows) {
      const id = this.#idOf(document);
      const row = known.has(id) ? undefined : this.table.getForUpdate(id);
      if (row) known.set(id, fromStoredRow(row));
    }
    // A second row with the same id must meet what the first one wrote; an empty map would never be asked.
    if (known.size === 0) known.set('', undefined);
    const remember = (document: RxDocumentData<T>) => {
      known.set(this.#idOf(document), document);
    };
    const primaryPath = this.#primaryPath as never;
    return categorizeBulkWriteRows<T>(this, primaryPath, known as never, rows, context, remember, remember);
  }

  #prepare(prepared: PreparedQuery<T>): SqlQuery<RxDocumentData<T>> {
    this.assertOpen();
    return new SqlQuery(
      this.connection,
      this.table,
      this.schema as unknown as AnySchema,
      prepared,
      this.#shape,
    );
  }

  /** Reads at once, or in order of change as soon as the index for that is there; closing waits for such a read. */
  #read<R>(byChange: boolean, work: () => R): R | Promise<R> {
    if (!byChange) return this.connection.read(work);
    const reading = this.table.ensureChangeIndex().then(() => this.connection.read(work));
    this.#readsByChange.add(reading);
    const finish = (): boolean => this.#readsByChange.delete(reading);
    reading.then(finish, finish);
    return reading;
  }

  async #readsFinished(): Promise<void> {
    await Promise.allSettled(this.#readsByChange);
  }

  async #end(): Promise<void> {
    await this.#readsFinished();
    await this.connection.release();
    await this.#broadcast?.leave();
    this.#ended.next();
  }

  #idOf(document: object): string {
    return (document as Record<string, string>)[this.#primaryPath] ?? '';
  }
}

/**
 * RxDB's clock counts the calls within a millisecond in hundredths, in every copy of RxDB that a process has loaded
 * for itself: a deletion may bear a time that is a little later than `now()` here.
 */
function endOfMillisecond(): number {
  return Math.floor(now()) + 0.99;
}

/** Reading on from here gives everything that was written after these events. */
function newest<T>(events: ChangeBulk<T>['events']): Checkpoint {
  let checkpoint: Checkpoint = { id: '', lwt: 0 };
  for (const { documentId: id, documentData } of events) {
    const { lwt } = documentData._meta;
    if (lwt > checkpoint.lwt || (lwt === checkpoint.lwt && id > checkpoint.id)) checkpoint = { id, lwt };
  }
  return checkpoint;
}
