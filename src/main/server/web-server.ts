import type { IncomingMessage } from 'node:http';
import fastifyCompress from '@fastify/compress';
import fastifyRateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ContractError } from '../../shared/contract/errors.ts';
import { contractHash } from '../../shared/contract/pinned.ts';
import { unauthorized } from '../../shared/contract/web-socket-port.ts';
import type { Dispatcher } from '../api/dispatcher.ts';
import type { Host } from '../api/host.ts';
import type { App } from '../app.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import { version } from '../platform/version.ts';
import { createAccess, mostFailures, type Access, type SignedIn } from './access.ts';
import { createContractSockets } from './contract-sockets.ts';
import { upgradeToContract } from './contract-upgrade.ts';
import { describeApi } from './http-api/open-api.ts';
import { problemOf, registerApi } from './http-api/register-api.ts';
import { apiPrefix, apiRoutes } from './http-api/registry.ts';
import { listenOn } from './http-listeners.ts';
import { createMetrics } from './metrics/metrics.ts';
import { createOperatorClients } from './operator-clients.ts';
import { problem, problemType } from './problem.ts';
import { createRequestGuard, type RequestGuard, type Verdict } from './request-guard.ts';
import { commonHeaders, dataPolicy } from './security-headers.ts';
import type { ListenPlan } from './server-address.ts';
import { pathOf } from './request-path.ts';
import { registerSession } from './session-routes.ts';
import { createSignIns, type SignIns } from './sign-ins.ts';
import { registerRenderer } from './static-renderer.ts';

export interface WebServerOptions {
  readonly app: App;
  readonly host: Host;
  readonly dispatcher: Dispatcher;
  readonly listen: ListenPlan;
  readonly token: string;
  /** Who runs it: whom its own token lets in, as admin. */
  readonly operator: string;
  readonly rendererDir: string;
  readonly random: Random;
  readonly logger: Logger;
  /** Command lines that are attached, for the figures. */
  readonly attached?: () => number;
}

export interface WebServer {
  readonly port: number;
  /** Where a browser finds it. */
  readonly origin: string;
  /** Lets a browser in once, within a minute. */
  singleUseToken(): string;
  /** Takes nothing new, lets what runs finish until the deadline, and ends every connection. */
  close(deadlineMs: number): Promise<void>;
}

const mostBodyBytes = 1024 * 1024;
/** Of the HTTP API, a minute and address. Generous: whoever has the token is a friend, and may be a loop gone wrong. */
const mostRequests = 3_000;

/** The console and the HTTP API for browsers and programs. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { app, host, dispatcher, listen, logger, operator } = options;
  const sockets = createContractSockets({
    dispatcher,
    clock: app.clock,
    logger,
    compress: !listen.isLoopback,
  });
  const connections = () => ({ browser: sockets.count, cli: options.attached?.() ?? 0 });
  const metrics = createMetrics({ app, contract: contractHash, startedAt: host.startedAt, connections });
  const clients = createOperatorClients(dispatcher);
  const signIns = createSignIns({ audit: app.audit, logger });
  let isEnding = false;
  // The port is known once it is listened on, which is before any request.
  let gate: { readonly guard: RequestGuard; readonly access: Access } | undefined;
  const gateOf = () => {
    if (gate) return gate;
    throw new TypeError('a request came before the server listened');
  };

  const server = fastify({
    logger: false,
    trustProxy: listen.publicOrigin === undefined ? false : (_address, hop) => hop === 0,
    bodyLimit: mostBodyBytes,
    routerOptions: { maxParamLength: 2_000, ignoreTrailingSlash: true },
    // An address that cannot be read comes here before any hook.
    frameworkErrors: ({ message }, _request, { raw }) =>
      void raw
        .writeHead(400, {
          ...commonHeaders,
          'content-security-policy': dataPolicy,
          'cache-control': 'no-store',
          'content-type': problemType,
        })
        .end(JSON.stringify(problem(400, { code: 'invalid-input', message }))),
  });
  answerFaults(server, options);
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(commonHeaders);
    if (listen.tls) reply.header('strict-transport-security', 'max-age=31536000');
    if (isEnding) reply.header('connection', 'close');
    const verdict = gateOf().guard.host(request.headers);
    if (!verdict.ok) await refuse(reply, 421, verdict);
  });
  server.addHook('onResponse', async (request, reply) => {
    const route = routeOf(request);
    metrics.request(route, request.method, reply.statusCode);
    logger.debug(
      { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'answered',
    );
  });

  const signedIn = (request: FastifyRequest, basic = false) =>
    admitted(gateOf().access, request, basic, signIns);
  await server.register(async (guarded) => {
    await guarded.register(fastifyCompress, { encodings: ['br', 'gzip'], threshold: 2_048 });
    await guarded.register(fastifyRateLimit, {
      max: mostRequests,
      timeWindow: 60_000,
      errorResponseBuilder: (_request, { after }) =>
        new ContractError({
          code: 'too-many-requests',
          message: `More than ${mostRequests} requests a minute from one address.`,
          hint: `Ask again in ${after}.`,
        }),
    });
    guarded.addHook('onRequest', async (request, reply) => {
      const verdict = gateOf().guard.origin(request.headers);
      if (!verdict.ok) await refuse(reply, 403, verdict);
    });
    registerSession(guarded, {
      access: () => gateOf().access,
      signedIn: (request) => signedIn(request)?.as,
      signIns,
    });
    await guarded.register(
      async (scope) => {
        registerApi(scope, apiRoutes, {
          ports: {
            app,
            host,
            instance: dispatcher.instance,
            metrics,
            connections,
            isEnding: () => isEnding,
            describe: () => describeApi(apiRoutes, apiPrefix, version),
          },
          clientOf(request, basic) {
            const admission = signedIn(request, basic);
            if (!admission) return undefined;
            if (admission.is === 'token') signIns.used(admission.as, request.ip);
            return clients.of(admission.as);
          },
        });
      },
      { prefix: apiPrefix },
    );
  });
  await registerRenderer(server, options.rendererDir);
  await server.ready();

  const { servers, port } = await listenOn(listen, (request, response) => server.routing(request, response));
  const origin = listen.publicOrigin?.origin ?? ownOrigin(listen, port);
  const secure = origin.startsWith('https:');
  const guard = createRequestGuard(listen, port);
  const access = createAccess({
    token: options.token,
    owner: operator,
    operators: app.operators,
    port,
    secure,
    clock: app.clock,
    random: options.random,
  });
  gate = { guard, access };
  const unfollow = app.operators.onChanged((names) => {
    sockets.dismiss(names);
    clients.drop(names);
  });
  for (const one of servers) {
    one.on('upgrade', (request, socket, head) => {
      // The other side may go at any moment of the handshake.
      socket.on('error', () => {});
      const from = clientAddress(request, listen);
      upgradeToContract(request, socket, head, { guard, access, sockets, signIns, isEnding, from });
    });
  }

  return {
    port,
    origin,
    singleUseToken: () => access.singleUseToken(),
    async close(deadlineMs) {
      isEnding = true;
      unfollow();
      const closed = Promise.all(
        servers.map((one) => new Promise<void>((resolve) => one.close(() => resolve()))),
      );
      for (const one of servers) one.closeIdleConnections();
      const timer = new AbortController();
      const late = app.clock.sleep(deadlineMs, timer.signal).catch(() => undefined);
      // Upgraded connections are no longer the HTTP server's: the sockets see to them.
      await Promise.all([sockets.close(deadlineMs), Promise.race([closed, late])]);
      timer.abort();
      for (const one of servers) one.closeAllConnections();
      await closed;
      await server.close();
      clients.close();
      metrics.close();
    },
  };
}

function answerFaults(server: FastifyInstance, ports: Pick<WebServerOptions, 'random' | 'logger'>): void {
  server.setErrorHandler(async (error, request, reply) => {
    const { status, mediaType, body } = problemOf(error, `${request.method} ${routeOf(request)}`, ports);
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    return reply
      .code(status)
      .headers({ 'content-security-policy': dataPolicy, 'cache-control': 'no-store' })
      .type(mediaType)
      .send(body);
  });
  server.setNotFoundHandler(async (request, reply) => {
    const message = `There is nothing at ${pathOf(request.url)}.`;
    return reply
      .code(404)
      .headers({ 'content-security-policy': dataPolicy, 'cache-control': 'no-store' })
      .type(problemType)
      .send(JSON.stringify(problem(404, { code: 'path-not-found', message })));
  });
}

async function refuse(reply: FastifyReply, status: number, verdict: Verdict & { ok: false }): Promise<void> {
  const { code, message } = verdict;
  await reply
    .code(status)
    .headers({ 'content-security-policy': dataPolicy, 'cache-control': 'no-store' })
    .type(problemType)
    .send(JSON.stringify(problem(status, { code, message })));
}

/** @throws ContractError when a token was shown that is nobody's */
function admitted(
  access: Access,
  request: FastifyRequest,
  basic: boolean,
  signIns: SignIns,
): { readonly is: 'token' | 'session'; readonly as: SignedIn } | undefined {
  const admission = access.admit(request.headers, request.ip, { basic });
  switch (admission.is) {
    case 'token':
    case 'session':
      return admission;
    case 'none':
      return undefined;
    case 'wrong':
      signIns.refused(request.ip, admission.count, mostFailures);
      throw new ContractError(unauthorized);
    case 'throttled':
      throw new ContractError({
        code: 'too-many-requests',
        message: 'Too many wrong tokens came from this address.',
        hint: 'Wait a minute, and use the token that the application printed when it started.',
      });
    default:
      return admission satisfies never;
  }
}

/** The route rather than the address: figures and logs name no entity, and no token that somebody put there. */
function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'none';
}

/** Behind a proxy, the address that it speaks for: the last one in its list, whatever stands before it. */
function clientAddress(request: IncomingMessage, { publicOrigin }: ListenPlan): string {
  const forwarded = publicOrigin && request.headers['x-forwarded-for'];
  const last = String(forwarded ?? '')
    .split(',')
    .at(-1)
    ?.trim();
  return last === undefined || last === '' ? (request.socket.remoteAddress ?? '') : last;
}

function ownOrigin(listen: ListenPlan, port: number): string {
  const [address] = listen.addresses;
  const reachable = address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address;
  const host = reachable.includes(':') ? `[${reachable}]` : reachable;
  return `${listen.tls ? 'https' : 'http'}://${host}:${port}`;
}
