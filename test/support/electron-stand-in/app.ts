import { EventEmitter } from 'node:events';
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { closeBrowser } from './browser.ts';
import { standIn } from './control.ts';

export class PreventableEvent {
  defaultPrevented = false;
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

class App extends EventEmitter {
  readonly isPackaged = process.env['STAND_IN_PACKAGED'] === '1';
  name = 'electron';
  /** What was set before it was too late. */
  readonly calledEarly: string[] = [];
  readonly protocolClients: string[] = [];
  readonly #paths = new Map<string, string>();
  readonly #ready = Promise.withResolvers<void>();
  #isReady = false;
  #quitting = false;

  becomeReady(): void {
    this.#isReady = true;
    // It does not end by having nothing to do.
    setInterval(() => {}, 2 ** 30);
    this.emit('ready');
    this.#ready.resolve();
  }
  isReady(): boolean {
    return this.#isReady;
  }
  whenReady(): Promise<void> {
    return this.#ready.promise;
  }
  getLocale(): string {
    return process.env['STAND_IN_LOCALE'] ?? 'en-GB';
  }
  setName(name: string): void {
    this.name = name;
  }
  getVersion(): string {
    return '0.0.0';
  }
  getAppPath(): string {
    return process.cwd();
  }
  setPath(name: string, path: string): void {
    if (this.#isReady) throw new Error(`setPath(${name}) after ready`);
    this.#paths.set(name, path);
  }
  getPath(name: string): string {
    const path = this.#paths.get(name);
    if (path === undefined) throw new Error(`the path ${name} was not set`);
    return path;
  }
  setAppUserModelId(): void {}
  enableSandbox(): void {
    if (this.#isReady) throw new Error('enableSandbox() can only be called before app is ready');
    this.calledEarly.push('enableSandbox');
  }
  setBadgeCount(count: number): boolean {
    standIn.badge = count;
    return true;
  }
  setAsDefaultProtocolClient(scheme: string): boolean {
    this.protocolClients.push(scheme);
    return true;
  }
  getLoginItemSettings(): { openAtLogin: boolean } {
    return standIn.loginItem;
  }
  setLoginItemSettings(settings: { openAtLogin: boolean }): void {
    standIn.loginItem = settings;
  }
  relaunch(): void {
    standIn.relaunched = true;
  }

  /** The first process on a profile gets it; a later one leaves a message for it. */
  requestSingleInstanceLock(data: unknown = {}): boolean {
    const profile = this.getPath('userData');
    const inbox = join(profile, 'second-instances');
    mkdirSync(inbox, { recursive: true });
    const lock = join(profile, 'instance.lock');
    try {
      const handle = openSync(lock, 'wx');
      writeFileSync(handle, String(process.pid));
      closeSync(handle);
    } catch {
      writeFileSync(
        join(inbox, `${process.pid}.json`),
        JSON.stringify({ argv: process.argv, folder: process.cwd(), data }),
      );
      return false;
    }
    process.on('exit', () => rmSync(lock, { force: true }));
    watch(inbox, () => {
      for (const name of readdirSync(inbox)) {
        const file = join(inbox, name);
        let message: { argv: string[]; folder: string; data: unknown };
        try {
          message = JSON.parse(readFileSync(file, 'utf8')) as typeof message;
        } catch {
          // Half written: the watcher is told again.
          continue;
        }
        rmSync(file);
        this.emit('second-instance', new PreventableEvent(), message.argv, message.folder, message.data);
        standIn.changed();
      }
    }).unref();
    return true;
  }

  quit(): void {
    if (this.#quitting) return;
    const event = new PreventableEvent();
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.#quitting = true;
    this.exit(0);
  }

  exit(code = 0): void {
    void closeBrowser().finally(() => process.exit(code));
  }
}

export const app = new App();
process.on('SIGTERM', () => app.quit());
