import type { ContractFailure } from './errors.ts';

/** The part of an AbortSignal that is used here; shared code knows no runtime's types. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface PortCallOptions {
  readonly signal?: CancelSignal;
  readonly onProgress?: (progress: unknown) => void;
}

/** lost: the connection went and is being made again; refused: it will not be (wrong token, other contract). */
export type PortStatus =
  | { readonly is: 'connecting' }
  | { readonly is: 'open'; readonly instance: string; readonly version: string; readonly contract: string }
  | { readonly is: 'lost'; readonly since: number; readonly reason: string }
  | { readonly is: 'refused'; readonly error: ContractFailure };

/** One end of a transport: what a client is made of. Names and payloads are not looked at here. */
export interface ContractPort {
  /** @throws ContractError */
  call(method: string, input: unknown, options?: PortCallOptions): Promise<unknown>;
  /**
   * Lasts over reconnections; `missed` counts events that were dropped before this one, and is at least 1 for the
   * first after a reconnection.
   * @returns what ends it
   */
  subscribe(
    event: string,
    input: unknown,
    listener: (payload: unknown, missed: number) => void,
    onEnd?: (error: ContractFailure | undefined) => void,
  ): () => void;
  readonly status: PortStatus;
  onStatus(listener: (status: PortStatus) => void): () => void;
  close(): void;
}
