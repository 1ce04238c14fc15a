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

export type RawRow = Readonly<Record<string, unknown>>;

/** The columns that make up a StoredRow, beside its id. */
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
  readonly #committed: StatementSync;
  readonly #current: StatementSync;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  #changeIndex: Promise<void> | undefined;

  /** Creates what is missing of the table. */
  static async open(
    connection: Connection,
    collectionName: string,
    schema: AnySchema,
  ): Promise<CollectionTable> {
    const name = `${collectionName}-${schema.version}`;
    const columns = columnsOf(schema);
    await connection.write('NORMAL', () => {
      layOut(connection, name, columns, schema);
    });
    return new CollectionTable(connection, name, columns);
  }

  private constructor(connection: Connection, name: string, columns: readonly Column[]) {
    this.name = name;
    this.sql = quoted(name);
    this.columns = new Map(columns.map((column) => [column.path, column]));
    this.#connection = connection;
    const fields = columns.filter((column) => !column.builtIn);
    this.#readers = fields.map(columnReader);
    const byId = `SELECT ${rowColumns} FROM ${this.sql} WHERE id = ?`;
    this.#committed = connection.prepareRead(byId);
    this.#current = connection.prepareWrite(byId);
    const names = ['rev', 'deleted', 'lwt', 'meta', 'data', ...fields.map((field) => field.sql)];
    this.#insert = connection.prepareWrite(
      `INSERT INTO ${this.sql} (${names.join(', ')}, id) VALUES (${names.map(() => '?').join(', ')}, ?)`,
    );
    this.#update = connection.prepareWrite(
      `UPDATE ${this.sql} SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`,
    );
  }

  /** Inside `connection.read`. */
  get(id: string): StoredRow | undefined {
    const row = this.#committed.get(toSqlText(id));
    return row && storedRow(id, row);
  }

  /** Inside `connection.write`, as are `insert`, `update` and `drop`. */
  getForUpdate(id: string): StoredRow | undefined {
    const row = this.#current.get(toSqlText(id));
    return row && storedRow(id, row);
  }

  insert(row: StoredRow, document: AnyDocument): void {
    this.#insert.run(...this.#values(row, document));
  }

  update(row: StoredRow, document: AnyDocument): void {
    this.#update.run(...this.#values(row, document));
  }

  drop(): void {
    this.#connection.exec(`DROP TABLE IF EXISTS ${this.sql}`);
  }

  /** Awaited before reads in order of change. Making it may fail (a full disk): the next read tries again. */
  ensureChangeIndex(): Promise<void> {
    this.#changeIndex ??= this.#makeChangeIndex();
    return this.#changeIndex;
  }

  async #makeChangeIndex(): Promise<void> {
    try {
      await this.#connection.write('NORMAL', () => {
        this.#connection.exec(
          `CREATE INDEX IF NOT EXISTS ${quoted(`${this.name}/changes`)} ON ${this.sql} (lwt, id)`,
        );
      });
    } catch (error) {
      this.#changeIndex = undefined;
      throw error;
    }
  }

  #values(row: StoredRow, document: AnyDocument): SqlValue[] {
    const values: SqlValue[] = [row.rev, row.deleted ? 1 : 0, row.lwt, row.meta, row.data];
    for (const reader of this.#readers) values.push(reader(document));
    values.push(toSqlText(row.id));
    return values;
  }
}

function storedRow(id: string, row: RawRow): StoredRow {
  return {
    id,
    rev: row['rev'] as string,
    deleted: row['deleted'] === 1,
    lwt: row['lwt'] as number,
    meta: row['meta'] as string | null,
    data: row['data'] as string,
  };
}

function layOut(connection: Connection, name: string, columns: readonly Column[], schema: AnySchema): void {
  const table = quoted(name);
  const fields = columns.filter((column) => !column.builtIn);
  connection.exec(
    `CREATE TABLE IF NOT EXISTS ${table} (id TEXT PRIMARY KEY NOT NULL, rev TEXT NOT NULL, deleted INTEGER NOT NULL,
      lwt REAL NOT NULL, meta TEXT${fields.map((field) => `, ${field.sql}`).join('')}, data TEXT NOT NULL)`,
  );
  addMissingColumns(connection, name, fields);
  const byPath = new Map(columns.map((column) => [column.path, column.sql]));
  for (const index of indexesOf(schema)) {
    const living = index[0] === '_deleted';
    const indexed = (living ? index.slice(1) : index).map((path) => byPath.get(path));
    // The primary key has its index, `_meta.lwt` gets its own when asked for.
    if (indexed.length < 2 || indexed[0] === 'lwt' || indexed.includes(undefined)) continue;
    connection.exec(
      `CREATE INDEX IF NOT EXISTS ${quoted(`${name}/${index.join(',')}`)}
         ON ${table} (${indexed.join(', ')})${living ? ' WHERE deleted = 0' : ''}`,
    );
  }
  connection.exec(
    `CREATE INDEX IF NOT EXISTS ${quoted(`${name}/tombstones`)} ON ${table} (lwt) WHERE deleted = 1`,
  );
}

/** A schema may gain an index without a new version (RxDB's own internal ones do): fill its columns from the JSON. */
function addMissingColumns(connection: Connection, name: string, fields: readonly Column[]): void {
  const table = quoted(name);
  const present = new Set(
    connection
      .prepareWrite('SELECT name FROM pragma_table_info(?)')
      .all(name)
      .map((row) => String(row['name'])),
  );
  const missing = fields.filter((field) => !present.has(`f:${field.path}`));
  if (missing.length === 0) return;
  for (const field of missing) connection.exec(`ALTER TABLE ${table} ADD COLUMN ${field.sql}`);
  const readers = missing.map(columnReader);
  const fill = connection.prepareWrite(
    `UPDATE ${table} SET ${missing.map((field) => `${field.sql} = ?`).join(', ')} WHERE rowid = ?`,
  );
  const next = connection.prepareWrite(
    `SELECT rowid, data FROM ${table} WHERE rowid > ? ORDER BY rowid LIMIT 500`,
  );
  for (let last = -1, rows = next.all(last); rows.length > 0; rows = next.all(last)) {
    for (const row of rows) {
      last = Number(row['rowid']);
      const document = JSON.parse(String(row['data'])) as AnyDocument;
      fill.run(...readers.map((read) => read(document)), last);
    }
  }
}
