import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Client } from '../../../shared/contract/client.ts';
import { ContractError } from '../../../shared/contract/errors.ts';
import { failureOf, invalidInput } from '../../api/failures.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Random } from '../../platform/random.ts';
import { problem, problemType, statusOf } from '../problem.ts';
import { dataPolicy } from '../security-headers.ts';
import type { ApiAnswer, ApiPorts, ApiRoute } from './route.ts';

/** Puts operations on a server. `clientOf` gives the client of whoever showed a token or a session. */
export function registerApi(
  server: FastifyInstance,
  routes: readonly ApiRoute[],
  options: {
    readonly ports: Omit<ApiPorts, 'client'>;
    readonly clientOf: (request: FastifyRequest, basic: boolean) => Client | undefined;
  },
): void {
  for (const route of routes) {
    server.route({
      method: route.method,
      url: fastifyPath(route.path),
      ...(route.mostBodyBytes !== undefined && { bodyLimit: route.mostBodyBytes }),
      async handler(request, reply) {
        const client = options.clientOf(request, route.basic === true);
        if (!client && route.access === 'token') throw unauthorized;
        const gone = new AbortController();
        reply.raw.once('close', () => gone.abort());
        const answer = await route.handle(
          {
            params: parse(route.params, namedParams(request.params), 'path') as never,
            query: parse(route.query, request.query, 'query') as never,
            body: (route.body && parse(route.body, request.body, 'body')) as never,
            accept: request.headers.accept ?? '',
            isAuthorized: client !== undefined,
            signal: gone.signal,
          },
          portsFor(client, options.ports),
        );
        return send(request, reply, route, answer);
      },
    });
  }
}

function portsFor(client: Client | undefined, ports: Omit<ApiPorts, 'client'>): ApiPorts {
  return {
    ...ports,
    get client() {
      if (client) return client;
      throw new TypeError('nobody said who they are, and the contract is asked all the same');
    },
  };
}

const unauthorized = new ContractError({
  code: 'unauthorized',
  message: 'This needs the token of the server.',
  hint: 'Send it as `Authorization: Bearer TOKEN`.',
});

/** The last parameter of a path may itself have slashes in it, as ids of documents do. */
function fastifyPath(path: string): string {
  return path.replace(/\{id\}$/, '*').replaceAll(/\{(\w+)\}/g, ':$1');
}

function namedParams(params: unknown): unknown {
  const { '*': id, ...named } = params as Readonly<Record<string, unknown>>;
  return id === undefined ? named : { ...named, id };
}

function parse(
  schema: ApiRoute['params'] | NonNullable<ApiRoute['body']>,
  value: unknown,
  what: string,
): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const failure = invalidInput(`the ${what}`, parsed.error);
  if (what !== 'body') throw new ContractError(failure);
  // Whoever sends a document finds the place by RFC 6901, also where a member's own name has dots in it.
  const details = parsed.error.issues
    .slice(0, failure.details?.length ?? 0)
    .map(({ path, message }) => ({ path: jsonPointer(path), message }));
  throw new ContractError({ ...failure, details });
}

function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  route: ApiRoute,
  answer: ApiAnswer,
): FastifyReply {
  const { status = 200, mediaType = 'application/json; charset=utf-8', body, headers = {} } = answer;
  const text = mediaType.startsWith('application/json') ? JSON.stringify(body) : String(body);
  reply
    .code(status)
    .headers({ 'content-security-policy': dataPolicy, 'cache-control': 'private, no-cache', ...headers })
    .type(mediaType);
  if (route.tagged === true && status === 200) {
    // Weak: compression makes other bytes of the same answer.
    const tag = `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
    void reply.header('etag', tag);
    if (matches(request.headers['if-none-match'], tag)) return reply.code(304).send();
  }
  return reply.send(text);
}

function matches(header: string | undefined, tag: string): boolean {
  return header?.split(',').some((given) => given.trim() === tag || given.trim() === '*') ?? false;
}

/** Whatever was thrown, as the problem that is answered. */
export function problemOf(
  error: unknown,
  what: string,
  ports: { readonly random: Random; readonly logger: Logger },
): { readonly status: number; readonly mediaType: string; readonly body: string } {
  const { status, failure } = failed(error, what, ports);
  return { status, mediaType: problemType, body: JSON.stringify(problem(status, failure)) };
}

function failed(error: unknown, what: string, ports: { readonly random: Random; readonly logger: Logger }) {
  if (error instanceof ContractError) {
    const { code, message, hint, details } = error;
    const failure = { code, message, ...(hint === undefined ? {} : { hint }), details: [...details] };
    return { status: code === 'not-acceptable' ? 406 : statusOf(code), failure };
  }
  // What the framework refuses: a body that is too large or no JSON, and the like.
  const status = statusCodeOf(error);
  if (error instanceof Error && status !== undefined && status >= 400 && status < 500) {
    const failure = { code: frameworkCodes[status] ?? 'invalid-input', message: error.message };
    return { status, failure };
  }
  const failure = failureOf(error, what, ports);
  return { status: statusOf(failure.code), failure };
}

const frameworkCodes: Readonly<Record<number, string>> = {
  404: 'path-not-found',
  413: 'too-large',
  415: 'unknown-media-type',
  429: 'too-many-requests',
};

function statusCodeOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
