import { EventEmitter } from 'node:events';
import { app, PreventableEvent } from './app.ts';
import { standIn } from './control.ts';
import { ipcMain, WebContents, type WebPreferences } from './web-contents.ts';

interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type WindowOptions = Partial<Bounds> & {
  readonly show?: boolean;
  readonly webPreferences?: WebPreferences;
};

export class BrowserWindow extends EventEmitter {
  readonly options: WindowOptions;
  readonly webContents: WebContents;
  readonly state = { visible: false, focused: false, maximized: false, minimized: false, fullScreen: false };
  #bounds: Bounds;
  #destroyed = false;

  constructor(options: WindowOptions) {
    super();
    if (!app.isReady()) throw new Error('a window before ready');
    this.options = options;
    this.#bounds = {
      x: options.x ?? 0,
      y: options.y ?? 0,
      width: options.width ?? 800,
      height: options.height ?? 600,
    };
    this.webContents = new WebContents(options.webPreferences ?? {});
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
    standIn.windows.push(this);
    standIn.changed();
  }
  static getAllWindows(): BrowserWindow[] {
    return standIn.windows.filter((window) => !window.isDestroyed());
  }
  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }
  show(): void {
    this.state.visible = true;
    this.focus();
  }
  focus(): void {
    this.state.focused = true;
    this.emit('focus');
    standIn.changed();
  }
  blur(): void {
    this.state.focused = false;
  }
  isVisible(): boolean {
    return this.state.visible;
  }
  isFocused(): boolean {
    return this.state.focused;
  }
  minimize(): void {
    this.state.minimized = true;
    this.state.focused = false;
  }
  restore(): void {
    this.state.minimized = false;
  }
  isMinimized(): boolean {
    return this.state.minimized;
  }
  maximize(): void {
    this.state.maximized = true;
  }
  isMaximized(): boolean {
    return this.state.maximized;
  }
  setFullScreen(on: boolean): void {
    this.state.fullScreen = on;
  }
  isFullScreen(): boolean {
    return this.state.fullScreen;
  }
  setBounds(bounds: Bounds): void {
    this.#bounds = bounds;
  }
  getNormalBounds(): Bounds {
    return this.#bounds;
  }
  close(): void {
    if (this.#destroyed) return;
    const event = new PreventableEvent();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.webContents.destroy();
    this.emit('closed');
    standIn.changed();
    if (BrowserWindow.getAllWindows().length === 0) app.emit('window-all-closed');
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
}

export { ipcMain };
