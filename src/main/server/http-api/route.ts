import type { z } from 'zod';
import type { Client } from '../../../shared/contract/client.ts';
import type { App } from '../../app.ts';
import type { Host } from '../../api/host.ts';
import type { Metrics } from '../metrics/metrics.ts';

/** What routes answer from. */
export interface ApiPorts {
  /**
   * Whatever the contract has is asked through it, so that both say the same, and under the name and role of whoever
   * sent the request. @throws TypeError on a route that is open, where nobody said who they are
   */
  readonly client: Client;
  readonly app: App;
  readonly host: Host;
  readonly instance: string;
  readonly metrics: Metrics;
  /** The server no longer takes new work. */
  readonly isEnding: () => boolean;
  /** Browsers and command lines that are connected. */
  readonly connections: () => Readonly<Record<string, number>>;
  /** The OpenAPI description of all routes. */
  readonly describe: () => unknown;
}

export interface ApiRequest<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly accept: string;
  /** A token or a session was shown. Always true but for routes that are open. */
  readonly isAuthorized: boolean;
  /** Fires when the client goes away. */
  readonly signal: AbortSignal;
}

export interface ApiAnswer {
  readonly status?: number;
  /** JSON unless said otherwise; then `body` is text. */
  readonly mediaType?: string;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ApiResponse {
  readonly description: string;
  /** Media type → schema; text where there is none. */
  readonly content?: Readonly<Record<string, z.ZodType | 'text'>>;
}

/** One operation: what it takes and gives, once, for the check of requests and for the description alike. */
export interface ApiRoute {
  readonly method: 'GET' | 'POST';
  /** With `{name}` for parameters, below /api/v1. */
  readonly path: string;
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** open: without a token, too. */
  readonly access: 'open' | 'token';
  /** The token may also come as the password of basic authentication, for senders that know nothing else. */
  readonly basic?: true;
  /** Largest body, where more is wanted than of any other. */
  readonly mostBodyBytes?: number;
  /** The answer changes only when what it shows does: it is tagged, and not sent again to who has it. */
  readonly tagged?: boolean;
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly body?: z.ZodType;
  readonly responses: Readonly<Record<number, ApiResponse>>;
  readonly handle: (
    request: ApiRequest<never, never, never>,
    ports: ApiPorts,
  ) => ApiAnswer | Promise<ApiAnswer>;
}

/** Ties a handler to the schemas beside it. */
export function apiRoute<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType = z.ZodUndefined,
>(
  route: Omit<ApiRoute, 'params' | 'query' | 'body' | 'handle'> & {
    readonly params: Params;
    readonly query: Query;
    readonly body?: Body;
    readonly handle: (
      request: ApiRequest<z.output<Params>, z.output<Query>, z.output<Body>>,
      ports: ApiPorts,
    ) => ApiAnswer | Promise<ApiAnswer>;
  },
): ApiRoute {
  return route;
}
