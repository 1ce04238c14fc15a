import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { createLoginItem } from './login-item.ts';

function electronApp(isPackaged = true) {
  let settings: { openAtLogin: boolean; args?: string[]; path?: string } = { openAtLogin: false };
  return {
    app: {
      isPackaged,
      getAppPath: () => '/checkout',
      getLoginItemSettings: () => settings as never,
      setLoginItemSettings: (next: typeof settings) => {
        settings = next;
      },
    } as Parameters<typeof createLoginItem>[0]['app'],
    settings: () => settings,
  };
}

describe('starting at login', () => {
  it('is a file of the desktop on Linux, which starts the same program on the same data', async () => {
    using folder = temporaryFolder();
    const item = createLoginItem({
      platform: 'linux',
      env: { XDG_CONFIG_HOME: folder.path },
      app: electronApp().app,
      executable: '/opt/Datacenter "Docs"/run',
      dataDir: '/data/100%',
    });
    expect(item.isOn()).toBe(false);
    await item.set(true);
    expect(item.isOn()).toBe(true);
    const entry = readFileSync(join(folder.path, 'autostart/datacenter-docs.desktop'), 'utf8');
    expect(entry).toContain('[Desktop Entry]\nType=Application\n');
    expect(entry).toContain(
      String.raw`Exec="/opt/Datacenter \\"Docs\\"/run" "--hidden" "--data-dir=/data/100%%"`,
    );
    await item.set(false);
    await item.set(false);
    expect(item.isOn()).toBe(false);
  });

  it('starts the AppImage rather than what it was unpacked to', async () => {
    using folder = temporaryFolder();
    const env = { XDG_CONFIG_HOME: folder.path, APPIMAGE: '/home/me/app.AppImage' };
    await createLoginItem({
      platform: 'linux',
      env,
      app: electronApp().app,
      executable: '/tmp/.mount/x',
      dataDir: undefined,
    }).set(true);
    expect(readFileSync(join(folder.path, 'autostart/datacenter-docs.desktop'), 'utf8')).toContain(
      'Exec="/home/me/app.AppImage" "--hidden"\n',
    );
  });

  it('says what is in the way', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'file');
    writeFileSync(file, '');
    const item = createLoginItem({
      platform: 'linux',
      env: { XDG_CONFIG_HOME: file },
      app: electronApp().app,
      executable: '/x',
      dataDir: undefined,
    });
    await expect(item.set(true)).rejects.toMatchObject({ code: 'login-item-unavailable' });
  });

  it.each(['darwin', 'win32'] as const)('is left to the system on %s', async (platform) => {
    const { app, settings } = electronApp(false);
    const item = createLoginItem({ platform, env: {}, app, executable: '/x', dataDir: undefined });
    await item.set(true);
    expect(settings()).toEqual({ openAtLogin: true, path: '/x', args: ['/checkout', '--hidden'] });
    expect(item.isOn()).toBe(true);
  });
});
