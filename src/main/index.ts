import { app } from 'electron';
import { openWindow } from './electron/window.ts';

/** The Electron entry: the only one that may load `electron`. */
if (app.requestSingleInstanceLock()) {
  app.on('window-all-closed', () => app.quit());
  await app.whenReady();
  await openWindow();
} else {
  app.quit();
}
