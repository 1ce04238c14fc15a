import type { MenuItemConstructorOptions } from 'electron';
import { screenKeys, screenPaths } from './deep-link.ts';
import type { Texts } from './texts.ts';

export interface MenuActions {
  /** Shows an address of the application, bringing the window back where it is closed. */
  goTo(path: string): void;
  /** Presses a key in the page, which knows its own shortcuts. */
  press(key: string, modifiers: readonly ('control' | 'meta' | 'shift')[]): void;
  back(): void;
  forward(): void;
  print(): void;
  openDataDirectory(): void;
  openLogs(): void;
  about(): void;
  quit(): void;
}

/** The menu bar. Accelerators are each platform's own; keys that the page handles itself are shown but not taken. */
export function menuTemplate(
  platform: NodeJS.Platform,
  { menu, screens }: Texts,
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin';
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const inPage = (
    id: string,
    label: string,
    shown: string,
    key: string,
    modifiers: readonly ('control' | 'meta' | 'shift')[],
  ): MenuItemConstructorOptions => ({
    id,
    label,
    accelerator: shown,
    registerAccelerator: false,
    click: () => actions.press(key, modifiers),
  });
  const command = mac ? 'meta' : 'control';
  const settings: MenuItemConstructorOptions = {
    id: 'settings',
    label: menu.settings,
    accelerator: 'CmdOrCtrl+,',
    click: () => actions.goTo(screenPaths.settings),
  };
  const about: MenuItemConstructorOptions = { id: 'about', label: menu.about, click: () => actions.about() };
  const quit: MenuItemConstructorOptions = {
    id: 'quit',
    label: menu.quit,
    // Alt+F4 closes windows by itself.
    accelerator: mac ? 'Cmd+Q' : 'Ctrl+Q',
    click: () => actions.quit(),
  };
  const applicationMenu: MenuItemConstructorOptions = {
    id: 'application',
    // The system shows the application's name here, whatever this says.
    label: 'Datacenter Docs',
    submenu: [
      about,
      separator,
      settings,
      separator,
      { role: 'services', label: menu.services },
      separator,
      { role: 'hide', label: menu.hide },
      { role: 'hideOthers', label: menu.hideOthers },
      { role: 'unhide', label: menu.showAll },
      separator,
      quit,
    ],
  };
  return [
    ...(mac ? [applicationMenu] : []),
    {
      id: 'file',
      label: menu.file,
      submenu: [
        { id: 'print', label: menu.print, accelerator: 'CmdOrCtrl+P', click: () => actions.print() },
        separator,
        {
          id: 'open-data-directory',
          label: menu.openDataDirectory,
          click: () => actions.openDataDirectory(),
        },
        separator,
        ...(mac ? [] : [settings, separator]),
        { role: 'close', label: menu.closeWindow, accelerator: 'CmdOrCtrl+W' },
        ...(mac ? [] : [quit]),
      ],
    },
    {
      id: 'edit',
      label: menu.edit,
      submenu: [
        { role: 'undo', label: menu.undo },
        { role: 'redo', label: menu.redo },
        separator,
        { role: 'cut', label: menu.cut },
        { role: 'copy', label: menu.copy },
        { role: 'paste', label: menu.paste },
        { role: 'selectAll', label: menu.selectAll },
        separator,
        inPage('find', menu.find, 'CmdOrCtrl+F', 'F', [command]),
      ],
    },
    {
      id: 'view',
      label: menu.view,
      submenu: [
        inPage('search', menu.searchOrRun, 'CmdOrCtrl+K', 'K', [command]),
        inPage('assistant', menu.assistant, 'CmdOrCtrl+J', 'J', [command]),
        separator,
        { role: 'reload', label: menu.reload, accelerator: 'CmdOrCtrl+R' },
        { role: 'resetZoom', label: menu.actualSize, accelerator: 'CmdOrCtrl+0' },
        { role: 'zoomIn', label: menu.zoomIn, accelerator: 'CmdOrCtrl+Plus' },
        { role: 'zoomOut', label: menu.zoomOut, accelerator: 'CmdOrCtrl+-' },
        separator,
        { role: 'togglefullscreen', label: menu.fullScreen, accelerator: mac ? 'Ctrl+Cmd+F' : 'F11' },
        {
          role: 'toggleDevTools',
          label: menu.developerTools,
          accelerator: mac ? 'Alt+Cmd+I' : 'Ctrl+Shift+I',
        },
      ],
    },
    {
      id: 'go',
      label: menu.go,
      submenu: [
        {
          id: 'back',
          label: menu.back,
          accelerator: mac ? 'Cmd+[' : 'Alt+Left',
          click: () => actions.back(),
        },
        {
          id: 'forward',
          label: menu.forward,
          accelerator: mac ? 'Cmd+]' : 'Alt+Right',
          click: () => actions.forward(),
        },
        separator,
        ...screenKeys.map((key, index): MenuItemConstructorOptions => ({
          id: `go-${key}`,
          label: screens[key],
          accelerator: `CmdOrCtrl+${index + 1}`,
          click: () => actions.goTo(screenPaths[key]),
        })),
      ],
    },
    {
      role: 'window',
      id: 'window',
      label: menu.window,
      submenu: [
        { role: 'minimize', label: menu.minimize, accelerator: 'CmdOrCtrl+M' },
        ...(mac
          ? ([
              { role: 'zoom', label: menu.zoom },
              separator,
              { role: 'front', label: menu.bringAllToFront },
            ] satisfies MenuItemConstructorOptions[])
          : []),
      ],
    },
    {
      role: 'help',
      id: 'help',
      label: menu.help,
      submenu: [
        inPage('shortcuts', menu.shortcuts, '?', '?', ['shift']),
        separator,
        { id: 'open-logs', label: menu.openLogs, click: () => actions.openLogs() },
        ...(mac ? [] : [separator, about]),
      ],
    },
  ];
}
