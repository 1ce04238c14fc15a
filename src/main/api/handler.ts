import type {
  Contract,
  EventName,
  EventOf,
  FeatureName,
  MethodName,
  MethodOf,
  OutputOf,
  PayloadOf,
  ProgressOf,
} from '../../shared/contract/contract.ts';
import type { z } from 'zod';
import type { Role } from '../../shared/model/role.ts';
import type { App } from '../app.ts';
import type { Host } from './host.ts';

/** Who is at the other end of a connection. */
export interface Peer {
  readonly via: 'window' | 'browser' | 'cli' | 'http' | 'memory';
  /** Whose name stands in notes and in the audit. */
  readonly operator: string;
  /** What they may do here. Whoever runs the process is its admin. */
  readonly role: Role;
}

export interface HandlerContext {
  readonly app: App;
  readonly host: Host;
  readonly peer: Peer;
}

export interface CallContext<N extends MethodName> extends HandlerContext {
  /** Fires when the caller takes the question back or goes away. */
  readonly signal: AbortSignal;
  readonly progress: (progress: ProgressOf<N>) => void;
}

type Parsed<D> = D extends { readonly input: infer S extends z.ZodType } ? z.output<S> : never;

/** Implements one method: gets parsed input, gives what the output schema accepts, throws DomainError. */
export type Handler<N extends MethodName> = (
  input: Parsed<MethodOf<N>>,
  context: CallContext<N>,
) => Promise<OutputOf<N>> | OutputOf<N>;

/** Implements one event. @returns what ends the subscription */
export type EventSource<N extends EventName> = (
  input: Parsed<EventOf<N>>,
  emit: (payload: PayloadOf<N>) => void,
  context: HandlerContext,
) => () => void;

/** Every method and event of one feature: a missing one does not compile. */
export interface FeatureHandlers<F extends FeatureName> {
  readonly methods: {
    readonly [M in keyof Contract[F]['methods'] & string]: Handler<`${F}.${M}` & MethodName>;
  };
  readonly events: {
    readonly [E in keyof Contract[F]['events'] & string]: EventSource<Extract<EventName, `${F}.${E}`>>;
  };
}

export type Handlers = { readonly [F in FeatureName]: FeatureHandlers<F> };
