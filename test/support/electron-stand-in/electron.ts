/** What built code gets when it imports `electron`. */
export { app } from './app.ts';
export { BrowserWindow, ipcMain } from './browser-window.ts';
export { Menu } from './menu.ts';
export { Notification } from './notification.ts';
export { protocol, session } from './session.ts';
export { dialog, powerMonitor, safeStorage, screen, shell } from './system.ts';
export { nativeImage, Tray } from './tray.ts';
