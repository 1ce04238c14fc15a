import { ContractError } from './contract-error.ts';
import type { ContractFailure } from './errors.ts';
import { createFrameSession, takenBack, type FrameSession } from './frame-port.ts';
import type { ClientFrame, ServerFrame } from './frames.ts';
import type { CancelSignal, ContractPort, PortStatus } from './port.ts';

/** One connection that frames travel over, in order. */
export interface Link {
  send(frame: ClientFrame): void;
  close(): void;
}

/** Why a link ended: it is made again, or that would not help. */
export type LinkEnd =
  | { readonly again: true; readonly reason: string }
  | { readonly again: false; readonly error: ContractFailure };

export interface LinkEvents {
  frame(frame: ServerFrame): void;
  /** Told once; nothing comes after it. */
  ended(end: LinkEnd): void;
}

export interface Reconnection {
  /** Milliseconds of a clock that does not go back. */
  readonly nowMs: () => number;
  readonly setTimer: (run: () => void, ms: number) => unknown;
  readonly clearTimer: (timer: unknown) => void;
  /** Uniform in [0, 1): spreads the reconnections of many windows after a restart. */
  readonly unit: () => number;
}

export interface LinkPortOptions {
  /** Makes one connection. Events may come before it returns. */
  readonly open: (events: LinkEvents) => Link;
  /** The contract that this client was built with; another one over there is refused. Absent: any will do. */
  readonly contract?: string;
  /** Absent: one connection only, and a lost one stays lost. */
  readonly again?: Reconnection;
}

const firstWaitMs = 250;
const longestWaitMs = 10_000;

export const disconnected: ContractFailure = {
  code: 'disconnected',
  message: 'The connection to the application was lost before it answered.',
  hint: 'It is made again by itself. What was asked to be done may have been done: look before asking again.',
};

const closedHere: ContractFailure = {
  code: 'disconnected',
  message: 'This connection to the application was closed on this side.',
};

/**
 * The client's port over any transport. With `again` a connection that goes is made again: subscriptions go on, calls
 * under way fail with `disconnected`, because only their caller knows whether they may be asked twice.
 */
export function createLinkPort(options: LinkPortOptions): ContractPort {
  const statusListeners = new Set<(status: PortStatus) => void>();
  const subscriptions = new Set<Resumable>();
  const waiting = new Set<() => void>();
  let status: PortStatus = { is: 'connecting' };
  let session: FrameSession | undefined;
  let link: Link | undefined;
  let timer: unknown;
  let attempt = 0;

  const setStatus = (next: PortStatus) => {
    status = next;
    for (const listener of statusListeners) listener(next);
  };
  const wake = () => {
    for (const run of waiting) run();
    waiting.clear();
  };

  function connect(): void {
    let over = false;
    let mine: Link | undefined;
    const early: ClientFrame[] = [];
    const opened = createFrameSession((frame) => {
      if (over) return;
      if (mine) mine.send(frame);
      else early.push(frame);
    });
    const begun = options.open({
      frame(frame) {
        if (over || status.is === 'refused') return;
        if (frame.t !== 'hello') {
          opened.receive(frame);
          return;
        }
        if (options.contract !== undefined && frame.contract !== options.contract) {
          over = true;
          refuse({
            code: 'unknown-method',
            message: `The application speaks another version of the contract (${frame.version}).`,
            hint: 'Reload the page, or use the command line that came with the application.',
          });
          mine?.close();
          return;
        }
        attempt = 0;
        session = opened;
        setStatus({ is: 'open', instance: frame.instance, version: frame.version, contract: frame.contract });
        wake();
        for (const subscription of subscriptions) subscription.attach(opened);
      },
      ended(end) {
        if (over) return;
        over = true;
        if (session === opened) session = undefined;
        opened.end(disconnected);
        if (status.is === 'refused') return;
        if (!end.again || options.again === undefined) {
          refuse(end.again ? disconnected : end.error);
          return;
        }
        loseAndRetry(end.reason, options.again);
      },
    });
    mine = begun;
    if (over) {
      begun.close();
      return;
    }
    link = begun;
    for (const frame of early) begun.send(frame);
  }

  function loseAndRetry(reason: string, { nowMs, setTimer, unit }: Reconnection): void {
    setStatus({ is: 'lost', since: status.is === 'lost' ? status.since : nowMs(), reason });
    // A call that waited for the first connection is told, too.
    wake();
    const wait = Math.min(firstWaitMs * 2 ** attempt, longestWaitMs) * (0.5 + unit() / 2);
    attempt += 1;
    timer = setTimer(connect, wait);
  }

  function refuse(error: ContractFailure): void {
    const ended = session;
    session = undefined;
    setStatus({ is: 'refused', error });
    ended?.end(error);
    wake();
    for (const subscription of subscriptions) subscription.onEnd?.(error);
    subscriptions.clear();
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
          const before = gap;
          gap = 0;
          this.listener(payload, missed + before);
        },
        ended: (error) => {
          // A lost connection is not an end: it goes on with the next one.
          if (error === disconnected) return;
          if (subscriptions.delete(this)) this.onEnd?.(error);
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
    async call(method, input, callOptions = {}) {
      if (status.is === 'connecting') await opened(callOptions.signal);
      if (callOptions.signal?.aborted === true) throw takenBack();
      if (session) return session.call(method, input, callOptions);
      throw new ContractError(status.is === 'refused' ? status.error : disconnected);
    },
    subscribe(event, input, listener, onEnd) {
      if (status.is === 'refused') {
        onEnd?.(status.error);
        return () => {};
      }
      const subscription = new Resumable(event, input, listener, onEnd);
      subscriptions.add(subscription);
      if (session) subscription.attach(session);
      return () => {
        subscriptions.delete(subscription);
        subscription.detach();
      };
    },
    close() {
      if (timer !== undefined) options.again?.clearTimer(timer);
      if (status.is !== 'refused') refuse(closedHere);
      link?.close();
    },
  };

  /** Resolves when it is known whether there is a connection, or when the caller no longer wants to know. */
  function opened(signal: CancelSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        waiting.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      waiting.add(done);
      signal?.addEventListener('abort', done);
      if (signal?.aborted) done();
    });
  }
}
