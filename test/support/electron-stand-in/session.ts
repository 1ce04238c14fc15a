import { EventEmitter } from 'node:events';
import { app } from './app.ts';

type Handler = (request: Request) => Response | Promise<Response>;

class Protocol {
  readonly handlers = new Map<string, Handler>();
  privileged: unknown[] = [];
  handle(scheme: string, handler: Handler): void {
    if (!app.isReady()) throw new Error('protocol.handle before ready');
    if (this.handlers.has(scheme)) throw new Error(`${scheme} is handled already`);
    this.handlers.set(scheme, handler);
  }
  unhandle(scheme: string): void {
    this.handlers.delete(scheme);
  }
  isProtocolHandled(scheme: string): boolean {
    return this.handlers.has(scheme);
  }
  registerSchemesAsPrivileged(schemes: unknown[]): void {
    if (app.isReady()) throw new Error('registerSchemesAsPrivileged after ready');
    if (this.privileged.length > 0) throw new Error('registerSchemesAsPrivileged can only be called once');
    this.privileged = schemes;
  }
}

export class Session extends EventEmitter {
  readonly protocol = new Protocol();
  readonly handlers: Record<string, unknown> = {};
  setPermissionRequestHandler(handler: unknown): void {
    this.handlers['permissionRequest'] = handler;
  }
  setPermissionCheckHandler(handler: unknown): void {
    this.handlers['permissionCheck'] = handler;
  }
  setDevicePermissionHandler(handler: unknown): void {
    this.handlers['devicePermission'] = handler;
  }
  setDisplayMediaRequestHandler(handler: unknown): void {
    this.handlers['displayMedia'] = handler;
  }
  setBluetoothPairingHandler(handler: unknown): void {
    this.handlers['bluetoothPairing'] = handler;
  }
}

const partitions = new Map<string, Session>();
const defaultSession = new Session();

export const session = {
  get defaultSession() {
    if (!app.isReady()) throw new Error('session.defaultSession before ready');
    return defaultSession;
  },
  fromPartition(name: string): Session {
    const known = partitions.get(name) ?? new Session();
    partitions.set(name, known);
    return known;
  },
};

export const protocol = defaultSession.protocol;
export { defaultSession };
