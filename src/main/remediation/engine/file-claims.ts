import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createOnce } from '../../platform/create-once.ts';
import type { ClaimGate } from './ports.ts';

/**
 * Claims also as files beside the store, each made once: a store that was restored from a backup does not remember what
 * has been run since, and whoever runs it again is refused all the same.
 */
export function createFileClaims(folder: string, inner: ClaimGate): ClaimGate {
  const nameOf = encodeURIComponent;
  return {
    isMadeHere: async (remediation) => existsSync(join(folder, nameOf(remediation))),
    async acquire(wish) {
      if (!(await createOnce(folder, nameOf(wish.remediation)))) return false;
      return inner.acquire(wish);
    },
  };
}
