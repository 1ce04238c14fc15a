import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Asking the package itself would fetch a runtime; this only looks whether one was fetched. */
const packaged = 'node_modules/electron';

/** @returns undefined where there is none, which tests say aloud */
export function findElectron(): string | undefined {
  const named = process.env['ELECTRON_EXEC_PATH'];
  if (named !== undefined && named !== '') return existsSync(named) ? named : undefined;
  try {
    const found = join(packaged, 'dist', readFileSync(join(packaged, 'path.txt'), 'utf8').trim());
    return existsSync(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

export const electronMissing =
  'no Electron runtime: `npx install-electron` fetches one, ELECTRON_EXEC_PATH names another';

/** Where a runtime has to be, as in the workflow, its absence is a failure. */
export const electronRequired = process.env['DATACENTER_DOCS_REQUIRE_ELECTRON'] === '1';
