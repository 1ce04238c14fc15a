import { chmodSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { storeError } from './sqlite-errors.ts';

export type Synchronous = 'NORMAL' | 'FULL';

export interface ConnectionOptions {
  /** Page cache. */
  readonly cacheBytes: number;
  /** Upper bound of the file's pages, for tests of a full disk. */
  readonly maxPages?: number | undefined;
}

/** One open SQLite file, shared by every storage instance in it. Writes are serial: SQLite has one writer. */
export class Connection {
  readonly file: string;
  readonly #database: DatabaseSync;
  readonly #onClose: () => void;
  #users = 0;
  #synchronous: Synchronous = 'NORMAL';

  constructor(file: string, options: ConnectionOptions, onClose: () => void) {
    this.file = file;
    this.#onClose = onClose;
    this.#database = this.#guard(() => new DatabaseSync(file, { timeout: 5000 }));
    try {
      this.exec(`
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        PRAGMA cache_size = -${Math.ceil(options.cacheBytes / 1024)};
        PRAGMA journal_size_limit = 67108864;
        PRAGMA temp_store = MEMORY;
        PRAGMA foreign_keys = OFF;
      `);
      if (options.maxPages !== undefined) this.exec(`PRAGMA max_page_count = ${options.maxPages}`);
      if (file !== ':memory:') chmodSync(file, 0o600);
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  retain(): void {
    this.#users++;
  }

  /** The last one out closes the file, which also empties its write-ahead log. */
  release(): void {
    if (--this.#users > 0) return;
    this.#onClose();
    this.#database.close();
  }

  exec(sql: string): void {
    this.#guard(() => {
      this.#database.exec(sql);
    });
  }

  prepare(sql: string): StatementSync {
    return this.#guard(() => this.#database.prepare(sql));
  }

  /** Runs a read, with SQLite's errors explained. */
  read<T>(work: () => T): T {
    return this.#guard(work);
  }

  /**
   * All of `work` or nothing. NORMAL survives the death of the process; FULL also the loss of power, for the price of
   * waiting for the disk.
   */
  transaction<T>(synchronous: Synchronous, work: () => T): T {
    return this.#guard(() => {
      if (this.#synchronous !== synchronous) {
        this.#database.exec(`PRAGMA synchronous = ${synchronous}`);
        this.#synchronous = synchronous;
      }
      this.#database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        this.#database.exec('COMMIT');
        return result;
      } catch (error) {
        // SQLite itself has already rolled back after some errors (a full disk, an I/O error).
        if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
        throw error;
      }
    });
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw storeError(error, this.file);
    }
  }
}

/** The connections of one storage, one per database name. */
export class Connections {
  readonly #directory: string;
  readonly #options: ConnectionOptions;
  readonly #open = new Map<string, Connection>();

  constructor(directory: string, options: ConnectionOptions) {
    this.#directory = directory;
    this.#options = options;
  }

  fileOf(databaseName: string): string {
    return this.#directory === ':memory:'
      ? ':memory:'
      : join(this.#directory, databaseFileName(databaseName));
  }

  get(databaseName: string): Connection {
    const known = this.#open.get(databaseName);
    if (known) return known;
    const file = this.fileOf(databaseName);
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const connection = new Connection(file, this.#options, () => this.#open.delete(databaseName));
    this.#open.set(databaseName, connection);
    return connection;
  }
}

/** A file name for any database name: distinct names give distinct files, on case-insensitive disks too. */
export function databaseFileName(databaseName: string): string {
  const safe = databaseName.replaceAll(
    /[^a-z0-9_-]/g,
    (char) => `%${(char.codePointAt(0) ?? 0).toString(16)}.`,
  );
  return `${safe}.sqlite`;
}
