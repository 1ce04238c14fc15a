import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { startCli } from '../support/cli.ts';
import { describeDesktop, needsCollected } from '../support/electron-stand-in/fixture.ts';

describeDesktop('the life of the desktop', ({ start, folder }) => {
  needsCollected();

  const others: { stop(signal: NodeJS.Signals): Promise<number | null> }[] = [];
  afterEach(async () => {
    for (const other of others.splice(0)) await other.stop('SIGTERM');
  });

  it('has one instance: a second one hands its link over and ends', async () => {
    const first = await start();
    const page = await first.page();
    await first.evaluate(({ standIn }) => {
      standIn.windows[0]?.minimize();
      standIn.windows[0]?.blur();
    });
    const second = await start({
      dataDir: first.dataDir,
      args: ['datacenter-docs://inventory?filter=kind%3Avm'],
    });
    expect((await second.ended).code).toBe(0);
    await expect.poll(() => page.url()).toMatch(/\/inventory\?filter=kind%3Avm/);
    expect(await first.evaluate(({ standIn }) => standIn.windows.map(({ state }) => state))).toEqual([
      expect.objectContaining({ minimized: false, focused: true }),
    ]);
  });

  it('begins at the link it was started with, and opens nothing that is no link of ours', async () => {
    const desktop = await start({ args: ['datacenter-docs://documents'] });
    const page = await desktop.page();
    expect(page.url()).toMatch(/\/documents$/);
    for (const link of [
      'datacenter-docs://main/settings',
      'datacenter-docs://evil.example/inventory',
      'https://example.org/inventory',
    ]) {
      await desktop.evaluate(({ electron }, url) => {
        electron.app.emit('open-url', { preventDefault() {} }, url);
      }, link);
    }
    expect(page.url()).toMatch(/\/documents$/);
    await desktop.evaluate(({ electron }) => {
      electron.app.emit('open-url', { preventDefault() {} }, 'datacenter-docs://activity');
    });
    await expect.poll(() => page.url()).toMatch(/\/activity$/);
  });

  it('opens where it was, on a display that is there', async () => {
    const dataDir = folder();
    const first = await start({ dataDir });
    await first.page();
    await first.evaluate(({ standIn }) => {
      standIn.windows[0]?.setBounds({ x: 40, y: 60, width: 1000, height: 700 });
      standIn.windows[0]?.maximize();
    });
    await first.quit();
    const second = await start({ dataDir });
    await second.page();
    expect(
      await second.evaluate(({ standIn }) => [
        standIn.windows[0]?.getNormalBounds(),
        standIn.windows[0]?.state,
      ]),
    ).toMatchObject([{ x: 40, y: 60, width: 1000, height: 700 }, { maximized: true }]);
    await second.quit();

    writeFileSync(join(dataDir, 'window.json'), '{"bounds":{"x":');
    const third = await start({ dataDir });
    await third.page();
    expect(await third.evaluate(({ standIn }) => standIn.windows[0]?.getNormalBounds())).toEqual({
      x: 240,
      y: 90,
      width: 1440,
      height: 900,
    });
  });

  it('quits when its window is closed, unless it is to keep running', async () => {
    const desktop = await start();
    await desktop.page();
    await desktop.evaluate(({ standIn }) => standIn.trays[0]?.menu?.getMenuItemById('keep-running')?.click());
    await expect.poll(() => existsSync(join(desktop.dataDir, 'desktop.json'))).toBe(true);
    await desktop.evaluate(({ standIn }) => standIn.windows[0]?.close());
    expect(await desktop.evaluate(({ standIn }) => standIn.windows.length)).toBe(1);
    await desktop.evaluate(({ standIn }) => standIn.trays[0]?.menu?.getMenuItemById('open')?.click());
    await desktop.page();
    expect(await desktop.evaluate(({ standIn }) => standIn.windows.length)).toBe(2);
    await desktop.evaluate(({ standIn }) => standIn.trays[0]?.menu?.getMenuItemById('keep-running')?.click());
    await expect
      .poll(() => readFileSync(join(desktop.dataDir, 'desktop.json'), 'utf8'))
      .toContain('"keepRunning": false');
    const closing = desktop.evaluate(({ standIn }) => standIn.windows[1]?.close()).catch(() => undefined);
    expect((await desktop.ended).code).toBe(0);
    await closing;
  });

  it('starts at login without a window, and has one when it is asked for', async () => {
    const desktop = await start({ args: ['--hidden'] });
    await desktop.evaluate(({ standIn }) => standIn.until(() => standIn.menu !== null));
    expect(await desktop.evaluate(({ standIn }) => standIn.windows.length)).toBe(0);
    await desktop.evaluate(({ standIn }) => standIn.trays[0]?.emit('click'));
    expect((await desktop.page()).url()).toMatch(/\/$/);
  });

  it('asks before it quits while a remediation runs, and shows in the tray what waits', async () => {
    const main = join(import.meta.dirname, '../support/electron-stand-in/waiting-main.ts');
    const desktop = await start({ main });
    const shown = () =>
      desktop.evaluate(({ standIn }) => ({
        toolTip: standIn.trays[0]?.toolTip,
        item: standIn.trays[0]?.menu?.getMenuItemById('pending')?.options.label,
        badge: standIn.badge,
      }));
    await desktop.evaluate(({ standIn }) => standIn.until(() => standIn.trays[0]?.menu && true));
    expect(await shown()).toEqual({
      toolTip: 'Datacenter Docs – 3 approvals pending',
      item: '3 approvals pending',
      badge: 3,
    });
    await desktop.evaluate(({ standIn }) => standIn.trays[0]?.menu?.getMenuItemById('pending')?.click());
    expect(await shown()).toMatchObject({ toolTip: 'Datacenter Docs – No approvals pending', badge: 0 });

    const asked = await desktop.evaluate(async ({ standIn, electron }) => {
      electron.app.quit();
      electron.app.quit();
      await standIn.until(() => standIn.dialogues.length > 0);
      return standIn.dialogues;
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.options).toMatchObject({
      message: 'A remediation is running',
      buttons: ['Keep Running', 'Quit Anyway'],
      defaultId: 0,
      cancelId: 0,
    });
    const again = await desktop.evaluate(async ({ standIn, electron }) => {
      standIn.answers.push({ response: 0 }, { response: 1 });
      standIn.changed();
      await new Promise((resolve) => setImmediate(resolve));
      setImmediate(() => electron.app.quit());
      return standIn.answers.length;
    });
    expect(again).toBe(1);
    expect(await desktop.ended).toEqual({ code: 0, stderr: 'shows /remediation\nended in order\n' });
  });

  it('lets go of the data directory when it quits', async () => {
    const desktop = await start();
    await desktop.page();
    expect(existsSync(join(desktop.dataDir, 'attach.json'))).toBe(true);
    const { code, stderr } = await desktop.quit();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(existsSync(join(desktop.dataDir, 'attach.json'))).toBe(false);
    expect(existsSync(join(desktop.dataDir, 'lock'))).toBe(false);
  });

  it('says who works in the data directory, and opens there once it is free', async () => {
    const dataDir = folder();
    const worker = await startCli(['--data-dir', dataDir, 'worker'], 'Ctrl-C');
    others.push(worker);
    const desktop = await start({ dataDir });
    const [asked] = await desktop.evaluate(async ({ standIn }) => {
      await standIn.until(() => standIn.dialogues.length > 0);
      return standIn.dialogues;
    });
    expect(asked).toMatchObject({
      kind: 'message',
      options: {
        message: 'The data directory is in use',
        detail: expect.stringMatching(/is in use by .*worker \(process \d+ on /),
        buttons: ['Try Again', 'Quit'],
      },
    });
    await worker.stop('SIGTERM');
    await desktop.evaluate(({ standIn }) => {
      standIn.answers.push({ response: 0 });
      standIn.changed();
    });
    expect((await desktop.page()).url()).toMatch(/\/$/);
  });

  it('opens the console of a server that has the data directory in the browser', async () => {
    const dataDir = folder();
    const server = await startCli(['--data-dir', dataDir, 'serve', '--port', '0'], 'Ctrl-C');
    others.push(server);
    const desktop = await start({ dataDir });
    const buttons = await desktop.evaluate(async ({ standIn }) => {
      await standIn.until(() => standIn.dialogues.length > 0);
      return standIn.dialogues[0]?.options['buttons'];
    });
    expect(buttons).toEqual(['Try Again', 'Open in Browser', 'Quit']);
    const [opened] = await desktop.evaluate(async ({ standIn }) => {
      standIn.answers.push({ response: 1 });
      standIn.changed();
      await standIn.until(() => standIn.opened.length > 0);
      return standIn.opened;
    });
    expect(opened).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=/);
    expect((await desktop.ended).code).toBe(0);
  });

  it('catches up at once when the machine wakes', async () => {
    const desktop = await start({ dataDir: folder({ collected: true }) });
    await desktop.page();
    await desktop.evaluate(({ electron }) => {
      const now = Date.now;
      Date.now = () => now() + 3 * 3_600_000;
      electron.powerMonitor.emit('suspend');
      electron.powerMonitor.emit('resume');
    });
    // Without it the schedule is looked at again within half a minute.
    await expect
      .poll(
        async () => {
          const page = await desktop.page();
          return page.evaluate(async () => {
            const bridge = (
              globalThis as unknown as Record<
                string,
                { call(method: string, input: string): { reply: Promise<{ ok: boolean; output?: string }> } }
              >
            )['datacenterDocs'];
            const answer = await bridge?.call('jobs.history', '{}').reply;
            return answer?.output ?? '';
          });
        },
        { timeout: 20_000 },
      )
      .toContain('"trigger":"catch-up"');
  });

  it('keeps a crash log without secrets, and asks whether to restart', async () => {
    const dataDir = folder();
    const desktop = await start({ dataDir });
    await desktop.page();
    await desktop.evaluate(({ standIn }) => {
      standIn.answers.push({ response: 0 });
      setImmediate(() => {
        throw new Error('the sky fell');
      });
    });
    expect((await desktop.ended).code).toBe(70);
    const logs = readdirSync(join(dataDir, 'logs')).filter((name) => name.startsWith('crash-'));
    expect(logs).toHaveLength(1);
    const text = readFileSync(join(dataDir, 'logs', logs[0] ?? ''), 'utf8');
    expect(text).toContain('uncaught exception');
    expect(text).toContain('the sky fell');
  });

  it('loads a page again that crashed', async () => {
    const desktop = await start();
    await desktop.page();
    await desktop.evaluate(async ({ standIn }) => {
      const page = await standIn.windows[0]?.webContents.page();
      const session = await page?.context().newCDPSession(page);
      void session?.send('Page.crash').catch(() => {});
    });
    await expect
      .poll(
        () => readdirSync(join(desktop.dataDir, 'logs')).filter((name) => name.startsWith('crash-')).length,
      )
      .toBe(1);
    await expect
      .poll(() => desktop.evaluate(({ standIn }) => standIn.windows[0]?.webContents.mainFrame.url))
      .toBe('app://console/');
    await expect
      .poll(async () => (await desktop.page()).locator('nav [aria-current="page"]').first().count())
      .toBe(1);
  });

  it('tells of a critical finding, and the notification opens it', async () => {
    const dataDir = folder({ collected: true });
    const desktop = await start({ dataDir });
    const page = await desktop.page();
    await desktop.evaluate(({ standIn }) => standIn.windows[0]?.blur());
    const added = await page.evaluate(async () => {
      const bridge = (
        globalThis as unknown as Record<
          string,
          { call(method: string, input: string): { reply: Promise<{ ok: boolean; error?: unknown }> } }
        >
      )['datacenterDocs'];
      const chosen = { size: 'small', seed: 'lab', scenarios: ['full-datastore'] };
      const lab = await bridge?.call('sources.addLab', JSON.stringify(chosen)).reply;
      const collected = await bridge?.call('collection.collect', '{}').reply;
      return [lab, collected];
    });
    expect(added).toMatchObject([{ ok: true }, { ok: true }]);
    const [notice] = await desktop.evaluate(async ({ standIn }) => {
      await standIn.until(() => standIn.notifications.length > 0);
      return standIn.notifications.map(({ options }) => options);
    });
    expect(notice?.title).toMatch(/critical finding/i);
    await desktop.evaluate(({ standIn }) => standIn.notifications[0]?.emit('click'));
    await expect.poll(() => page.url()).toMatch(/\/inventory/);
    expect(await desktop.evaluate(({ standIn }) => standIn.windows[0]?.state.focused)).toBe(true);
  });

  it('writes a document as PDF, from a window without script or network', async () => {
    const dataDir = folder({ collected: true });
    const desktop = await start({ dataDir });
    const page = await desktop.page();
    const target = join(dataDir, 'exported');
    await desktop.evaluate(({ standIn }, filePath) => {
      standIn.answers.push({ canceled: false, filePath });
    }, target);
    const answer = await page.evaluate(async () => {
      const bridge = (
        globalThis as unknown as Record<
          string,
          { call(method: string, input: string): { reply: Promise<{ ok: boolean; output?: string }> } }
        >
      )['datacenterDocs'];
      const tree = await bridge?.call('documents.tree', '{}').reply;
      const id = /"id":"([^"]+)"/.exec(tree?.output ?? '')?.[1];
      return bridge?.call('desktop.savePdf', JSON.stringify({ documentId: id })).reply;
    });
    expect(answer).toMatchObject({
      ok: true,
      output: JSON.stringify({ saved: true, path: `${target}.pdf` }),
    });
    expect(readFileSync(`${target}.pdf`).subarray(0, 5).toString()).toBe('%PDF-');
    const printed = await desktop.evaluate(({ standIn }) => ({
      preferences: Object.entries(standIn.windows[1]?.options.webPreferences ?? {}).filter(
        ([name]) => name !== 'session',
      ),
      shown: standIn.windows[1]?.isVisible(),
      gone: standIn.windows[1]?.isDestroyed(),
      foreign: standIn.foreignRequests,
    }));
    expect(Object.fromEntries(printed.preferences)).toMatchObject({
      javascript: false,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    });
    expect([printed.shown, printed.gone, printed.foreign]).toEqual([false, true, []]);
  });

  it('ends in order when it is told to by the system', async () => {
    const desktop = await start();
    await desktop.page();
    await desktop.evaluate(() => {
      setImmediate(() => process.kill(process.pid, 'SIGTERM'));
    });
    expect((await desktop.ended).code).toBe(0);
    expect(existsSync(join(desktop.dataDir, 'lock'))).toBe(false);
  });
});
