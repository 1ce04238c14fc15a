import { ContractError } from '../shared/contract/contract-error.ts';
import type { ContractFailure } from '../shared/contract/errors.ts';
import { createFrameSession, type FrameSession } from '../shared/contract/frame-port.ts';
import type { ServerFrame } from '../shared/contract/frames.ts';
import {
  connectionEvent,
  type ApplicationMessage,
  type BridgeReply,
  type ConnectionState,
  type PageBridge,
  type PageMessage,
} from '../shared/contract/ipc-bridge.ts';

/** What the contract has; nothing else gets through. */
export interface ContractNames {
  readonly methods: readonly string[];
  readonly events: readonly string[];
}

export interface Bridge {
  readonly page: PageBridge;
  /** What came from the application. */
  readonly receive: (message: ApplicationMessage) => void;
}

const disconnected: ContractFailure = {
  code: 'disconnected',
  message: 'There is no connection to the application.',
  hint: 'It is made again by itself. What was asked to be done may have been done: look before asking again.',
};

/**
 * The preload's half of the connection. It knows the names of the contract and lets nothing else through; what the
 * payloads are is checked where they are used.
 */
export function createBridge(names: ContractNames, send: (message: PageMessage) => void): Bridge {
  const methods = new Set(names.methods);
  const events = new Set(names.events);
  let connection:
    | { readonly number: number; readonly session: FrameSession; say(state: ConnectionState): void }
    | undefined;
  let newest = 0;

  function connect(onEvent: (payload: string, missed: number) => void): () => void {
    close();
    newest += 1;
    const number = newest;
    const opened = {
      number,
      session: createFrameSession((frame) => send({ is: 'frame', connection: number, frame })),
      say: (state: ConnectionState) => onEvent(JSON.stringify(state), 0),
    };
    connection = opened;
    send({ is: 'open', connection: number });
    return () => {
      if (connection === opened) close();
    };
  }

  function close(): void {
    if (connection === undefined) return;
    send({ is: 'close', connection: connection.number });
    const ended = connection;
    connection = undefined;
    ended.session.end(disconnected);
  }

  return {
    page: {
      call(method, input, onProgress) {
        const refused = refusal('method', method, input, methods);
        if (refused !== undefined) return answered({ ok: false, error: refused });
        if (connection === undefined) return answered({ ok: false, error: disconnected });
        const abort = new AbortController();
        const reply = connection.session
          .call(method, input, {
            signal: abort.signal,
            ...(typeof onProgress === 'function' && {
              onProgress: (progress) => onProgress(String(progress)),
            }),
          })
          .then(
            (output): BridgeReply => ({ ok: true, output: String(output) }),
            (error: unknown): BridgeReply => ({ ok: false, error: failureOf(error) }),
          );
        return { reply, cancel: () => abort.abort() };
      },

      subscribe(event, input, onEvent, onEnd) {
        if (typeof onEvent !== 'function') throw new TypeError('subscribe: expected a function for events');
        if (event === connectionEvent) return connect(onEvent);
        const refused = refusal('event', event, input, events);
        if (refused !== undefined || connection === undefined) {
          onEnd?.(refused ?? disconnected);
          return () => {};
        }
        return connection.session.subscribe(event, input, {
          event: (payload, missed) => onEvent(String(payload), missed),
          ended: (error) => onEnd?.(error),
        });
      },
    },

    receive(message) {
      // What was under way when a connection ended may still arrive.
      if (connection === undefined || message.connection !== connection.number) return;
      if (message.is === 'closed') {
        const ended = connection;
        connection = undefined;
        // First: a subscription that lasts over connections is not ended by the loss of one.
        ended.say({ is: 'closed', reason: message.reason });
        ended.session.end(disconnected);
        return;
      }
      const frame: ServerFrame = message.frame;
      if (frame.t === 'hello') {
        const { contract, version, instance } = frame;
        connection.say({ is: 'open', contract, version, instance });
        return;
      }
      connection.session.receive(frame);
    },
  };
}

/** The page may call with whatever it likes: this is where types begin to hold. */
function refusal(
  what: 'method' | 'event',
  name: unknown,
  input: unknown,
  names: ReadonlySet<string>,
): ContractFailure | undefined {
  if (typeof name !== 'string' || !names.has(name)) {
    return {
      code: 'unknown-method',
      message: `There is no ${what} "${String(name).slice(0, 100)}" in the contract.`,
    };
  }
  if (typeof input !== 'string') {
    return { code: 'invalid-input', message: `The input of ${name} is to be JSON text.` };
  }
  return undefined;
}

function answered(reply: BridgeReply): { reply: Promise<BridgeReply>; cancel(): void } {
  return { reply: Promise.resolve(reply), cancel: () => {} };
}

function failureOf(error: unknown): ContractFailure {
  if (!(error instanceof ContractError)) {
    return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
  }
  const { code, message, hint, details } = error;
  return {
    code,
    message,
    ...(hint !== undefined && { hint }),
    ...(details.length > 0 && { details: [...details] }),
  };
}
