import type { ContractFailure } from '../../shared/contract/errors.ts';
import { eventsOf, findMember, methodsOf, neededRole } from '../../shared/contract/feature.ts';
import { clientFrameSchema, type ClientFrame, type ServerFrame } from '../../shared/contract/frames.ts';
import { mayActAs } from '../../shared/model/role.ts';
import type { App } from '../app.ts';
import { DomainError } from '../platform/errors.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import { version } from '../platform/version.ts';
import { cancelled, ending, failureOf, forbidden, invalidInput, tooMany, unknownName } from './failures.ts';
import type { HandlerContext, Peer } from './handler.ts';
import type { Host } from './host.ts';
import { jsonFault } from './json-fault.ts';
import { createProgressThrottle } from './progress-throttle.ts';
import { applicationContract, type ServedContract } from './served-contract.ts';
import { createSubscription, type Subscription } from './subscription.ts';

export interface DispatcherPorts {
  readonly app: App;
  readonly host: Host;
  readonly random: Random;
  readonly logger: Logger;
  /** Parses what handlers give, too: for tests, where a handler that breaks the contract must fail. */
  readonly checkOutputs?: boolean;
  /** Absent: the application's contract. */
  readonly served?: ServedContract;
}

/** One client's end. `receive` takes whatever came. */
export interface DispatcherConnection {
  /** @throws DomainError invalid-frame: whoever sends such a thing is let go */
  receive(frame: unknown): void;
  /** Nothing more is begun. Resolves when the calls that run are answered. */
  drain(): Promise<void>;
  /** The client went: its calls are cancelled, its subscriptions end. */
  close(): void;
}

export interface Dispatcher {
  /** Begins with `hello`. `send` is never called after `close`. */
  connect(peer: Peer, send: (frame: ServerFrame) => void): DispatcherConnection;
  /** Differs after every start. */
  readonly instance: string;
  /**
   * Resolves when no handler runs any more, those included whose callers were answered or have gone: what they use may
   * be closed then.
   */
  idle(): Promise<void>;
}

/** Calls that one client may have under way at once; a handler counts until it has really ended. */
const mostCalls = 200;
const mostSubscriptions = 200;
/** More often nobody can read it. */
const progressEveryMs = 50;

/** Parses input, runs the handler, maps errors, cancels; the same for every transport. */
export function createDispatcher(ports: DispatcherPorts): Dispatcher {
  const instance = ports.random.id(12);
  const runs = new Set<Promise<void>>();
  const track = (run: Promise<void>) => {
    const tracked = run.finally(() => runs.delete(tracked));
    runs.add(tracked);
  };
  return {
    instance,
    connect: (peer, send) => connect(ports, instance, peer, send, track),
    async idle() {
      while (runs.size > 0) await Promise.all(runs);
    },
  };
}

function connect(
  ports: DispatcherPorts,
  instance: string,
  peer: Peer,
  sendFrame: (frame: ServerFrame) => void,
  track: (run: Promise<void>) => void,
): DispatcherConnection {
  const { app, host, logger, checkOutputs = false, served = applicationContract } = ports;
  /** Calls that have not been answered. */
  const open = new Map<number, AbortController>();
  const subscriptions = new Map<number, Subscription & { stop(): void }>();
  const base = (): HandlerContext => ({
    app,
    host,
    peer: { ...peer, operator: app.owner.nameOf(peer.operator) },
  });
  let running = 0;
  let closed = false;
  let drained: PromiseWithResolvers<void> | undefined;
  let newestId = -1;

  const send = (frame: ServerFrame) => {
    if (!closed) sendFrame(frame);
  };
  const fail = (id: number, error: ContractFailure) => send({ t: 'failure', id, error });

  /** Takes a call out of those that wait for an answer. @returns false when it has had its answer */
  function answer(id: number): boolean {
    const isOpen = open.delete(id);
    if (open.size === 0) drained?.resolve();
    return isOpen;
  }

  async function call({ id, method, input }: ClientFrame & { t: 'call' }): Promise<void> {
    const definition = findMember(served.features, method, methodsOf);
    const handler = findMember(served.handlers, method, methodsOf);
    if (!definition || !handler) return fail(id, unknownName('method', method));
    const needed = neededRole(definition);
    if (!mayActAs(peer.role, needed)) return fail(id, forbidden(method, peer, needed));
    if (drained) return fail(id, ending);
    if (running >= mostCalls) return fail(id, tooMany('calls', mostCalls));
    const parsed = definition.input.safeParse(input ?? {});
    if (!parsed.success) return fail(id, invalidInput(method, parsed.error));
    const abort = new AbortController();
    const { signal } = abort;
    const progress = createProgressThrottle(
      (value) => {
        if (open.has(id)) send({ t: 'progress', id, progress: value });
      },
      app.clock,
      definition.inPieces === true ? 0 : progressEveryMs,
    );
    open.set(id, abort);
    running += 1;
    try {
      const context = { ...base(), signal, progress: (value: unknown) => progress.report(value) };
      const run = () => handler(parsed.data, context);
      const { around } = served;
      const output = await (around?.({ method, definition, input: parsed.data, context }, run) ?? run());
      if (checkOutputs) check(output, definition.output, `the output of ${method}`);
      progress.end();
      if (open.has(id)) send({ t: 'result', id, output });
    } catch (error) {
      // Whoever took the question back has been told.
      if (open.has(id)) fail(id, failureOf(error, method, ports));
    } finally {
      running -= 1;
      answer(id);
      progress.end();
    }
  }

  function cancel(id: number): void {
    const abort = open.get(id);
    if (!abort) return;
    fail(id, cancelled);
    answer(id);
    abort.abort(new DomainError(cancelled.code, cancelled.message));
  }

  function subscribe({ id, event, input }: ClientFrame & { t: 'subscribe' }): void {
    const definition = findMember(served.features, event, eventsOf);
    const source = findMember(served.handlers, event, eventsOf);
    const refuse = (error: ContractFailure) => send({ t: 'ended', id, error });
    if (!definition || !source) return refuse(unknownName('event', event));
    // The client comes back with it when there is somebody to serve it.
    if (drained) return;
    if (subscriptions.size >= mostSubscriptions) return refuse(tooMany('subscriptions', mostSubscriptions));
    const parsed = definition.input.safeParse(input ?? {});
    if (!parsed.success) return refuse(invalidInput(event, parsed.error));
    const subscription = createSubscription((payload, missed) => send({ t: 'event', id, payload, missed }));
    const emit = (payload: unknown) => {
      try {
        if (checkOutputs) check(payload, definition.payload, `the payload of ${event}`);
        subscription.emit(payload);
      } catch (error) {
        // A fault of this subscription must not reach the feature that announces.
        endSubscription(id);
        refuse(failureOf(error, event, ports));
      }
    };
    let stop: () => void;
    try {
      stop = source(parsed.data, emit, base());
    } catch (error) {
      subscription.end();
      return refuse(failureOf(error, event, ports));
    }
    subscriptions.set(id, { ...subscription, stop });
    send({ t: 'subscribed', id });
    subscription.begin();
  }

  function endSubscription(id: number): void {
    const subscription = subscriptions.get(id);
    if (!subscription) return;
    subscriptions.delete(id);
    subscription.end();
    try {
      subscription.stop();
    } catch (error) {
      logger.error({ err: error }, 'a subscription could not be ended');
    }
  }

  send({ t: 'hello', contract: served.hash, version, instance });

  return {
    receive(received) {
      if (closed) return;
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
          if (frame.t === 'call') track(call(frame));
          else subscribe(frame);
          return;
        case 'cancel':
          cancel(frame.id);
          return;
        case 'unsubscribe':
          endSubscription(frame.id);
          return;
        case 'ack':
          subscriptions.get(frame.id)?.acknowledge(frame.count);
          return;
        default:
          frame satisfies never;
      }
    },
    drain() {
      drained ??= Promise.withResolvers<void>();
      if (open.size === 0) drained.resolve();
      return drained.promise;
    },
    close() {
      if (closed) return;
      closed = true;
      const left = [...open];
      open.clear();
      drained?.resolve();
      for (const [, abort] of left) abort.abort(new DomainError(cancelled.code, 'The client went away.'));
      for (const id of subscriptions.keys()) endSubscription(id);
    },
  };
}

function check(value: unknown, schema: { parse(value: unknown): unknown }, what: string): void {
  schema.parse(value);
  const fault = jsonFault(value, what);
  if (fault !== undefined) throw new TypeError(`${fault}, which is not JSON`);
}
