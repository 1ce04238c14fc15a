import { createClient, type Client } from '../../shared/contract/client.ts';
import { bridgeName, type PageBridge } from '../../shared/contract/ipc-bridge.ts';
import type { Reconnection } from '../../shared/contract/link-port.ts';
import { contractHash } from '../../shared/contract/pinned.ts';
import { createWebSocketPort } from '../../shared/contract/web-socket-port.ts';
import { createIpcPort } from './ipc-port.ts';

const again: Reconnection = {
  nowMs: () => performance.now(),
  setTimer: (run, ms) => setTimeout(run, ms),
  clearTimer: (timer) => clearTimeout(timer as number),
  unit: () => Math.random(),
};

/** A client of whatever hosts this page. Nothing else here knows which transport there is. */
export function connect(): Client {
  const bridge = (window as { [bridgeName]?: PageBridge })[bridgeName];
  if (bridge !== undefined) return createClient(createIpcPort(bridge, { contract: contractHash, again }));
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? sessionStorage.getItem('token');
  if (token !== null) sessionStorage.setItem('token', token);
  const address = new URL('/contract', location.href);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  address.hash = '';
  address.search = token === null ? '' : `?token=${token}`;
  return createClient(
    createWebSocketPort({ open: () => new WebSocket(address), ...again, contract: contractHash }),
  );
}
