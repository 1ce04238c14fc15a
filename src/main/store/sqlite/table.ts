import type { StatementSync } from 'node:sqlite';
import {
  columnReader,
  columnsOf,
  indexesOf,
  quoted,
  type AnyDocument,
  type AnySchema,
  type Column,
  type SqlValue,
} from './columns.ts';
import type { Connection } from './connection.ts';
import { toSqlText } from './text-order.ts';

/** A document as its table holds it. `data` is the JSON of everything but RxDB's own fields. */
export interface StoredRow {
  readonly id: string;
  readonly rev: string;
  readonly deleted: boolean;
  /** Last write, milliseconds since 1970 with two decimals, as RxDB counts. */
  readonly lwt: number;
  /** JSON of what `_meta` holds beside `lwt`. */
  readonly meta: string | null;
  readonly data: string;
}

export type RawRow = Record<string, SqlValue | bigint | Uint8Array>;

/** The columns that make up a StoredRow. */
export const rowColumns = 'rev, deleted, lwt, meta, data';

/**
 * The table of one collection in one schema version, with an SQLite index for each index of the schema.
 *
 * RxDB puts `_deleted` before every index; here such an index covers living documents only. The index over
 * `_meta.lwt`, which replication and migration read by, is made when they first ask for it: every write would pay
 * for it.
 */
export class CollectionTable {
  readonly name: string;
  readonly sql: string;
  readonly columns: ReadonlyMap<string, Column>;
  readonly #connection: Connection;
  readonly #readers: readonly ((document: AnyDocument) => SqlValue)[];
  readonly #byId: StatementSync;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  #hasChangeIndex = false;

  constructor(connection: Connection, collectionName: string, schema: AnySchema) {
    this.#connection = connection;
    this.name = `${collectionName}-${schema.version}`;
    this.sql = quoted(this.name);
    const columns = columnsOf(schema);
    this.columns = new Map(columns.map((column) => [column.path, column]));
    const fields = columns.filter((column) => !column.builtIn);
    this.#readers = fields.map(columnReader);

    connection.transaction('NORMAL', () => {
      connection.exec(
        `CREATE TABLE IF NOT EXISTS ${this.sql} (id TEXT PRIMARY KEY NOT NULL, rev TEXT NOT NULL, deleted INTEGER NOT NULL,
          lwt REAL NOT NULL, meta TEXT${fields.map((field) => `, ${field.sql}`).join('')}, data TEXT NOT NULL)`,
      );
      this.#addMissingColumns(fields);
      this.#createIndexes(schema);
    });

    const names = ['rev', 'deleted', 'lwt', 'meta', 'data', ...fields.map((field) => field.sql)];
    this.#byId = connection.prepare(`SELECT ${rowColumns} FROM ${this.sql} WHERE id = ?`);
    this.#insert = connection.prepare(
      `INSERT INTO ${this.sql} (${names.join(', ')}, id) VALUES (${names.map(() => '?').join(', ')}, ?)`,
    );
    this.#update = connection.prepare(
      `UPDATE ${this.sql} SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`,
    );
  }

  get(id: string): StoredRow | undefined {
    const row = this.#byId.get(toSqlText(id));
    return row && storedRow(id, row);
  }

  insert(row: StoredRow, document: AnyDocument): void {
    this.#insert.run(...this.#values(row, document));
  }

  update(row: StoredRow, document: AnyDocument): void {
    this.#update.run(...this.#values(row, document));
  }

  /** Called before the first read in order of change. */
  ensureChangeIndex(): void {
    if (this.#hasChangeIndex) return;
    this.#connection.exec(
      `CREATE INDEX IF NOT EXISTS ${quoted(`${this.name}/changes`)} ON ${this.sql} (lwt, id)`,
    );
    this.#hasChangeIndex = true;
  }

  drop(): void {
    this.#connection.exec(`DROP TABLE IF EXISTS ${this.sql}`);
  }

  #values(row: StoredRow, document: AnyDocument): SqlValue[] {
    const values: SqlValue[] = [row.rev, row.deleted ? 1 : 0, row.lwt, row.meta, row.data];
    for (const reader of this.#readers) values.push(reader(document));
    values.push(toSqlText(row.id));
    return values;
  }

  /** A schema may gain an index without a new version (RxDB's own internal ones do): fill its columns from the JSON. */
  #addMissingColumns(fields: readonly Column[]): void {
    const present = new Set(
      this.#connection
        .prepare(`SELECT name FROM pragma_table_info(?)`)
        .all(this.name)
        .map((row) => String(row['name'])),
    );
    const missing = fields.filter((field) => !present.has(`f:${field.path}`));
    if (missing.length === 0) return;
    for (const field of missing) this.#connection.exec(`ALTER TABLE ${this.sql} ADD COLUMN ${field.sql}`);
    const readers = missing.map(columnReader);
    const fill = this.#connection.prepare(
      `UPDATE ${this.sql} SET ${missing.map((field) => `${field.sql} = ?`).join(', ')} WHERE rowid = ?`,
    );
    for (const row of this.#connection.prepare(`SELECT rowid, data FROM ${this.sql}`).all()) {
      const document = JSON.parse(String(row['data'])) as AnyDocument;
      fill.run(...readers.map((read) => read(document)), Number(row['rowid']));
    }
  }

  #createIndexes(schema: AnySchema): void {
    for (const index of indexesOf(schema)) {
      const living = index[0] === '_deleted';
      const fields = (living ? index.slice(1) : index).map((path) => this.columns.get(path));
      // The primary key has its index, `_meta.lwt` gets its own when asked for.
      if (fields.length < 2 || fields[0]?.path === '_meta.lwt') continue;
      if (!fields.every((field) => field !== undefined)) continue;
      this.#connection.exec(
        `CREATE INDEX IF NOT EXISTS ${quoted(`${this.name}/${index.join(',')}`)}
           ON ${this.sql} (${fields.map((field) => field.sql).join(', ')})${living ? ' WHERE deleted = 0' : ''}`,
      );
    }
    this.#connection.exec(
      `CREATE INDEX IF NOT EXISTS ${quoted(`${this.name}/tombstones`)} ON ${this.sql} (lwt) WHERE deleted = 1`,
    );
  }
}

export function storedRow(id: string, row: RawRow): StoredRow {
  return {
    id,
    rev: String(row['rev']),
    deleted: row['deleted'] === 1,
    lwt: Number(row['lwt']),
    meta: typeof row['meta'] === 'string' ? row['meta'] : null,
    data: String(row['data']),
  };
}
