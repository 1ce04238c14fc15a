import { BrowserWindow, screen, type IpcMain } from 'electron';
import type { Dispatcher } from '../api/dispatcher.ts';
import type { Logger } from '../platform/logger.ts';
import { appAddress } from './app-address.ts';
import { hostContract } from './ipc-host.ts';
import { placeWindow, readWindowState, smallestWindow, writeWindowState } from './window-state.ts';

export interface ConsoleWindow {
  readonly browser: BrowserWindow;
  /** Ends the page's connection to the application, telling it why. */
  disconnect(reason: string): void;
}

export interface WindowOptions {
  readonly path: string;
  readonly preload: string;
  readonly stateFile: string;
  readonly ipc: Pick<IpcMain, 'on' | 'off'>;
  readonly dispatcher: Dispatcher;
  readonly operator: string;
  readonly logger: Logger;
  /** The page is gone and does not come back by itself. */
  readonly onPageGone: (details: { readonly reason: string; readonly exitCode: number }) => void;
}

/** Opens the console's window: sandboxed, isolated, and where it was the last time. */
export function openWindow(options: WindowOptions): ConsoleWindow {
  const { path, preload, stateFile, ipc, dispatcher, operator, logger, onPageGone } = options;
  const main = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id);
  const state = readWindowState(stateFile);
  const browser = new BrowserWindow({
    ...placeWindow(
      state,
      [main, ...others].map(({ workArea }) => workArea),
    ),
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: 'Datacenter Docs',
    // The dark theme's, so that nothing flashes before the page is drawn.
    backgroundColor: '#0e1116',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  });
  const host = hostContract({ ipc, contents: browser.webContents, dispatcher, operator, logger });

  browser.once('ready-to-show', () => {
    if (state?.maximized === true) browser.maximize();
    if (state?.fullScreen === true) browser.setFullScreen(true);
    browser.show();
  });
  browser.on('close', () => {
    try {
      writeWindowState(stateFile, {
        bounds: browser.getNormalBounds(),
        maximized: browser.isMaximized(),
        fullScreen: browser.isFullScreen(),
      });
    } catch (error) {
      logger.warn({ err: error }, 'where the window was could not be written down');
    }
  });
  browser.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit') onPageGone(details);
  });
  browser.webContents.on('preload-error', (_event, file, error) => {
    logger.error({ err: error, file }, 'the preload failed');
  });
  browser.loadURL(appAddress(path)).catch((error: unknown) => {
    logger.error({ err: error }, 'the console could not be loaded');
  });
  return { browser, disconnect: (reason) => host.close(reason) };
}
