import type {
  Contract,
  EventInputOf,
  EventName,
  FeatureName,
  InputOf,
  MethodName,
  OutputOf,
  PayloadOf,
  ProgressOf,
} from './contract.ts';
import type { CancelSignal, ContractPort } from './port.ts';

export interface CallOptions<N extends MethodName> {
  readonly signal?: CancelSignal;
  readonly onProgress?: (progress: ProgressOf<N>) => void;
}

type FeatureClient<F extends FeatureName> = {
  readonly [M in keyof Contract[F]['methods'] & string]: (
    input: InputOf<`${F}.${M}` & MethodName>,
    options?: CallOptions<`${F}.${M}` & MethodName>,
  ) => Promise<OutputOf<`${F}.${M}` & MethodName>>;
};

/** `client.<feature>.<method>(input)`, and the same by name; it cannot tell what carries it. */
export type Client = { readonly [F in FeatureName]: FeatureClient<F> } & {
  /** @throws ContractError */
  call<N extends MethodName>(name: N, input: InputOf<N>, options?: CallOptions<N>): Promise<OutputOf<N>>;
  /** @returns what ends the subscription */
  subscribe<N extends EventName>(
    name: N,
    input: EventInputOf<N>,
    listener: (payload: PayloadOf<N>, missed: number) => void,
  ): () => void;
  readonly port: ContractPort;
};

export function createClient(port: ContractPort): Client {
  const own = {
    port,
    call: (name: string, input: unknown, options?: object) => port.call(name, input, options),
    subscribe: (name: string, input: unknown, listener: (payload: unknown, missed: number) => void) =>
      port.subscribe(name, input, listener),
  };
  return new Proxy(own, {
    get(target, feature) {
      if (typeof feature !== 'string' || Object.hasOwn(target, feature)) return Reflect.get(target, feature);
      // A client is not a promise, whoever awaits it.
      if (feature === 'then') return undefined;
      return new Proxy(
        {},
        {
          get: (_, method) =>
            typeof method === 'string'
              ? (input: unknown, options?: object) => port.call(`${feature}.${method}`, input, options)
              : undefined,
        },
      );
    },
  }) as unknown as Client;
}
