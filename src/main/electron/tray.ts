import { app, Menu, nativeImage, Tray } from 'electron';
import { resourceFile } from '../platform/resource-file.ts';
import { screenPaths } from './deep-link.ts';
import type { Texts } from './texts.ts';

/** Remediations that wait for a person. */
export interface PendingApprovals {
  count(): number;
  onChanged(listener: () => void): () => void;
}

export interface TrayOptions {
  readonly texts: Texts['tray'];
  readonly approvals: PendingApprovals;
  readonly keepRunning: { get(): boolean; set(on: boolean): void };
  readonly goTo: (path: string) => void;
  readonly show: () => void;
  readonly quit: () => void;
}

export interface AppTray {
  /** Draws it again after a setting changed. */
  refresh(): void;
  close(): void;
}

/** The sign in the system's tray: how many approvals are pending, and the way back to a window that was closed. */
export function createTray(options: TrayOptions): AppTray {
  const { texts, approvals, keepRunning, goTo, show, quit } = options;
  const icon = nativeImage.createFromPath(resourceFile('icon.png')).resize({ width: 16, height: 16 });
  const tray = new Tray(icon);
  const refresh = () => {
    const count = approvals.count();
    const pending = count === 0 ? texts.nonePending : texts.pending(count);
    tray.setToolTip(`Datacenter Docs – ${pending}`);
    if (process.platform === 'darwin') tray.setTitle(count === 0 ? '' : String(count));
    app.setBadgeCount(count);
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { id: 'open', label: texts.open, click: () => show() },
        {
          id: 'pending',
          label: pending,
          enabled: count > 0,
          click: () => goTo(screenPaths.remediation),
        },
        { type: 'separator' },
        {
          id: 'keep-running',
          label: texts.keepRunning,
          type: 'checkbox',
          checked: keepRunning.get(),
          click: ({ checked }) => keepRunning.set(checked),
        },
        { type: 'separator' },
        { id: 'quit', label: texts.quit, click: () => quit() },
      ]),
    );
  };
  refresh();
  tray.on('click', () => show());
  const stop = approvals.onChanged(refresh);
  return {
    refresh,
    close() {
      stop();
      tray.destroy();
    },
  };
}
