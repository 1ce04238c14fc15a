import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RedfishTree } from './redfish-tree.ts';
import { makeTestCertificate } from './test-certificate.ts';

export const bmcUser = 'docs';
export const bmcPassword = 'hunter2-bmc';

export interface RedfishEndpoint extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly address: string;
  readonly port: number;
  readonly cert: string;
  /** SHA-256, with colons. */
  readonly fingerprint: string;
  readonly tree: RedfishTree;
  /** `METHOD path`, in the order in which they came. */
  readonly calls: string[];
  readonly load: { now: number; most: number };
  readonly sessions: Set<string>;
  /** Answers a path otherwise than its tree; undefined: as the tree says. */
  on(path: string, handler: RedfishHandler): void;
}

type RedfishHandler = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;

export interface EndpointOptions {
  /** Has no sessions: each request brings its credentials. */
  readonly withoutSessions?: boolean;
  /** Says that it gives members in one answer, and does. */
  readonly expands?: boolean;
  /** Before every answer. */
  readonly delayMs?: number;
  readonly port?: number;
  readonly certificate?: { readonly key: string; readonly cert: string };
}

/**
 * A service over real TLS that gives a tree of resources: sessions, basic authentication, `$expand`, changes of members,
 * and ComputerSystem.Reset, which takes effect.
 */
export async function startRedfishEndpoint(
  tree: RedfishTree,
  options: EndpointOptions = {},
): Promise<RedfishEndpoint> {
  const { key, cert } = options.certificate ?? makeTestCertificate();
  const calls: string[] = [];
  const load = { now: 0, most: 0 };
  const sessions = new Set<string>();
  const handlers = new Map<string, RedfishHandler>();
  const root = tree.get('/redfish/v1/');
  if (root && options.expands === true)
    root['ProtocolFeaturesSupported'] = { ExpandQuery: { NoLinks: true, Levels: true, ExpandAll: true } };
  let made = 0;

  const server = createServer({ key, cert }, (request, response) => {
    load.now += 1;
    load.most = Math.max(load.most, load.now);
    answer(request, response)
      .catch(() => response.destroy())
      .finally(() => {
        load.now -= 1;
      });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'https://127.0.0.1');
    const path = url.pathname === '/redfish/v1' ? '/redfish/v1/' : url.pathname;
    const method = request.method ?? 'GET';
    calls.push(`${method} ${path}`);
    const body = await bodyOf(request);
    if (options.delayMs !== undefined) await delay(options.delayMs);
    if (await handlers.get(path)?.(request, response)) return;
    if (path === '/redfish/v1/SessionService/Sessions' && method === 'POST') {
      if (options.withoutSessions === true) return send(response, 405, {});
      if (body['UserName'] !== bmcUser || body['Password'] !== bmcPassword) return send(response, 401, {});
      const token = `token-${(made += 1)}`;
      sessions.add(token);
      response.setHeader('x-auth-token', token);
      response.setHeader('location', `/redfish/v1/SessionService/Sessions/${token}`);
      return send(response, 201, { '@odata.id': `/redfish/v1/SessionService/Sessions/${token}` });
    }
    if (path !== '/redfish/v1/' && !allowed(request))
      return send(response, 401, { error: { message: 'no valid session' } });
    if (method === 'DELETE' && path.startsWith('/redfish/v1/SessionService/Sessions/')) {
      sessions.delete(path.split('/').at(-1) ?? '');
      return send(response, 204);
    }
    if (method === 'POST' && path.endsWith('/Actions/ComputerSystem.Reset')) {
      const system = tree.get(path.replace('/Actions/ComputerSystem.Reset', ''));
      if (!system) return send(response, 404, {});
      const type = String(body['ResetType']);
      const off = type === 'ForceOff' || type === 'GracefulShutdown';
      system['PowerState'] = off ? 'Off' : 'On';
      system['LastResetTime'] = `2026-11-23T19:00:${String((made += 1)).padStart(2, '0')}Z`;
      return send(response, 204);
    }
    const resource = tree.get(path);
    if (resource === undefined) return send(response, 404, { error: { message: `${path} is not there` } });
    if (method === 'PATCH') {
      if (request.headers['if-match'] !== etagOf(resource)) return send(response, 412, {});
      Object.assign(resource, body);
      return send(response, 200, resource);
    }
    if (method !== 'GET') return send(response, 405, {});
    response.setHeader('etag', etagOf(resource));
    return send(response, 200, url.searchParams.has('$expand') ? expanded(resource) : resource);
  }

  function allowed({ headers }: IncomingMessage): boolean {
    const basic = `Basic ${Buffer.from(`${bmcUser}:${bmcPassword}`).toString('base64')}`;
    return headers.authorization === basic || sessions.has(String(headers['x-auth-token']));
  }

  function expanded(resource: Record<string, unknown>): Record<string, unknown> {
    const { Members } = resource as { Members?: { '@odata.id': string }[] };
    if (Members === undefined) return resource;
    return { ...resource, Members: Members.map((one) => tree.get(one['@odata.id']) ?? one) };
  }

  await new Promise<void>((resolve) => {
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    port,
    cert,
    fingerprint: new X509Certificate(cert).fingerprint256,
    tree,
    calls,
    load,
    sessions,
    on: (path, handler) => {
      handlers.set(path, handler);
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}

export function send(response: ServerResponse, status: number, json?: unknown): void {
  response.statusCode = status;
  if (json === undefined) response.end();
  else {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(json));
  }
}

const etagOf = (resource: Record<string, unknown>): string => `"${JSON.stringify(resource).length}"`;

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as Record<string, unknown>;
  } catch {
    return {};
  }
}
