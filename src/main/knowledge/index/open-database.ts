import { closeSync, existsSync, openSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { termsVersion } from '../words/terms.ts';

/** Raised when tables are others. */
const schemaVersion = 1;
const wanted = schemaVersion * 1_000 + termsVersion;

/** Parts of the index of words are not merged by themselves, which takes as long as it takes: `KnowledgeIndex.tidy` does. */
const schema = `
  CREATE TABLE item (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, origin TEXT NOT NULL, owner TEXT NOT NULL,
    digest TEXT NOT NULL, title TEXT NOT NULL, at TEXT NOT NULL, retired INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX item_owner ON item (origin, owner);
  CREATE TABLE chunk (
    id INTEGER PRIMARY KEY AUTOINCREMENT, item INTEGER NOT NULL, passage TEXT NOT NULL UNIQUE,
    headings TEXT NOT NULL, text TEXT NOT NULL, kinds TEXT NOT NULL, sources TEXT NOT NULL
  ) STRICT;
  CREATE INDEX chunk_item ON chunk (item);
  CREATE TABLE terms (id INTEGER PRIMARY KEY, item INTEGER NOT NULL, list BLOB NOT NULL) STRICT;
  CREATE TABLE mention (entity TEXT NOT NULL, home INTEGER NOT NULL, chunk INTEGER NOT NULL,
    PRIMARY KEY (entity, home, chunk)) STRICT, WITHOUT ROWID;
  CREATE INDEX mention_chunk ON mention (chunk);
  CREATE TABLE lengths (field INTEGER PRIMARY KEY, total INTEGER NOT NULL) STRICT;
  INSERT INTO lengths VALUES (0, 0), (1, 0), (2, 0), (3, 0);
  CREATE VIRTUAL TABLE words USING fts5(head, body, content='', contentless_delete=1,
    tokenize="ascii tokenchars './:'");
  INSERT INTO words (words, rank) VALUES ('automerge', 0), ('crisismerge', 1000);
  CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, 'row');
`;

/**
 * Opens the derived index, new where there is none, or none that this version can use. It can be lost without loss,
 * so that no write waits for the disk.
 */
export function openDatabase(file: string, journal: Journal = 'WAL'): DatabaseSync {
  try {
    return open(file, journal);
  } catch (error) {
    if (!isDamaged(error)) throw error;
    removeDatabase(file);
    return open(file, journal);
  }
}

/** `MEMORY` for a file that is thrown away when its making ends before its time: nothing of it stands beside it. */
export type Journal = 'WAL' | 'MEMORY';

/**
 * An index that another version of terms or tables made, as it stands: it can be searched until it is made anew, as
 * far as its tables are the same.
 *
 * @returns undefined when there is none, or it is of this version, or no index at all
 */
export function openOfOtherVersion(file: string): DatabaseSync | undefined {
  if (!existsSync(file)) return undefined;
  const database = new DatabaseSync(file);
  try {
    const found = versionOf(database);
    if (found !== 0 && found !== wanted) return database;
  } catch (error) {
    if (!isDamaged(error)) throw error;
  }
  database.close();
  return undefined;
}

/** @param what `beside`: only what SQLite keeps beside the file */
export function removeDatabase(file: string, what: 'all' | 'beside' = 'all'): void {
  for (const suffix of [...(what === 'all' ? [''] : []), '-wal', '-shm', '-journal'])
    rmSync(`${file}${suffix}`, { force: true });
}

function open(file: string, journal: Journal): DatabaseSync {
  // Texts of the estate stand in it: it is made for its owner alone.
  closeSync(openSync(file, 'a', 0o600));
  let database = new DatabaseSync(file);
  try {
    let found = versionOf(database);
    if (found !== wanted && found !== 0) {
      database.close();
      removeDatabase(file);
      closeSync(openSync(file, 'a', 0o600));
      database = new DatabaseSync(file);
      found = 0;
    }
    database.exec(
      `PRAGMA journal_mode = ${journal}; PRAGMA synchronous = OFF; PRAGMA cache_size = -32000; PRAGMA temp_store = MEMORY`,
    );
    if (found === 0) database.exec(`BEGIN; ${schema} PRAGMA user_version = ${wanted}; COMMIT`);
    // Reads the head of every table: a file that was cut off says so now.
    database.prepare('SELECT count(*) FROM item').get();
    database.prepare('SELECT max(rowid) FROM words').get();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
}

/** SQLite found that the file is not what it should be. */
export function isDamaged(error: unknown): boolean {
  if (!(error instanceof Error) || !('errcode' in error)) return false;
  const code = Number(error.errcode) & 0xff;
  // SQLITE_CORRUPT, SQLITE_NOTADB, and SQLITE_ERROR where tables are missing in a file of the right version.
  return (
    code === 11 ||
    code === 26 ||
    (code === 1 && /no such table|vtable constructor failed/.test(error.message))
  );
}
