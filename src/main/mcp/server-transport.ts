import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { TransportFailure } from './mcp-error.ts';

/** What a connection needs of a transport beyond the SDK's contract. */
export interface ServerTransport extends Transport {
  /** Why the connection ended, when it did not end because we closed it. */
  readonly failure?: TransportFailure | undefined;
  readonly pid?: number | undefined;
}

/** Default bound on one message. */
export const defaultMaxMessageBytes = 64 * 1024 * 1024;
