import { describe, expect, it } from 'vitest';
import type { HandlerContext } from '../handler.ts';
import type { Desktop } from '../host.ts';
import { desktopHandlers } from './handlers.ts';

const { methods, events } = desktopHandlers;

function context(desktop?: Desktop) {
  const shown: unknown[] = [];
  const app = {
    documents: {
      show: async (...args: unknown[]) => {
        shown.push(args);
        return { title: 'Virtualization', text: '<h1>Virtualization</h1>' };
      },
    },
  };
  const host = { kind: desktop ? 'window' : 'server', ...(desktop && { desktop }) };
  return { shown, context: { app, host } as unknown as HandlerContext as never };
}

function desktop() {
  const done: unknown[] = [];
  const state = { startAtLogin: false, keepRunning: false, cancelled: false };
  const port: Desktop = {
    openExternal: async (url) => void done.push(url),
    savePdf: async (document) => {
      done.push(document);
      return state.cancelled ? undefined : { path: '/x.pdf' };
    },
    startAtLogin: async () => state.startAtLogin,
    setStartAtLogin: async (on) => void (state.startAtLogin = on),
    keepRunning: () => state.keepRunning,
    setKeepRunning: async (on) => void (state.keepRunning = on),
    secretsKept: async () => ({ in: 'os-keyring' }),
    onGoTo: (listener) => {
      listener('/inventory');
      return () => done.push('stopped');
    },
  };
  return { port, done, state };
}

describe('what only a desktop can do', () => {
  it('is not available elsewhere, and that is said', async () => {
    const { context: server } = context();
    expect(await methods.state({}, server)).toEqual({ available: false });
    for (const ask of [
      async () => methods.setStartAtLogin({ on: true }, server),
      async () => methods.setKeepRunning({ on: true }, server),
      async () => methods.savePdf({ documentId: 'd' }, server),
      async () => methods.openExternal({ url: 'https://example.org/' }, server),
    ]) {
      await expect(ask()).rejects.toMatchObject({ code: 'not-available', hint: expect.any(String) });
    }
    const heard: unknown[] = [];
    events.goTo({}, (payload) => heard.push(payload), server)();
    expect(heard).toEqual([]);
  });

  it('tells its state, also after changing it', async () => {
    const { port } = desktop();
    const { context: window } = context(port);
    expect(await methods.setStartAtLogin({ on: true }, window)).toEqual({
      available: true,
      startAtLogin: true,
      keepRunning: false,
      secrets: { in: 'os-keyring' },
    });
    expect(await methods.setKeepRunning({ on: true }, window)).toMatchObject({ keepRunning: true });
  });

  it('saves the version of a document that was asked for', async () => {
    const { port, done, state } = desktop();
    const { context: window, shown } = context(port);
    expect(await methods.savePdf({ documentId: 'd', version: 3 }, window)).toEqual({
      saved: true,
      path: '/x.pdf',
    });
    expect(shown).toEqual([['d', { format: 'html', version: 3 }]]);
    expect(done).toEqual([{ title: 'Virtualization', html: '<h1>Virtualization</h1>' }]);
    state.cancelled = true;
    expect(await methods.savePdf({ documentId: 'd' }, window)).toEqual({ saved: false });
  });

  it('tells a page where to go, until it no longer listens', () => {
    const { port, done } = desktop();
    const heard: unknown[] = [];
    const stop = events.goTo({}, (payload) => heard.push(payload), context(port).context);
    stop();
    expect([heard, done]).toEqual([[{ path: '/inventory' }], ['stopped']]);
  });
});
