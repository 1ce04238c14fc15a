import { dialog, ipcMain, type BrowserWindow } from 'electron';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { appAddress } from './app-address.ts';
import type { CrashLog } from './crash-log.ts';
import type { GoTo } from './go-to.ts';
import type { RunningApplication } from './open-application.ts';
import type { Texts } from './texts.ts';
import { openWindow, type ConsoleWindow } from './window.ts';

export interface ConsoleOptions {
  readonly application: RunningApplication;
  readonly goTo: GoTo;
  readonly preload: string;
  readonly stateFile: string;
  readonly clock: Clock;
  readonly crashes: CrashLog;
  readonly texts: Texts['pageGone'];
  readonly logger: Logger;
  readonly quit: () => void;
}

/** The one window of the console, which may be closed and opened again while the application goes on. */
export interface Console {
  /** Brings it to the front, at an address of the application where one is given. */
  show(path?: string): void;
  current(): BrowserWindow | undefined;
  close(reason: string): void;
}

/** A page that fails this often within this time is not loaded again without being asked. */
const mostFailures = 3;
const failureMs = 60_000;

export function createConsole(options: ConsoleOptions): Console {
  const { application, goTo, preload, stateFile, clock, crashes, texts, logger, quit } = options;
  let open: ConsoleWindow | undefined;
  let failures: number[] = [];
  /** Where the page is to begin, while it is loaded anew. */
  let wanted: string | undefined;
  let loading: BrowserWindow | undefined;

  function openAt(path: string): void {
    const opened = openWindow({
      path,
      preload,
      stateFile,
      ipc: ipcMain,
      dispatcher: application.host.dispatcher,
      operator: application.operator,
      logger,
      onPageGone: (details) => {
        const file = crashes.record('page gone', details);
        logger.error({ details, file }, 'the page is gone');
        void recover(opened.browser, file);
      },
    });
    open = opened;
    opened.browser.on('closed', () => {
      if (open === opened) open = undefined;
    });
  }

  /** One after the other, so that the address that was asked for last is the one that stands. */
  async function load(browser: BrowserWindow): Promise<void> {
    loading = browser;
    while (wanted !== undefined && !browser.isDestroyed()) {
      const path = wanted;
      wanted = undefined;
      try {
        await browser.loadURL(appAddress(path));
      } catch (error) {
        logger.error({ err: error }, 'the console could not be loaded');
      }
    }
    if (loading === browser) loading = undefined;
  }

  async function recover(browser: BrowserWindow, file: string | undefined): Promise<void> {
    const now = clock.monotonicMs();
    failures = [...failures.filter((at) => now - at < failureMs), now];
    if (failures.length >= mostFailures && !browser.isDestroyed()) {
      const { response } = await dialog.showMessageBox(browser, {
        type: 'error',
        message: texts.title,
        detail: texts.detail(file),
        buttons: [texts.reload, texts.quit],
        defaultId: 0,
        cancelId: 1,
        noLink: true,
      });
      if (response === 1) {
        quit();
        return;
      }
      failures = [];
    }
    if (!browser.isDestroyed()) browser.webContents.reload();
  }

  return {
    show(path) {
      if (open === undefined) {
        openAt(path ?? '/');
        return;
      }
      const { browser } = open;
      if (browser.isMinimized()) browser.restore();
      browser.show();
      browser.focus();
      if (path === undefined) return;
      // A page that is being replaced still listens, and would take the address along with it.
      if (loading !== browser && goTo.tell(path)) return;
      // The page is not listening yet: it begins at that address instead.
      wanted = path;
      if (loading !== browser) void load(browser);
    },
    current: () => open?.browser,
    close(reason) {
      open?.disconnect(reason);
      open?.browser.close();
    },
  };
}
