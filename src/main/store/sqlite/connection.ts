import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { randomToken } from 'rxdb';
import { Subject } from 'rxjs';
import { storeError } from './sqlite-errors.ts';

export type Synchronous = 'NORMAL' | 'FULL';

export interface ConnectionOptions {
  /** Page cache of each of the two handles. */
  readonly cacheBytes: number;
  /** Upper bound of the file's pages, for tests of a full disk. */
  readonly maxPages?: number | undefined;
}

export const inMemory = ':memory:';

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
  readonly id = randomToken(10);
  readonly #writer: DatabaseSync;
  readonly #reader: DatabaseSync;
  readonly #onIdle: (() => void)[] = [];
  readonly #changes = new Map<string, Subject<unknown>>();
  readonly #pause: Pause;
  #users = 0;
  #synchronous: Synchronous = 'NORMAL';
  #lastWrite: Promise<unknown> = Promise.resolve();

  constructor(file: string, options: ConnectionOptions) {
    this.file = file;
    const onDisk = file !== inMemory;
    if (onDisk) createPrivateFile(file);
    const cache = `PRAGMA cache_size = -${Math.ceil(options.cacheBytes / 1024)}`;
    this.#writer = this.#open(`
      PRAGMA page_size = ${pageBytes};
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA journal_size_limit = 67108864;
      PRAGMA temp_store = MEMORY;
      ${options.maxPages === undefined ? '' : `PRAGMA max_page_count = ${options.maxPages};`}
      ${cache}`);
    this.#reader = onDisk
      ? this.#open(`PRAGMA temp_store = MEMORY; PRAGMA query_only = ON; ${cache}`)
      : this.#writer;
    this.#pause = onDisk ? () => new Promise((resume) => setImmediate(resume)) : () => Promise.resolve();
  }

  retain(): void {
    this.#users++;
  }

  /** Called once, when nobody uses the connection any more. */
  onIdle(listener: () => void): void {
    this.#onIdle.push(listener);
  }

  get isOpen(): boolean {
    return this.#writer.isOpen;
  }

  /**
   * The last one out closes the file, which also empties its write-ahead log. A database in memory that holds
   * collections stays for whoever still has this connection.
   */
  async release(): Promise<void> {
    await this.#lastWrite;
    if (--this.#users > 0) return;
    for (const listener of this.#onIdle.splice(0)) listener();
    if (this.file === inMemory && this.#hasTables()) return;
    if (this.#reader !== this.#writer) this.#reader.close();
    this.#writer.close();
  }

  /** What is written to a table, by whichever instance, for all of them: they share the documents and so the news. */
  changesOf<T>(table: string): Subject<T> {
    const known = this.#changes.get(table);
    if (known) return known as Subject<T>;
    const changes = new Subject<T>();
    this.#changes.set(table, changes as Subject<unknown>);
    return changes;
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
        // Not awaited when there is nothing to wait for: a connection of this process to the same file that was made
        // with other options would block the thread on a transaction that only this thread can end.
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

  #hasTables(): boolean {
    return this.#reader.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() !== undefined;
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

/**
 * What is in use in this process: files, and the databases in memory that were made with `multiInstance`. Two storages
 * that name the same one get the same connection, so that neither waits for the other's lock.
 */
const inUse = new Map<string, Connection>();

/** The connections of one storage, one per database name. */
export class Connections {
  readonly #directory: string;
  readonly #options: ConnectionOptions;
  /** This storage's databases in memory, which last as long as it does unless their collections are removed. */
  readonly #inMemory = new Map<string, Connection>();

  constructor(directory: string, options: ConnectionOptions) {
    this.#directory = directory === inMemory ? directory : resolve(directory);
    this.#options = options;
  }

  get(databaseName: string, multiInstance: boolean): Connection {
    if (this.#directory !== inMemory) {
      const file = databaseFile(this.#directory, databaseName);
      return shared([file, this.#options], () => new Connection(file, this.#options));
    }
    const own = (): Connection => {
      const known = this.#inMemory.get(databaseName);
      return known?.isOpen ? known : new Connection(inMemory, this.#options);
    };
    const connection = multiInstance ? shared([inMemory, databaseName, this.#options], own) : own();
    this.#inMemory.set(databaseName, connection);
    return connection;
  }
}

function shared(identity: readonly unknown[], make: () => Connection): Connection {
  const key = JSON.stringify(identity);
  const known = inUse.get(key);
  if (known) return known;
  const connection = make();
  inUse.set(key, connection);
  connection.onIdle(() => inUse.delete(key));
  return connection;
}

/** A file for any database name: distinct names give distinct files, on case-insensitive disks too. */
export function databaseFile(directory: string, databaseName: string): string {
  const safe = databaseName.replaceAll(
    /[^a-z0-9_-]/g,
    (char) => `%${(char.codePointAt(0) ?? 0).toString(16)}.`,
  );
  return join(directory, `${safe}.sqlite`);
}
