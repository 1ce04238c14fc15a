import { EventEmitter } from 'node:events';
import type { IpcMain, WebContents } from 'electron';
import { appAddress } from '../../src/main/electron/app-address.ts';
import { createBridge, type ContractNames } from '../../src/preload/bridge.ts';
import {
  ipcChannel,
  type ApplicationMessage,
  type PageBridge,
} from '../../src/shared/contract/ipc-bridge.ts';

/** A frame of a page, as Electron names one. */
export interface TestFrame {
  url: string;
}

/** A window's contents whose page is the preload's bridge; everything between them is copied and arrives later. */
export class TestContents extends EventEmitter {
  readonly mainFrame: TestFrame = { url: appAddress('/') };
  readonly bridge: PageBridge;
  /** What the page was sent, in order. */
  readonly sent: ApplicationMessage[] = [];
  readonly #receive: (message: ApplicationMessage) => void;
  #destroyed = false;

  constructor(ipc: TestIpc, names: ContractNames) {
    super();
    const { page, receive } = createBridge(names, (message) => {
      const copied = structuredClone(message);
      queueMicrotask(() => ipc.deliver(this, this.mainFrame, copied));
    });
    this.bridge = throughContextBridge(page) as PageBridge;
    this.#receive = receive;
  }
  send(channel: string, message: ApplicationMessage): void {
    if (channel !== ipcChannel) throw new Error(`a message on ${channel}`);
    const copied = structuredClone(message);
    this.sent.push(copied);
    queueMicrotask(() => {
      if (!this.#destroyed) this.#receive(copied);
    });
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  destroy(): void {
    this.#destroyed = true;
    this.emit('destroyed');
  }
  asElectron(): WebContents {
    return this as unknown as WebContents;
  }
}

export class TestIpc extends EventEmitter {
  deliver(contents: TestContents, frame: TestFrame | null, message: unknown): void {
    this.emit(ipcChannel, { sender: contents, senderFrame: frame }, message);
  }
  asElectron(): Pick<IpcMain, 'on' | 'off'> {
    return this as unknown as Pick<IpcMain, 'on' | 'off'>;
  }
}

/** Electron's context bridge: functions are wrapped, everything else is copied; classes do not get through. */
export function throughContextBridge(value: unknown): unknown {
  if (typeof value === 'function') {
    const call = value as (...args: unknown[]) => unknown;
    return (...args: unknown[]) => throughContextBridge(call(...args.map(throughContextBridge)));
  }
  if (value instanceof Promise) return value.then(throughContextBridge);
  if (Array.isArray(value)) return value.map(throughContextBridge);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, throughContextBridge(member)]),
    );
  }
  return value;
}
