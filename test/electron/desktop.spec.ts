import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PageBridge } from '../../src/shared/contract/ipc-bridge.ts';
import { builtApplication } from '../support/built.ts';
import { runCli } from '../support/cli.ts';
import { electronMissing, electronRequired, findElectron } from '../support/electron-runtime.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const runtime = findElectron();
const name = 'the desktop on a real Electron';

/** What the stand-in cannot show: isolation, the sandbox, the scheme's privileges, the system's key, printing. */
describe.skipIf(runtime === undefined && !electronRequired)(
  `${name}${runtime === undefined ? ` (${electronMissing})` : ''}`,
  () => {
    const running: ElectronApplication[] = [];
    const folders: Disposable[] = [];

    beforeAll(async () => {
      if (runtime === undefined) throw new Error(electronMissing);
      await builtApplication();
    }, 180_000);
    afterEach(async () => {
      for (const app of running.splice(0)) await app.close().catch(() => undefined);
      for (const folder of folders.splice(0)) folder[Symbol.dispose]();
    });

    function folder(): string {
      const made = temporaryFolder();
      folders.push(made);
      return made.path;
    }

    async function start(dataDir = folder(), args: readonly string[] = []) {
      const app = await _electron.launch({
        executablePath: runtime ?? '',
        args: [
          // Its sandbox refuses root, as which containers run.
          ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
          '.',
          `--data-dir=${dataDir}`,
          ...args,
        ],
        locale: 'en-GB',
      });
      running.push(app);
      return { app, dataDir };
    }

    async function started(dataDir?: string, args: readonly string[] = []) {
      const { app, dataDir: used } = await start(dataDir, args);
      const page = await app.firstWindow();
      await page.locator('nav [aria-current="page"]').first().waitFor();
      return { app, page, dataDir: used };
    }

    function call(page: Page, method: string, input: unknown = {}) {
      return page.evaluate(
        async ([called, text]) => {
          const { datacenterDocs } = globalThis as unknown as { datacenterDocs: PageBridge };
          const answer = await datacenterDocs.call(called, text).reply;
          return answer.ok ? { ok: true, output: JSON.parse(answer.output) as unknown } : answer;
        },
        [method, JSON.stringify(input)] as const,
      );
    }

    it('shows the console from its own scheme, in a secure context, without a complaint', async () => {
      const { app } = await start();
      const page = await app.firstWindow();
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.locator('nav [aria-current="page"]').first().waitFor();
      expect(page.url()).toBe('app://console/');
      const seen = await page.evaluate(() => ({
        origin: location.origin,
        secure: isSecureContext,
        stored: (() => {
          localStorage.setItem('probe', '1');
          return localStorage.getItem('probe');
        })(),
      }));
      expect(seen).toEqual({ origin: 'app://console', secure: true, stored: '1' });
      for (const screen of ['inventory', 'topology', 'documents', 'activity', 'settings', 'overview']) {
        await app.evaluate(
          ({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(),
          `go-${screen}`,
        );
        await page
          .locator(`nav [aria-current="page"][href$="/${screen === 'overview' ? '' : screen}"]`)
          .waitFor();
      }
      expect(complaints).toEqual([]);
    });

    it('is isolated: the page has call and subscribe, and can reach neither Electron nor Node', async () => {
      const { app, page } = await started();
      expect(
        await page.evaluate(() => ({
          members: Object.keys((globalThis as unknown as Record<string, object>)['datacenterDocs'] ?? {}),
          node: ['require', 'process', 'module', 'Buffer', 'ipcRenderer'].filter((one) => one in globalThis),
        })),
      ).toEqual({ members: ['call', 'subscribe'], node: [] });
      const preferences = await app.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
          getLastWebPreferences(): Record<string, unknown>;
        };
        const { sandbox, contextIsolation, nodeIntegration, webSecurity } = contents.getLastWebPreferences();
        return { sandbox, contextIsolation, nodeIntegration, webSecurity };
      });
      expect(preferences).toEqual({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
      });
      expect(await call(page, 'system.about')).toMatchObject({ ok: true, output: { host: 'window' } });
      expect(await call(page, 'system.exit')).toMatchObject({ ok: false, error: { code: 'unknown-method' } });
    });

    it('runs no code of a text, and fetches nothing from a network', async () => {
      const { page } = await started();
      const outcome = await page.evaluate(async () => {
        let evaluated = false;
        try {
          evaluated = (Reflect.get(globalThis, 'eval') as (text: string) => boolean)('true');
        } catch {
          evaluated = false;
        }
        const fetched = await fetch('https://example.org/').then(
          () => true,
          () => false,
        );
        return { evaluated, fetched };
      });
      expect(outcome).toEqual({ evaluated: false, fetched: false });
    });

    it('stays where it is: links leave for the browser, windows are not opened', async () => {
      const { app, page } = await started();
      await app.evaluate(({ shell }) => {
        const opened: string[] = [];
        Object.assign(globalThis, { opened });
        shell.openExternal = async (url) => void opened.push(url);
      });
      const opened = () => app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
      await page.evaluate(() => {
        location.href = 'https://example.org/a';
      });
      await expect.poll(opened).toEqual(['https://example.org/a']);
      await page.evaluate(() => {
        globalThis.open('https://example.org/b');
        globalThis.open('file:///etc/passwd');
      });
      await expect.poll(opened).toEqual(['https://example.org/a', 'https://example.org/b']);
      expect(page.url()).toBe('app://console/');
      expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    });

    it('refuses permissions', async () => {
      const { page } = await started();
      const states = await page.evaluate(async () => {
        const asked = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read'];
        return Promise.all(
          asked.map(async (permission) => {
            const status = await navigator.permissions.query({ name: permission as PermissionName });
            return status.state;
          }),
        );
      });
      expect(new Set(states)).toEqual(new Set(['denied']));
    });

    it('writes a document as PDF', async () => {
      const dataDir = folder();
      expect((await runCli(['--data-dir', dataDir, '--quiet', 'demo'])).code).toBe(0);
      const { app, page } = await started(dataDir);
      const target = join(dataDir, 'document.pdf');
      await app.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath });
      }, target);
      const tree = JSON.stringify(await call(page, 'documents.tree'));
      const documentId = /"id":"([^"]+)"/.exec(tree)?.[1];
      expect(await call(page, 'desktop.savePdf', { documentId })).toMatchObject({
        ok: true,
        output: { saved: true, path: target },
      });
      expect(readFileSync(target).subarray(0, 5).toString()).toBe('%PDF-');
      expect(statSync(target).size).toBeGreaterThan(10_000);
    });

    it('runs the lab as a process of its own', async () => {
      const { page } = await started();
      const added = await call(page, 'sources.addLab', { size: 'small', seed: 'lab', scenarios: [] });
      expect(added).toMatchObject({ ok: true });
      expect(await call(page, 'collection.collect')).toMatchObject({ ok: true });
    });

    it('keeps secrets in the system’s keyring, or says why not', async () => {
      const { page } = await started();
      expect(await call(page, 'desktop.state')).toMatchObject({
        ok: true,
        output: { available: true, secrets: { in: expect.stringMatching(/keyring|file|nowhere/) } },
      });
    });

    it('has one instance, which shows the link of a second one', async () => {
      const { page, dataDir } = await started();
      const second = await start(dataDir, ['datacenter-docs://inventory']).catch(() => undefined);
      await expect.poll(() => page.url()).toMatch(/\/inventory$/);
      await second?.app.close().catch(() => undefined);
    });

    it('ends in order: the data directory is free, the window’s place is kept', async () => {
      const { app, dataDir } = await started();
      const closed = app.waitForEvent('close');
      await app.evaluate(({ app: electron }) => electron.quit()).catch(() => undefined);
      await closed;
      running.length = 0;
      expect(existsSync(join(dataDir, 'lock'))).toBe(false);
      expect(existsSync(join(dataDir, 'window.json'))).toBe(true);
      expect(readFileSync(join(dataDir, 'logs/desktop.log'), 'utf8')).toContain('"ended"');
    });
  },
);
