import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeDesktop } from '../support/electron-stand-in/fixture.ts';

const screens = [
  'overview',
  'inventory',
  'topology',
  'documents',
  'tickets',
  'remediation',
  'activity',
  'settings',
] as const;

describeDesktop('the desktop window', ({ start }) => {
  it('is sandboxed, isolated and without Node, from a scheme of its own', async () => {
    const desktop = await start();
    await desktop.page();
    const seen = await desktop.evaluate(({ standIn, electron }) => ({
      options: standIn.windows[0]?.options,
      privileged: electron.protocol.privileged,
      early: electron.app.calledEarly,
      url: standIn.windows[0]?.webContents.mainFrame.url,
    }));
    expect(seen.options?.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
    });
    expect(seen.privileged).toEqual([
      {
        scheme: 'app',
        privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
      },
    ]);
    expect(seen.early).toEqual(['enableSandbox']);
    expect(seen.url).toBe('app://console/');
  });

  it('gives the page call and subscribe, and nothing of Electron or Node', async () => {
    const desktop = await start();
    const page = await desktop.page();
    const given = await page.evaluate(() => {
      const bridge =
        (globalThis as unknown as Record<string, Record<string, unknown>>)['datacenterDocs'] ?? {};
      return {
        members: Object.entries(bridge).map(([name, member]) => `${name}: ${typeof member}`),
        frozen: Object.isFrozen(bridge),
        node: ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter(
          (name) => name in globalThis,
        ),
      };
    });
    expect(given).toEqual({ members: ['call: function', 'subscribe: function'], frozen: true, node: [] });
  });

  it('answers its scheme from the build alone, with a strict policy on everything', async () => {
    const desktop = await start();
    await desktop.page();
    const answers = await desktop.evaluate(async ({ electron }) => {
      const handler = electron.protocol.handlers.get('app');
      const ask = async (url: string, method = 'GET') => {
        const response = await handler?.(new Request(url, { method }));
        return {
          status: response?.status,
          type: response?.headers.get('content-type'),
          policy: response?.headers.get('content-security-policy'),
          text: (await response?.text())?.slice(0, 200),
        };
      };
      return {
        page: await ask('app://console/'),
        place: await ask('app://console/inventory/entity/vcenter-a%3Avm-1'),
        packageJson: await ask('app://console/..%2f..%2fpackage.json'),
        main: await ask('app://console/%2e%2e/main/index.js'),
        backslash: await ask('app://console/..%5cmain%5cindex.js'),
        missing: await ask('app://console/assets/missing.js'),
        elsewhere: await ask('app://elsewhere/'),
        post: await ask('app://console/', 'POST'),
      };
    });
    expect(answers.page).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' });
    expect(answers.place).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' });
    for (const { policy } of Object.values(answers)) {
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe-eval|\*|https?:/);
    }
    expect([answers.packageJson.status, answers.backslash.status]).toEqual([400, 400]);
    // The address is normalised before anything of it is read: it names a place inside the application.
    expect(answers.main.text).toContain('<!doctype html>');
    expect([answers.missing.status, answers.elsewhere.status, answers.post.status]).toEqual([404, 404, 405]);
  });

  it('opens every screen from its menu, without a word on the console or a request to elsewhere', async () => {
    const desktop = await start();
    const page = await desktop.page();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    for (const screen of screens.toReversed()) {
      await desktop.evaluate(
        ({ standIn }, key) => standIn.menu?.getMenuItemById(`go-${key}`)?.click(),
        screen,
      );
      await page.waitForURL(screen === 'overview' ? /\/$/ : new RegExp(`/${screen}$`));
      await page.locator('nav [aria-current="page"]').first().waitFor();
      expect(await page.locator('nav [aria-current="page"]').first().getAttribute('href')).toBe(
        screen === 'overview' ? '/' : `/${screen}`,
      );
    }
    expect(complaints).toEqual([]);
    expect(await desktop.evaluate(({ standIn }) => standIn.foreignRequests)).toEqual([]);
  });

  it('can be loaded at any place inside it', async () => {
    const desktop = await start({ args: ['datacenter-docs://inventory/entity/vcenter-a%3Avm-1'] });
    const page = await desktop.page();
    for (const load of [() => Promise.resolve(), () => page.reload()]) {
      await load();
      await page.locator('nav [aria-current="page"][href="/inventory"]').waitFor();
    }
    expect(page.url()).toMatch(/\/inventory\/entity\/vcenter-a%3Avm-1$/);
  });

  it('speaks the language of the system', async () => {
    const desktop = await start({ env: { STAND_IN_LOCALE: 'de-AT' } });
    await desktop.page();
    const said = await desktop.evaluate(({ standIn }) => ({
      menus: standIn.menu?.items.map(({ options }) => options.label),
      tray: standIn.trays[0]?.toolTip,
    }));
    expect(said).toEqual({
      menus: ['Datei', 'Bearbeiten', 'Ansicht', 'Gehe zu', 'Fenster', 'Hilfe'],
      tray: 'Datacenter Docs – Keine Freigaben offen',
    });
  });

  it('lets no page leave, open a window, or ask for a permission', async () => {
    const desktop = await start();
    const page = await desktop.page();
    const opened = () => desktop.evaluate(({ standIn }) => standIn.opened);

    await page.evaluate(() => {
      location.href = 'https://example.org/wiki?q=1';
    });
    await expect.poll(opened).toEqual(['https://example.org/wiki?q=1']);
    await page.evaluate(() => {
      globalThis.open('http://example.org/other');
    });
    await expect.poll(opened).toEqual(['https://example.org/wiki?q=1', 'http://example.org/other']);
    for (const refused of ['https://user:secret@example.org/', 'ssh://host/', 'app://print/1']) {
      await desktop.evaluate(({ standIn }, url) => {
        standIn.windows[0]?.webContents.windowOpenHandler({ url });
      }, refused);
    }
    expect(await opened()).toHaveLength(2);
    expect(page.url()).toBe('https://console.app.stand-in.test/');

    const granted = await desktop.evaluate(({ electron }) => {
      const { permissionRequest, permissionCheck, devicePermission } = electron.session.defaultSession
        .handlers as Record<string, (...args: unknown[]) => unknown>;
      const asked = [
        'media',
        'geolocation',
        'notifications',
        'clipboard-read',
        'openExternal',
        'fileSystem',
        'clipboard-sanitized-write',
      ];
      const request = (permission: string, requestingUrl: string) => {
        let answer: unknown;
        permissionRequest?.({}, permission, (given: unknown) => (answer = given), {
          requestingUrl,
          isMainFrame: true,
        });
        return answer;
      };
      return {
        requests: asked.filter((permission) => request(permission, 'app://console/')),
        foreign: asked.filter((permission) => request(permission, 'https://example.org/')),
        checks: asked.filter((permission) => permissionCheck?.({}, permission, 'app://console')),
        devices: devicePermission?.({}),
      };
    });
    expect(granted).toEqual({
      requests: ['clipboard-sanitized-write'],
      foreign: [],
      checks: ['clipboard-sanitized-write'],
      devices: false,
    });
  });

  it('keeps a log that begins with its start', async () => {
    const desktop = await start();
    await desktop.page();
    await desktop.quit();
    const lines = readFileSync(join(desktop.dataDir, 'logs/desktop.log'), 'utf8').trim().split('\n');
    const messages = lines.map((line) => (JSON.parse(line) as { msg: string }).msg);
    expect(messages).toContain('started');
    expect(messages.at(-1)).toBe('ended');
  });
});
