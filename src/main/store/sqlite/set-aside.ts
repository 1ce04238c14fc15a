import { closeSync, existsSync, openSync, readdirSync, readSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Instant } from '../../../shared/model/ids.ts';
import { isCorruption, storeError } from './sqlite-errors.ts';

/** A damaged database that was moved out of the way, whole, so that somebody can look at it. */
export interface SetAside {
  readonly file: string;
  readonly movedTo: string;
  /** What is wrong with it. */
  readonly reason: string;
  readonly at: Instant;
}

const magic = Buffer.from('SQLite format 3\0', 'latin1');
const headerBytes = 100;

/**
 * Moves a damaged database file and its log aside as `<name>.corrupt-<timestamp>`; does nothing to a sound one.
 * Checks the header and the structure of every page (`PRAGMA quick_check`, about half a second a gigabyte once read).
 * The contents of a document have no checksum: a damaged one shows when it is read.
 */
export function setAsideIfDamaged(file: string, at: Instant): SetAside | undefined {
  const reason = damage(file);
  if (reason === undefined) return undefined;
  const movedTo = freeName(`${file}.corrupt-${at.replaceAll(/[-:]|\.\d+/g, '')}`);
  // The log first: were the move to stop half-way, the next start would still meet the damaged file.
  for (const suffix of ['-wal', '-shm', '-journal', '']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, movedTo + suffix);
  }
  return { file, movedTo, reason, at };
}

/** Databases set aside earlier and still lying beside `file`. */
export function setAsideBefore(file: string): string[] {
  const folder = dirname(file);
  const prefix = `${basename(file)}.corrupt-`;
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith(prefix) && !/-(wal|shm|journal)$/.test(name))
    .toSorted()
    .map((name) => join(folder, name));
}

function damage(file: string): string | undefined {
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size === undefined) return undefined;
  if (size > 0) {
    if (size < headerBytes) return `it has ${size} bytes, fewer than the header of a database`;
    if (!startOf(file, magic.length).equals(magic))
      return 'it does not begin with the header of an SQLite database';
  }
  try {
    // Read-only, so that looking at a damaged file does not write its log into it. A file that died before it had a
    // log has a journal instead, which has to be rolled back first.
    const database = new DatabaseSync(file, { timeout: 5000, readOnly: !existsSync(`${file}-journal`) });
    try {
      const [found] = database.prepare('PRAGMA quick_check(1)').all();
      const said = String(found?.['quick_check']);
      return said === 'ok' ? undefined : `SQLite found: ${said.replaceAll(/\s+/g, ' ')}`;
    } finally {
      database.close();
    }
  } catch (error) {
    if (isCorruption(error)) return `SQLite found: ${(error as Error).message}`;
    throw storeError(error, file);
  }
}

function startOf(file: string, bytes: number): Buffer {
  const handle = openSync(file, 'r');
  try {
    const start = Buffer.alloc(bytes);
    readSync(handle, start, 0, bytes, 0);
    return start;
  } finally {
    closeSync(handle);
  }
}

function freeName(wanted: string): string {
  let name = wanted;
  for (let next = 2; existsSync(name); next++) name = `${wanted}-${next}`;
  return name;
}
