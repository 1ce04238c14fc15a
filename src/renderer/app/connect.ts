import { createClient, type Client } from '../../shared/contract/client.ts';
import { bridgeName, type PageBridge } from '../../shared/contract/ipc-bridge.ts';
import type { Reconnection } from '../../shared/contract/link-port.ts';
import { contractHash } from '../../shared/contract/pinned.ts';
import { createIpcPort } from './ipc-port.ts';
import { connectToServer } from './web-socket-connection.ts';

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
  return createClient(connectToServer(again));
}
