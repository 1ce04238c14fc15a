import { join } from 'node:path';
import { BrowserWindow, session } from 'electron';

/** Opens the console's window: sandboxed, isolated, without permissions, and unable to leave its own page. */
export async function openWindow(): Promise<BrowserWindow> {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, grant) => grant(false));
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 900,
    minHeight: 600,
    show: false,
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    },
  });
  window.webContents.on('will-navigate', (event) => event.preventDefault());
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  window.once('ready-to-show', () => window.show());
  await window.loadFile(join(import.meta.dirname, '../renderer/index.html'));
  return window;
}
