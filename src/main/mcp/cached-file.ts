import { readFile, stat } from 'node:fs/promises';

/**
 * A small file that is looked at before every call to a server: read again only when it has changed on disk, by
 * whichever process.
 */
export function createCachedFile<T>(
  path: string,
  parse: (text: string | undefined) => T,
): { read(): Promise<T> } {
  let known: { stamp: string; value: T } | undefined;
  return {
    async read() {
      const stamp = await stampOf(path);
      if (known?.stamp === stamp) return known.value;
      const value = parse(stamp === missing ? undefined : await readFile(path, 'utf8'));
      known = { stamp, value };
      return value;
    },
  };
}

const missing = 'missing';

async function stampOf(path: string): Promise<string> {
  try {
    // Files are replaced, not rewritten, so a change always shows in the inode or the time.
    const { ino, size, mtimeMs, ctimeMs } = await stat(path);
    return `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return missing;
    throw error;
  }
}
