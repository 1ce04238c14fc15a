import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { homedir } from 'node:os';
import writeFileAtomic from 'write-file-atomic';
import type { App } from 'electron';
import { DomainError } from '../platform/errors.ts';

export interface LoginItem {
  isOn(): boolean;
  /** @throws DomainError login-item-unavailable */
  set(on: boolean): Promise<void>;
}

export interface LoginItemOptions {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings' | 'isPackaged' | 'getAppPath'>;
  /** The program that is started. */
  readonly executable: string;
  readonly dataDir: string | undefined;
}

/** Starting at login: macOS and Windows do it themselves, on Linux it is a file of the desktop's. */
export function createLoginItem({ platform, env, app, executable, dataDir }: LoginItemOptions): LoginItem {
  const args = [
    // A checkout is a folder that the runtime is given.
    ...(app.isPackaged ? [] : [app.getAppPath()]),
    '--hidden',
    ...(dataDir === undefined ? [] : [`--data-dir=${dataDir}`]),
  ];
  if (platform === 'darwin' || platform === 'win32') {
    return {
      isOn: () => app.getLoginItemSettings({ path: executable, args }).openAtLogin,
      async set(on) {
        app.setLoginItemSettings({ openAtLogin: on, path: executable, args });
      },
    };
  }
  const file = join(
    env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'),
    'autostart',
    'datacenter-docs.desktop',
  );
  return {
    isOn: () => existsSync(file),
    async set(on) {
      try {
        if (!on) {
          await rm(file, { force: true });
          return;
        }
        await mkdir(dirname(file), { recursive: true });
        await writeFileAtomic(file, desktopEntry([env['APPIMAGE'] ?? executable, ...args]));
      } catch (error) {
        throw new DomainError(
          'login-item-unavailable',
          `Starting at login could not be set: ${error instanceof Error ? error.message : String(error)}.`,
          { hint: `Make ${dirname(file)} writable for this user.`, cause: error },
        );
      }
    },
  };
}

/** https://specifications.freedesktop.org/desktop-entry-spec: each argument quoted, its special characters escaped. */
function desktopEntry(command: readonly string[]): string {
  const quoted = command.map(
    (part) =>
      `"${part
        .replaceAll(/["`$\\]/g, String.raw`\$&`)
        .replaceAll('\\', '\\\\')
        .replaceAll('%', '%%')}"`,
  );
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Datacenter Docs',
    `Exec=${quoted.join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}
