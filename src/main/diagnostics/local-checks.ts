import { existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { bytes } from '../../shared/format.ts';
import { messageOf, type Check } from './check.ts';

export function checkNode(): Check {
  const major = Number(process.versions.node.split('.')[0]);
  return major >= 24
    ? { name: 'node', status: 'ok', detail: process.versions.node }
    : {
        name: 'node',
        status: 'failed',
        detail: `expected 24 or newer, this is ${process.versions.node}`,
        hint: 'Run `npm ci` in the program’s folder.',
      };
}

export function checkSqlite(): Check {
  const database = new DatabaseSync(':memory:');
  try {
    database.exec('CREATE VIRTUAL TABLE probe USING fts5(word)');
    const row = database.prepare('SELECT sqlite_version() AS version').get();
    return { name: 'sqlite', status: 'ok', detail: `${String(row?.['version'])} with full-text search` };
  } catch (error) {
    return {
      name: 'sqlite',
      status: 'failed',
      detail: `no full-text search: ${messageOf(error)}`,
      hint: 'Use the Node that comes with the program.',
    };
  } finally {
    database.close();
  }
}

export function checkSpace(dataDir: string): Check {
  let folder = dataDir;
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const detail = `${dataDir}${existsSync(dataDir) ? '' : ' (not there yet)'}, ${bytes(free)} free`;
  if (folder === dataDir && othersMayWrite(dataDir)) {
    return {
      name: 'data directory',
      status: 'warning',
      detail: `${detail}; other users of this machine may write there`,
      hint: `They could replace what is started and trusted from it: chmod 700 ${dataDir}`,
    };
  }
  return free < 2 ** 30
    ? {
        name: 'data directory',
        status: 'warning',
        detail,
        hint: 'Less than 1 GiB is free: make room, or choose another folder with --data-dir.',
      }
    : { name: 'data directory', status: 'ok', detail };
}

/** On Windows a mode says nothing; the user's own folder is closed to others there. */
function othersMayWrite(folder: string): boolean {
  return process.platform !== 'win32' && (statSync(folder).mode & 0o022) !== 0;
}

export function sqliteVersion(): string {
  const database = new DatabaseSync(':memory:');
  try {
    return String(database.prepare('SELECT sqlite_version() AS version').get()?.['version']);
  } finally {
    database.close();
  }
}
