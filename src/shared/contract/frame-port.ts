import { ContractError } from './contract-error.ts';
import type { ContractFailure } from './errors.ts';
import { eventWindow } from './event-window.ts';
import type { ClientFrame, ServerFrame } from './frames.ts';
import type { PortCallOptions } from './port.ts';

/**
 * The client's half of one connection: numbers calls and subscriptions, and hands answers to whoever waits. Frames come
 * from our own application, over a channel that was authenticated; they are not parsed again here.
 */
export interface FrameSession {
  call(method: string, input: unknown, options?: PortCallOptions): Promise<unknown>;
  subscribe(event: string, input: unknown, subscriber: Subscriber): () => void;
  receive(frame: ServerFrame): void;
  /** The connection went: everything that waits is told. */
  end(failure: ContractFailure): void;
}

export interface Subscriber {
  event(payload: unknown, missed: number): void;
  ended(error: ContractFailure | undefined): void;
}

interface PendingCall {
  resolve(output: unknown): void;
  reject(error: ContractError): void;
  readonly onProgress?: ((progress: unknown) => void) | undefined;
}

export function createFrameSession(send: (frame: ClientFrame) => void): FrameSession {
  const calls = new Map<number, PendingCall>();
  const subscriptions = new Map<number, { subscriber: Subscriber; unacknowledged: number }>();
  let nextId = 0;
  let over: ContractFailure | undefined;

  return {
    call(method, input, { signal, onProgress } = {}) {
      if (over) return Promise.reject(new ContractError(over));
      if (signal?.aborted) return Promise.reject(takenBack());
      const id = nextId++;
      return new Promise<unknown>((resolve, reject) => {
        const onAbort = () => {
          calls.delete(id);
          send({ t: 'cancel', id });
          reject(takenBack());
        };
        signal?.addEventListener('abort', onAbort);
        const done = () => signal?.removeEventListener('abort', onAbort);
        calls.set(id, {
          resolve(output) {
            done();
            resolve(output);
          },
          reject(error) {
            done();
            reject(error);
          },
          onProgress,
        });
        try {
          send({ t: 'call', id, method, input });
        } catch (error) {
          // What is no JSON, a circle for instance, cannot be sent at all.
          calls.delete(id);
          done();
          reject(unsendable(method, error));
        }
      });
    },

    subscribe(event, input, subscriber) {
      if (over) {
        subscriber.ended(over);
        return () => {};
      }
      const id = nextId++;
      subscriptions.set(id, { subscriber, unacknowledged: 0 });
      send({ t: 'subscribe', id, event, input });
      return () => {
        if (subscriptions.delete(id) && !over) send({ t: 'unsubscribe', id });
      };
    },

    receive(frame) {
      switch (frame.t) {
        case 'result': {
          const call = calls.get(frame.id);
          calls.delete(frame.id);
          call?.resolve(frame.output);
          return;
        }
        case 'failure': {
          const call = calls.get(frame.id);
          calls.delete(frame.id);
          call?.reject(new ContractError(frame.error));
          return;
        }
        case 'progress':
          calls.get(frame.id)?.onProgress?.(frame.progress);
          return;
        case 'event': {
          const subscription = subscriptions.get(frame.id);
          if (!subscription) return;
          subscription.unacknowledged += 1;
          // Told in batches, well before the other side has to wait.
          if (subscription.unacknowledged >= eventWindow / 4) {
            send({ t: 'ack', id: frame.id, count: subscription.unacknowledged });
            subscription.unacknowledged = 0;
          }
          subscription.subscriber.event(frame.payload, frame.missed);
          return;
        }
        case 'ended': {
          const subscription = subscriptions.get(frame.id);
          subscriptions.delete(frame.id);
          subscription?.subscriber.ended(frame.error);
          return;
        }
        case 'hello':
        case 'subscribed':
          return;
        default:
          frame satisfies never;
      }
    },

    end(failure) {
      if (over) return;
      over = failure;
      for (const call of calls.values()) call.reject(new ContractError(failure));
      for (const { subscriber } of subscriptions.values()) subscriber.ended(failure);
      calls.clear();
      subscriptions.clear();
    },
  };
}

function unsendable(method: string, error: unknown): ContractError {
  const reason = error instanceof Error ? error.message : String(error);
  return new ContractError({
    code: 'invalid-input',
    message: `The input of ${method} cannot be sent: ${reason}`,
  });
}

/** What a caller gets who took the question back. */
export function takenBack(): ContractError {
  return new ContractError({ code: 'cancelled', message: 'The caller took the question back.' });
}
