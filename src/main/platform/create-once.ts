import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from './sync-folder.ts';

/**
 * A file that is made once, whoever tries: on disk, with its folder, when it returns.
 * @returns false where it is there already
 */
export async function createOnce(folder: string, name: string, text = ''): Promise<boolean> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const handle = await open(join(folder, name), 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  await syncFolder(folder);
  return true;
}
