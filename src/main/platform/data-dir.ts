import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Where everything is kept: `--data-dir`, else DATACENTER_DOCS_HOME, else `unnamed` when a command has a place of its
 * own, else what the system calls the place for a user's application data.
 */
export function resolveDataDir(
  option: string | undefined,
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  unnamed?: string,
): string {
  const named = option ?? env['DATACENTER_DOCS_HOME'];
  if (named !== undefined && named !== '') return resolve(named);
  if (unnamed !== undefined) return resolve(unnamed);
  if (platform === 'win32')
    return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Datacenter Docs');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Datacenter Docs');
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'datacenter-docs');
}
