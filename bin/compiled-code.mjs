import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Keeps compiled code for the next start, in this user's own folder: what lies in a shared one could be anybody's. */
export function keepCompiledCode() {
  try {
    const caches = process.env.XDG_CACHE_HOME || process.env.LOCALAPPDATA || join(homedir(), '.cache');
    module.enableCompileCache(join(caches, 'datacenter-docs'));
  } catch {
    // A user without a home starts a little later.
  }
}
