import type { z } from 'zod';
import { findEvent, findMethod } from '../../shared/contract/contract.ts';
import type { ContractFailure } from '../../shared/contract/errors.ts';
import {
  clientFrameSchema,
  eventWindow,
  type ClientFrame,
  type ServerFrame,
} from '../../shared/contract/frames.ts';
import { contractHash } from '../../shared/contract/pinned.ts';
import type { App } from '../app.ts';
import { DomainError } from '../platform/errors.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import { version } from '../platform/version.ts';
import type { CallContext, HandlerContext, Peer } from './handler.ts';
import type { Host } from './host.ts';
import { handlers } from './registry.ts';

export interface DispatcherPorts {
  readonly app: App;
  readonly host: Host;
  readonly random: Random;
  readonly logger: Logger;
  /** Parses what handlers give, too: for tests, where a handler that breaks the contract must fail. */
  readonly checkOutputs?: boolean;
}

/** One client's end. `receive` takes whatever came; what is no frame of ours ends the connection. */
export interface DispatcherConnection {
  receive(frame: unknown): void;
  /** The client went: its calls are cancelled, its subscriptions end. */
  close(): void;
}

export interface Dispatcher {
  /** Begins with `hello`. `send` is never called after `close`. */
  connect(peer: Peer, send: (frame: ServerFrame) => void): DispatcherConnection;
  /** Differs after every start. */
  readonly instance: string;
}

/** Calls that one client may have under way at once. */
const mostCalls = 200;
const mostSubscriptions = 200;
/** Events kept for a subscriber that does not keep up; the oldest go first. */
const mostWaiting = 256;

type AnyHandler = (input: unknown, context: unknown) => unknown;
type AnySource = (input: unknown, emit: (payload: unknown) => void, context: HandlerContext) => () => void;

/** Parses input, runs the handler, maps errors, cancels; the same for every transport. */
export function createDispatcher(ports: DispatcherPorts): Dispatcher {
  const { app, host, random, logger } = ports;
  const instance = random.id(12);

  function failureOf(error: unknown, what: string): ContractFailure {
    if (error instanceof DomainError) {
      return {
        code: error.code,
        message: error.message,
        ...(error.hint === undefined ? {} : { hint: error.hint }),
      };
    }
    const reference = random.id(8);
    logger.error({ err: error, reference, what }, 'a handler failed');
    return {
      code: 'internal',
      message: `Something failed inside the application (reference ${reference}).`,
      hint: 'The log has the details under that reference.',
    };
  }

  return {
    instance,
    connect(peer, sendFrame) {
      const calls = new Map<number, AbortController>();
      const subscriptions = new Map<number, Subscription>();
      const base: HandlerContext = { app, host, peer };
      let closed = false;
      let newestId = -1;
      const send = (frame: ServerFrame) => {
        if (!closed) sendFrame(frame);
      };

      async function call({ id, method, input }: ClientFrame & { t: 'call' }): Promise<void> {
        const definition = findMethod(method);
        const handler = handlerOf(method, 'methods') as AnyHandler | undefined;
        if (!definition || !handler) return fail(id, unknownName('method', method));
        if (calls.size >= mostCalls) return fail(id, tooMany('calls', mostCalls));
        const parsed = definition.input.safeParse(input ?? {});
        if (!parsed.success) return fail(id, invalidInput(method, parsed.error));
        const abort = new AbortController();
        calls.set(id, abort);
        const context: Omit<CallContext<never>, 'progress'> & { progress(progress: unknown): void } = {
          ...base,
          signal: abort.signal,
          progress: (progress) => {
            if (calls.has(id)) send({ t: 'progress', id, progress });
          },
        };
        try {
          const output = await handler(parsed.data, context);
          if (ports.checkOutputs) definition.output.parse(output);
          if (calls.delete(id)) send({ t: 'result', id, output });
        } catch (error) {
          if (!calls.delete(id)) return;
          fail(id, abort.signal.aborted ? cancelled : failureOf(error, method));
        }
      }

      function fail(id: number, error: ContractFailure): void {
        send({ t: 'failure', id, error });
      }

      function subscribe({ id, event, input }: ClientFrame & { t: 'subscribe' }): void {
        const definition = findEvent(event);
        const source = handlerOf(event, 'events') as AnySource | undefined;
        const end = (error: ContractFailure) => send({ t: 'ended', id, error });
        if (!definition || !source) return end(unknownName('event', event));
        if (subscriptions.size >= mostSubscriptions) return end(tooMany('subscriptions', mostSubscriptions));
        const parsed = definition.input.safeParse(input ?? {});
        if (!parsed.success) return end(invalidInput(event, parsed.error));
        const subscription = createSubscription((payload, missed) =>
          send({ t: 'event', id, payload, missed }),
        );
        try {
          subscription.stop = source(
            parsed.data,
            (payload) => subscription.emit(ports.checkOutputs ? definition.payload.parse(payload) : payload),
            base,
          );
        } catch (error) {
          return end(failureOf(error, event));
        }
        subscriptions.set(id, subscription);
        send({ t: 'subscribed', id });
      }

      send({ t: 'hello', contract: contractHash, version, instance });

      return {
        receive(received) {
          const parsed = clientFrameSchema.safeParse(received);
          if (!parsed.success) {
            throw new DomainError('invalid-frame', 'what came is no frame of the contract');
          }
          const frame = parsed.data;
          switch (frame.t) {
            case 'call':
            case 'subscribe':
              if (frame.id <= newestId) {
                throw new DomainError('invalid-frame', `the id ${frame.id} was used before`);
              }
              newestId = frame.id;
              if (frame.t === 'call') void call(frame);
              else subscribe(frame);
              return;
            case 'cancel':
              calls.get(frame.id)?.abort(new DomainError('cancelled', cancelled.message));
              return;
            case 'unsubscribe':
              subscriptions.get(frame.id)?.stop();
              subscriptions.delete(frame.id);
              return;
            case 'ack':
              subscriptions.get(frame.id)?.acknowledge(frame.count);
              return;
            default:
              frame satisfies never;
          }
        },
        close() {
          closed = true;
          for (const abort of calls.values())
            abort.abort(new DomainError('cancelled', 'the client went away'));
          for (const subscription of subscriptions.values()) subscription.stop();
          calls.clear();
          subscriptions.clear();
        },
      };
    },
  };
}

interface Subscription {
  readonly emit: (payload: unknown) => void;
  readonly acknowledge: (count: number) => void;
  stop: () => void;
}

function createSubscription(deliver: (payload: unknown, missed: number) => void): Subscription {
  const waiting: unknown[] = [];
  let credit = eventWindow;
  let missed = 0;
  const flush = () => {
    while (credit > 0 && waiting.length > 0) {
      credit -= 1;
      deliver(waiting.shift(), missed);
      missed = 0;
    }
  };
  return {
    emit(payload) {
      waiting.push(payload);
      if (waiting.length > mostWaiting) {
        waiting.shift();
        missed += 1;
      }
      flush();
    },
    acknowledge(count) {
      credit = Math.min(eventWindow, credit + count);
      flush();
    },
    stop() {},
  };
}

function handlerOf(name: string, members: 'methods' | 'events'): unknown {
  const [feature = '', member = ''] = name.split('.');
  if (!Object.hasOwn(handlers, feature)) return undefined;
  const all: object = handlers[feature as keyof typeof handlers][members];
  return Object.hasOwn(all, member) ? Reflect.get(all, member) : undefined;
}

const cancelled: ContractFailure = { code: 'cancelled', message: 'The caller took the question back.' };

function unknownName(what: 'method' | 'event', name: string): ContractFailure {
  return {
    code: 'unknown-method',
    message: `There is no ${what} "${name}" in the contract.`,
    hint: 'The other side has another version: reload the page.',
  };
}

function tooMany(what: string, most: number): ContractFailure {
  return { code: 'too-many-requests', message: `More than ${most} ${what} at once on one connection.` };
}

function invalidInput(name: string, error: z.ZodError): ContractFailure {
  return {
    code: 'invalid-input',
    message: `The input of ${name} does not fit: ${error.issues[0]?.message ?? ''}`,
    details: error.issues
      .slice(0, 20)
      .map(({ path, message }) => ({ path: path.map(String).join('.'), message })),
  };
}
