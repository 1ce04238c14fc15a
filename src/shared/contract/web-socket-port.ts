import type { ContractFailure } from './errors.ts';
import { createFrameSession, type FrameSession } from './frame-port.ts';
import type { ServerFrame } from './frames.ts';
import type { ContractPort, PortStatus } from './port.ts';

/** What a browser's and Node's WebSocket have in common. */
export interface WebSocketLike {
  send(data: string): void;
  close(code?: number): void;
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

const firstWaitMs = 250;
const longestWaitMs = 10_000;
/** Close codes of ours: the token is wrong; the server is ending. */
export const closeCodes = { unauthorized: 4401, goingAway: 1001 } as const;

const disconnected: ContractFailure = {
  code: 'disconnected',
  message: 'The connection to the application was lost before it answered.',
  hint: 'It is made again by itself. What was asked to be done may have been done: look before asking again.',
};

/** A port over a WebSocket that is made again when it goes; subscriptions go on, calls under way fail. */
export function createWebSocketPort(options: WebSocketPortOptions): ContractPort {
  const statusListeners = new Set<(status: PortStatus) => void>();
  const subscriptions = new Set<Resumable>();
  const waiting: (() => void)[] = [];
  let status: PortStatus = { is: 'connecting' };
  let session: FrameSession | undefined;
  let socket: WebSocketLike | undefined;
  let timer: unknown;
  let attempt = 0;
  let closed = false;

  const setStatus = (next: PortStatus) => {
    status = next;
    for (const listener of statusListeners) listener(next);
  };

  function connect(): void {
    const opened = options.open();
    socket = opened;
    const mine = createFrameSession((frame) => opened.send(JSON.stringify(frame)));
    opened.addEventListener('message', ({ data }) => {
      const frame = JSON.parse(String(data)) as ServerFrame;
      if (frame.t !== 'hello') {
        mine.receive(frame);
        return;
      }
      if (frame.contract !== options.contract) {
        refuse({
          code: 'unknown-method',
          message: `The application speaks another version of the contract (${frame.version}).`,
          hint: 'Reload the page, or use the command line that came with the application.',
        });
        return;
      }
      attempt = 0;
      session = mine;
      setStatus({ is: 'open', instance: frame.instance, version: frame.version, contract: frame.contract });
      for (const run of waiting.splice(0)) run();
      for (const subscription of subscriptions) subscription.attach(mine);
    });
    opened.addEventListener('error', () => {});
    opened.addEventListener('close', ({ code, reason }) => {
      if (socket !== opened) return;
      socket = undefined;
      if (session === mine) session = undefined;
      if (code === closeCodes.unauthorized) {
        refuse({
          code: 'unauthorized',
          message: 'The application does not know the token of this address.',
          hint: 'Open the address that it printed when it started.',
        });
        mine.end(disconnected);
        return;
      }
      mine.end(disconnected);
      if (closed || status.is === 'refused') return;
      if (options.once) {
        refuse(disconnected);
        return;
      }
      const since = status.is === 'lost' ? status.since : options.nowMs();
      setStatus({ is: 'lost', since, reason: reason === '' ? `closed (${code})` : reason });
      const wait = Math.min(firstWaitMs * 2 ** attempt, longestWaitMs) * (0.5 + options.unit() / 2);
      attempt += 1;
      timer = options.setTimer(connect, wait);
    });
  }

  function refuse(error: ContractFailure): void {
    setStatus({ is: 'refused', error });
    session = undefined;
    for (const run of waiting.splice(0)) run();
    for (const subscription of subscriptions) subscription.onEnd?.(error);
    subscriptions.clear();
    socket?.close();
  }

  class Resumable {
    #detach: (() => void) | undefined;
    #resumed = false;
    readonly event: string;
    readonly input: unknown;
    readonly listener: (payload: unknown, missed: number) => void;
    readonly onEnd: ((error: ContractFailure | undefined) => void) | undefined;
    constructor(
      event: string,
      input: unknown,
      listener: (payload: unknown, missed: number) => void,
      onEnd: ((error: ContractFailure | undefined) => void) | undefined,
    ) {
      this.event = event;
      this.input = input;
      this.listener = listener;
      this.onEnd = onEnd;
    }
    attach(to: FrameSession): void {
      let gap = this.#resumed ? 1 : 0;
      this.#resumed = true;
      this.#detach = to.subscribe(this.event, this.input, {
        event: (payload, missed) => {
          this.listener(payload, missed + gap);
          gap = 0;
        },
        ended: (error) => {
          // A lost connection is not an end: it goes on with the next one.
          if (error?.code === 'disconnected') return;
          subscriptions.delete(this);
          this.onEnd?.(error);
        },
      });
    }
    detach(): void {
      this.#detach?.();
    }
  }

  connect();

  return {
    get status() {
      return status;
    },
    onStatus(listener) {
      statusListeners.add(listener);
      return () => statusListeners.delete(listener);
    },
    async call(method, input, callOptions) {
      if (status.is === 'connecting') await new Promise<void>((resolve) => waiting.push(resolve));
      if (session) return session.call(method, input, callOptions);
      const failure = status.is === 'refused' ? status.error : disconnected;
      const failed = createFrameSession(() => {});
      failed.end(failure);
      return failed.call(method, input);
    },
    subscribe(event, input, listener, onEnd) {
      const subscription = new Resumable(event, input, listener, onEnd);
      subscriptions.add(subscription);
      if (session) subscription.attach(session);
      return () => {
        subscriptions.delete(subscription);
        subscription.detach();
      };
    },
    close() {
      closed = true;
      options.clearTimer(timer);
      session?.end(disconnected);
      socket?.close(1000);
    },
  };
}
