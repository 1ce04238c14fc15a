import type { ContractFailure } from './errors.ts';
import type { ClientFrame, ServerFrame } from './frames.ts';

/** The one channel of Electron's IPC that is used, in both directions. */
export const ipcChannel = 'contract';

/**
 * From the preload to the application. A page opens one connection at a time; a later one has a higher number and ends
 * the one before it. Inputs travel as JSON text, so that copying them is cheap and nothing but JSON gets through.
 */
export type PageMessage =
  | { readonly is: 'open'; readonly connection: number }
  | { readonly is: 'frame'; readonly connection: number; readonly frame: ClientFrame }
  | { readonly is: 'close'; readonly connection: number };

/** From the application to the preload; outputs, progress and payloads are JSON text. */
export type ApplicationMessage =
  | { readonly is: 'frame'; readonly connection: number; readonly frame: ServerFrame }
  | { readonly is: 'closed'; readonly connection: number; readonly reason: string };

/** The one event that is the transport's own, beside those of the contract: subscribing to it makes the connection. */
export const connectionEvent = 'connection';

/** What `connectionEvent` says, as JSON. After `closed` there is no connection until it is subscribed to again. */
export type ConnectionState =
  | { readonly is: 'open'; readonly contract: string; readonly version: string; readonly instance: string }
  | { readonly is: 'closed'; readonly reason: string };

export type BridgeReply =
  | { readonly ok: true; /** JSON */ readonly output: string }
  | { readonly ok: false; readonly error: ContractFailure };

/** All that the preload gives the page, as `window.datacenterDocs`. Names that the contract has not are refused. */
export interface PageBridge {
  /** `input` and what `onProgress` gets are JSON. */
  call(
    method: string,
    input: string,
    onProgress?: (progress: string) => void,
  ): { readonly reply: Promise<BridgeReply>; cancel(): void };
  /** @returns what ends the subscription */
  subscribe(
    event: string,
    input: string,
    onEvent: (payload: string, missed: number) => void,
    onEnd?: (error: ContractFailure | undefined) => void,
  ): () => void;
}

/** The name under which the page finds the bridge. */
export const bridgeName = 'datacenterDocs';
