import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';

/** Nothing that people write by hand is longer. */
const longestBytes = 4 * 1024 * 1024;

/**
 * Reads a file that decides what is permitted. Only an ordinary one of a sensible size: a pipe would hold the whole
 * application up until somebody writes into it, and a device never ends.
 * @throws what the file system says; Error when it is something else than such a file
 */
export function readSmallFile(path: string): { readonly text: string; readonly stats: Stats } {
  // Without O_NONBLOCK opening a pipe waits for whoever writes into it.
  const handle = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(handle);
    if (!stats.isFile()) throw new Error(`expected an ordinary file at ${path}`);
    if (stats.size > longestBytes) {
      throw new Error(`expected a file of at most ${longestBytes} bytes at ${path}, it has ${stats.size}`);
    }
    return { text: readFileSync(handle, 'utf8'), stats };
  } finally {
    closeSync(handle);
  }
}
