import { existsSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../../platform/sync-folder.ts';
import type { ClaimGate } from './ports.ts';

/**
 * Claims also as files beside the store, each made once: a store that was restored from a backup does not remember what
 * has been run since, and whoever runs it again is refused all the same.
 */
export function createFileClaims(folder: string, inner: ClaimGate): ClaimGate {
  const fileOf = (remediation: string) => join(folder, encodeURIComponent(remediation));
  return {
    isMadeHere: async (remediation) => existsSync(fileOf(remediation)),
    async acquire(wish) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      try {
        const handle = await open(fileOf(wish.remediation), 'wx', 0o600);
        try {
          await handle.sync();
        } finally {
          await handle.close();
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
        throw error;
      }
      await syncFolder(folder);
      return inner.acquire(wish);
    },
  };
}
