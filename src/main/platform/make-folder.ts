import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it that are missing. Node's own `recursive` never comes back where a file system
 * refuses a new folder by saying that the one above it is not there, as /proc does.
 * @returns whether it was made; false when it was there
 * @throws the system's error when it cannot be made
 */
export function makeFolder(folder: string, mode = 0o777): boolean {
  try {
    return makeOne(folder, mode);
  } catch (error) {
    const above = dirname(folder);
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!isMissing || above === folder || isFolder(above)) throw error;
    makeFolder(above, mode);
    return makeOne(folder, mode);
  }
}

function makeOne(folder: string, mode: number): boolean {
  try {
    mkdirSync(folder, { mode });
    return true;
  } catch (error) {
    // Also what cannot be made and need not be: a drive's root, another process's work of this moment.
    if (isFolder(folder)) return false;
    throw error;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
