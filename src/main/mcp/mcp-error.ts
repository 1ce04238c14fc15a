import { DomainError } from '../platform/errors.ts';

/**
 * What can go wrong between us and one MCP server.
 * - timeout: no answer in time; cancelled: the caller's signal; disconnected: the process or connection is gone
 * - unauthorized: the server (HTTP 401 or 403) refuses our credentials
 * - untrusted: command line or tools are not what an operator accepted
 * - tool-not-found, not-read-only: refused by us before anything is sent
 * - argument-refused: refused by us, the tool may be called but not with these arguments
 * - not-permitted: refused by us, a call that changes something without a permit for it
 * - malformed, too-large: the answer is not MCP, or larger than the configured limit
 * - protocol: the server answered with a JSON-RPC error
 * - unknown-server, disabled: the name is not configured, or is switched off
 */
export type McpErrorCode =
  | 'timeout'
  | 'cancelled'
  | 'disconnected'
  | 'unauthorized'
  | 'untrusted'
  | 'tool-not-found'
  | 'not-read-only'
  | 'argument-refused'
  | 'not-permitted'
  | 'malformed'
  | 'too-large'
  | 'protocol'
  | 'unknown-server'
  | 'disabled';

export class McpError extends DomainError {
  override readonly name = 'McpError';
  declare readonly code: McpErrorCode;
  /** The configured name of the server. */
  readonly source: string;
  /** For `untrusted`: what differs from what was accepted, one line each. */
  readonly changes: readonly string[];
  /** The JSON-RPC error code, for `protocol`. */
  readonly rpcCode: number | undefined;
  /** The server certainly did not act on the call: it was never sent, or its session had expired. */
  readonly notExecuted: boolean;

  constructor(
    source: string,
    code: McpErrorCode,
    message: string,
    options: {
      hint?: string;
      cause?: unknown;
      changes?: readonly string[];
      rpcCode?: number;
      notExecuted?: boolean;
    } = {},
  ) {
    super(code, `MCP server "${source}": ${message}`, options);
    this.source = source;
    this.changes = options.changes ?? [];
    this.rpcCode = options.rpcCode;
    this.notExecuted = options.notExecuted ?? false;
  }
}

/** What a transport says went wrong, before the server's name is known to the sentence. */
export class TransportFailure extends Error {
  override readonly name = 'TransportFailure';
  readonly code: McpErrorCode;
  readonly hint: string | undefined;
  /** The server no longer knows our session (HTTP 404): the request was not executed and may be sent again. */
  readonly sessionExpired: boolean;

  constructor(
    code: McpErrorCode,
    message: string,
    options: { hint?: string; cause?: unknown; sessionExpired?: boolean } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.sessionExpired = options.sessionExpired ?? false;
  }
}
