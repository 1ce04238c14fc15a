import { expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { PageBridge } from '../../src/shared/contract/ipc-bridge.ts';
import { describeDesktop, needsCollected } from '../support/electron-stand-in/fixture.ts';

/** Calls through what the preload gave the page, as the page does. */
function call(page: Page, method: string, input: unknown = {}) {
  return page.evaluate(
    async ([name, text]) => {
      const { datacenterDocs } = globalThis as unknown as { datacenterDocs: PageBridge };
      const answer = await datacenterDocs.call(name, text).reply;
      return answer.ok ? { ok: true, output: JSON.parse(answer.output) as unknown } : answer;
    },
    [method, JSON.stringify(input)] as const,
  );
}

describeDesktop('the contract in the desktop window', ({ start, folder }) => {
  needsCollected();

  it('answers as it does everywhere, for a window', async () => {
    const desktop = await start({ dataDir: folder({ collected: true }) });
    const page = await desktop.page();
    expect(await call(page, 'system.about')).toMatchObject({
      ok: true,
      output: { host: 'window', dataDir: desktop.dataDir },
    });
    expect(await call(page, 'inventory.rows', { kind: 'no-such-kind' })).toMatchObject({
      ok: false,
      error: { code: 'invalid-input' },
    });
    expect(await call(page, 'desktop.state')).toMatchObject({
      ok: true,
      output: { available: true, startAtLogin: false, keepRunning: false },
    });
  });

  it('knows no other names, and tells so in the preload', async () => {
    const desktop = await start();
    const page = await desktop.page();
    await desktop.evaluate(({ electron, standIn }) => {
      electron.ipcMain.on('contract', (_event, message: unknown) => {
        standIn.opened.push(JSON.stringify(message));
      });
    });
    for (const name of ['system.exit', 'constructor', '__proto__', '', 'shell.openPath']) {
      expect(await call(page, name)).toMatchObject({ ok: false, error: { code: 'unknown-method' } });
    }
    const ended = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const { datacenterDocs } = globalThis as unknown as { datacenterDocs: PageBridge };
          datacenterDocs.subscribe('ipc.everything', '{}', () => {}, resolve);
        }),
    );
    expect(ended).toMatchObject({ code: 'unknown-method' });
    const sent = await desktop.evaluate(({ standIn }) => standIn.opened);
    expect(sent.filter((text) => /exit|proto|openPath|everything/.test(text))).toEqual([]);
  });

  it('carries progress, and takes a call back', async () => {
    const desktop = await start({ dataDir: folder({ collected: true }) });
    const page = await desktop.page();
    const { progress, answer } = await page.evaluate(async () => {
      const { datacenterDocs } = globalThis as unknown as { datacenterDocs: PageBridge };
      const progress: unknown[] = [];
      const asked = datacenterDocs.call('collection.collect', '{}', (text) =>
        progress.push(JSON.parse(text)),
      );
      return { answer: await asked.reply, progress };
    });
    expect(answer).toMatchObject({ ok: true });
    expect(progress.length).toBeGreaterThan(0);

    const cancelled = await page.evaluate(async () => {
      const { datacenterDocs } = globalThis as unknown as { datacenterDocs: PageBridge };
      const asked = datacenterDocs.call('collection.collect', '{}', () => {});
      asked.cancel();
      return asked.reply;
    });
    expect(cancelled).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });

  it('tells of what changes, until it is no longer listened to', async () => {
    const desktop = await start({ dataDir: folder({ collected: true }) });
    const page = await desktop.page();
    const heard = await page.evaluate(async () => {
      const { datacenterDocs } = globalThis as unknown as { datacenterDocs: PageBridge };
      const heard: string[] = [];
      const first = Promise.withResolvers<void>();
      const stop = datacenterDocs.subscribe('jobs.changed', '{}', (payload) => {
        heard.push(payload);
        first.resolve();
      });
      await datacenterDocs.call('jobs.run', JSON.stringify({ job: 'clean-up' })).reply;
      await first.promise;
      stop();
      return heard.map((payload) => JSON.parse(payload) as unknown);
    });
    expect(heard.length).toBeGreaterThan(0);
  });

  it('serves the main frame of our own page alone', async () => {
    const desktop = await start();
    const page = await desktop.page();
    // A frame inside the page: Electron runs no preload in it, and what it sends all the same goes nowhere.
    const answered = await desktop.evaluate(async ({ electron, standIn }) => {
      const [window] = standIn.windows;
      const sent: unknown[] = [];
      const contents = window?.webContents;
      if (contents === undefined) throw new Error('there is no window');
      const original = contents.send.bind(contents);
      contents.send = (channel, ...args) => {
        sent.push(args[0]);
        original(channel, ...args);
      };
      const foreign = [
        { sender: contents, senderFrame: { url: 'app://console/' } },
        { sender: contents, senderFrame: null },
        { sender: { id: 99 }, senderFrame: contents.mainFrame },
      ];
      for (const event of foreign) {
        electron.ipcMain.emit('contract', event, { is: 'open', connection: 77 });
      }
      return sent.filter((message) => (message as { connection: number }).connection === 77);
    });
    expect(answered).toEqual([]);
    expect(await call(page, 'system.about')).toMatchObject({ ok: true });
  });

  it('begins anew when the page is loaded again, and ends what the old page had asked', async () => {
    const desktop = await start();
    const page = await desktop.page();
    expect(await call(page, 'system.about')).toMatchObject({ ok: true });
    await page.reload();
    await page.locator('nav [aria-current="page"]').first().waitFor();
    await expect.poll(() => call(page, 'system.about')).toMatchObject({ ok: true });
  });

  it('drops a page that sends what is no frame, which then connects again', async () => {
    const desktop = await start();
    const page = await desktop.page();
    await desktop.evaluate(({ electron, standIn }) => {
      const contents = standIn.windows[0]?.webContents;
      electron.ipcMain.emit(
        'contract',
        { sender: contents, senderFrame: contents?.mainFrame },
        { is: 'what' },
      );
    });
    await expect.poll(() => call(page, 'system.about')).toMatchObject({ ok: true });
  });
});
