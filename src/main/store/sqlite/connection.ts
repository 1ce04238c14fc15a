import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { storeError } from './sqlite-errors.ts';

export type Synchronous = 'NORMAL' | 'FULL';

export interface ConnectionOptions {
  /** Page cache of each of the two handles. */
  readonly cacheBytes: number;
  /** Upper bound of the file's pages, for tests of a full disk. */
  readonly maxPages?: number | undefined;
}

/** Lets other work run; the transaction that calls it stays open. */
export type Pause = () => Promise<void>;

/** Larger than the default, as most documents are 1 to 4 KiB: fewer overflow pages. Holds for new files only. */
const pageBytes = 8192;

/**
 * One open SQLite file, shared by every storage instance in it. Writes stand in a queue and have a handle of their
 * own, so that a long one can pause for other work, which meanwhile reads what was committed before it. A database in
 * memory has a single handle and its writes do not pause.
 */
export class Connection {
  readonly file: string;
  readonly #writer: DatabaseSync;
  readonly #reader: DatabaseSync;
  readonly #onClose: (() => void)[] = [];
  readonly #pause: Pause;
  #users = 0;
  #synchronous: Synchronous = 'NORMAL';
  #lastWrite: Promise<unknown> = Promise.resolve();

  constructor(file: string, options: ConnectionOptions) {
    this.file = file;
    const inMemory = file === ':memory:';
    if (!inMemory) createPrivateFile(file);
    const cache = `PRAGMA cache_size = -${Math.ceil(options.cacheBytes / 1024)}`;
    this.#writer = this.#open(`
      PRAGMA page_size = ${pageBytes};
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA journal_size_limit = 67108864;
      PRAGMA temp_store = MEMORY;
      ${options.maxPages === undefined ? '' : `PRAGMA max_page_count = ${options.maxPages};`}
      ${cache}`);
    this.#reader = inMemory
      ? this.#writer
      : this.#open(`PRAGMA temp_store = MEMORY; PRAGMA query_only = ON; ${cache}`);
    this.#pause = inMemory ? () => Promise.resolve() : () => new Promise((resolve) => setImmediate(resolve));
  }

  retain(): void {
    this.#users++;
  }

  onClose(listener: () => void): void {
    this.#onClose.push(listener);
  }

  /** The last one out closes the file, which also empties its write-ahead log. */
  async release(): Promise<void> {
    await this.#lastWrite;
    if (--this.#users > 0) return;
    for (const listener of this.#onClose) listener();
    if (this.#reader !== this.#writer) this.#reader.close();
    this.#writer.close();
  }

  /** A statement for `read`. */
  prepareRead(sql: string): StatementSync {
    return this.read(() => this.#reader.prepare(sql));
  }

  /** A statement for `write`. */
  prepareWrite(sql: string): StatementSync {
    return this.read(() => this.#writer.prepare(sql));
  }

  /** Runs a read of what is committed. */
  read<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw storeError(error, this.file);
    }
  }

  /**
   * All of `work` or nothing, once the writes before it are through. NORMAL survives the death of the process; FULL
   * also the loss of power, for the price of waiting for the disk.
   */
  write<T>(synchronous: Synchronous, work: (pause: Pause) => T | Promise<T>): Promise<T> {
    const result = this.#lastWrite.then(() => this.#transaction(synchronous, work));
    // Neither the result nor the failure is the next write's business; holding a result would keep all its events.
    this.#lastWrite = result.then(nothing, nothing);
    return result;
  }

  /** SQL inside `write`. */
  exec(sql: string): void {
    this.#writer.exec(sql);
  }

  async #transaction<T>(synchronous: Synchronous, work: (pause: Pause) => T | Promise<T>): Promise<T> {
    try {
      if (this.#synchronous !== synchronous) {
        this.#writer.exec(`PRAGMA synchronous = ${synchronous}`);
        this.#synchronous = synchronous;
      }
      this.#writer.exec('BEGIN IMMEDIATE');
      try {
        const working = work(this.#pause);
        // Not awaited when there is nothing to wait for: another connection of this process to the same file would
        // block the thread on a transaction that only this thread can end.
        const result = working instanceof Promise ? await working : working;
        this.#writer.exec('COMMIT');
        return result;
      } catch (error) {
        // SQLite itself has already rolled back after some errors (a full disk, an I/O error).
        if (this.#writer.isTransaction) this.#writer.exec('ROLLBACK');
        throw error;
      }
    } catch (error) {
      throw storeError(error, this.file);
    }
  }

  #open(pragmas: string): DatabaseSync {
    return this.read(() => {
      const database = new DatabaseSync(this.file, { timeout: 5000 });
      try {
        database.exec(pragmas);
        return database;
      } catch (error) {
        database.close();
        throw error;
      }
    });
  }
}

function nothing(): void {}

/** Inventories tell an attacker where to go: the file is its owner's alone. Its log and index take the same mode. */
function createPrivateFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
}

type ConnectionsByName = Map<string, Connection>;

/** Databases in memory that were made with `multiInstance`: every storage of this process meets the same one. */
const sharedInMemory: ConnectionsByName = new Map();

/** The connections of one storage, one per database name. */
export class Connections {
  readonly #directory: string;
  readonly #options: ConnectionOptions;
  readonly #open: ConnectionsByName = new Map();

  constructor(directory: string, options: ConnectionOptions) {
    this.#directory = directory;
    this.#options = options;
  }

  get(databaseName: string, multiInstance: boolean): Connection {
    const inMemory = this.#directory === ':memory:';
    const shared = inMemory && multiInstance ? sharedInMemory : undefined;
    const connection =
      this.#open.get(databaseName) ??
      shared?.get(databaseName) ??
      new Connection(inMemory ? ':memory:' : databaseFile(this.#directory, databaseName), this.#options);
    keepWhileOpen(this.#open, databaseName, connection);
    if (shared) keepWhileOpen(shared, databaseName, connection);
    return connection;
  }
}

function keepWhileOpen(connections: ConnectionsByName, databaseName: string, connection: Connection): void {
  if (connections.has(databaseName)) return;
  connections.set(databaseName, connection);
  connection.onClose(() => connections.delete(databaseName));
}

/** A file for any database name: distinct names give distinct files, on case-insensitive disks too. */
export function databaseFile(directory: string, databaseName: string): string {
  const safe = databaseName.replaceAll(
    /[^a-z0-9_-]/g,
    (char) => `%${(char.codePointAt(0) ?? 0).toString(16)}.`,
  );
  return join(directory, `${safe}.sqlite`);
}
