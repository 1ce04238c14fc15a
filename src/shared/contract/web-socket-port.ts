import type { ContractFailure } from './errors.ts';
import type { ServerFrame } from './frames.ts';
import { createLinkPort, disconnected, type Link, type LinkEnd, type LinkEvents } from './link-port.ts';
import type { ContractPort } from './port.ts';

/** What a browser's and Node's WebSocket have in common. */
export interface WebSocketLike {
  send(data: string): void;
  close(code?: number): void;
  readonly readyState: number;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number; reason: string }) => void): void;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
}

export interface WebSocketPortOptions {
  /** A fresh socket for each attempt. */
  readonly open: () => WebSocketLike;
  /** Milliseconds of a clock that does not go back. */
  readonly nowMs: () => number;
  readonly setTimer: (run: () => void, ms: number) => unknown;
  readonly clearTimer: (timer: unknown) => void;
  /** Uniform in [0, 1): spreads the reconnections of many windows after a restart. */
  readonly unit: () => number;
  /** One attempt only: a lost connection stays lost. */
  readonly once?: boolean;
  /** The contract that this client was built with; another one over there is refused. */
  readonly contract: string;
}

/** Close codes: the token is wrong; the server is ending; a frame was none; what came was too large. */
export const closeCodes = {
  unauthorized: 4401,
  goingAway: 1001,
  invalidFrame: 1008,
  tooLarge: 1009,
  /** The client does not read what it is sent, or there are too many of them. */
  tryLater: 1013,
} as const;

const openState = 1;

/** How a wrong token is told, wherever it is found out. */
export const unauthorized: ContractFailure = {
  code: 'unauthorized',
  message: 'The application does not know the token of this address.',
  hint: 'Open the address that it printed when it started.',
};

/** A port over a WebSocket that is made again when it goes. */
export function createWebSocketPort(options: WebSocketPortOptions): ContractPort {
  const { open, once = false, contract, nowMs, setTimer, clearTimer, unit } = options;
  return createLinkPort({
    contract,
    ...(!once && { again: { nowMs, setTimer, clearTimer, unit } }),
    open: (events) => openWebSocketLink(open, events),
  });
}

/** One socket as a link. */
export function openWebSocketLink(open: () => WebSocketLike, events: LinkEvents): Link {
  const socket = open();
  let over = false;
  const end = (how: LinkEnd) => {
    if (over) return;
    over = true;
    events.ended(how);
  };
  socket.addEventListener('message', ({ data }) => {
    const frame = parseFrame(data);
    if (frame !== undefined) {
      events.frame(frame);
      return;
    }
    socket.close();
    end({ again: true, reason: 'what came is no frame of the application' });
  });
  // A close always follows.
  socket.addEventListener('error', () => {});
  socket.addEventListener('close', ({ code, reason }) => {
    if (code === closeCodes.unauthorized) end({ again: false, error: unauthorized });
    else end({ again: true, reason: reason === '' ? `closed (${code})` : reason });
  });
  return {
    send(frame) {
      // Between the loss of a connection and the word of it there is nobody to send to.
      if (socket.readyState === openState) socket.send(JSON.stringify(frame));
    },
    close() {
      socket.close(1000);
      end({ again: false, error: disconnected });
    },
  };
}

function parseFrame(data: unknown): ServerFrame | undefined {
  try {
    const frame: unknown = JSON.parse(String(data));
    return typeof frame === 'object' && frame !== null && 't' in frame ? (frame as ServerFrame) : undefined;
  } catch {
    return undefined;
  }
}
