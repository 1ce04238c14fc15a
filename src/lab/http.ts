import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { isInitializeRequest, type RequestId } from '@modelcontextprotocol/sdk/types.js';
import type { LabServer, LabSession, WireFault } from './server.ts';
import { damagedText } from './stdio.ts';

export interface LabHttpServer {
  /** Where clients connect: `http://127.0.0.1:PORT/mcp`. */
  readonly url: string;
  close(): Promise<void>;
}

interface HttpSession {
  readonly transport: StreamableHTTPServerTransport;
  readonly session: LabSession;
  /** The response that each open request will be answered on. */
  readonly responses: Map<RequestId, ServerResponse>;
}

const requestLimitBytes = 8 * 2 ** 20;

/** Streamable HTTP with a session per client, over one shared world. */
export async function serveHttp(
  lab: LabServer,
  options: { port: number; host: string },
): Promise<LabHttpServer> {
  const sessions = new Map<string, HttpSession>();

  const open = async (): Promise<HttpSession> => {
    const responses = new Map<RequestId, ServerResponse>();
    const session = lab.openSession((request) => responses.get(request)?.destroy());
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => {
        sessions.set(id, opened);
      },
      onsessionclosed: (id) => {
        sessions.delete(id);
      },
    });
    const opened: HttpSession = { transport, session, responses };
    await session.server.connect(transport);
    return opened;
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isExpectedHost(request, options.host)) return refuse(response, 403, 'Host header not allowed');
    if (new URL(request.url ?? '/', 'http://lab').pathname !== '/mcp')
      return refuse(response, 404, 'the lab answers on /mcp');
    const id = request.headers['mcp-session-id'];
    const known = typeof id === 'string' ? sessions.get(id) : undefined;
    if (id !== undefined && !known) return refuse(response, 404, 'no such session');
    if (request.method !== 'POST') {
      if (!known) return refuse(response, 400, 'expected an mcp-session-id header');
      return known.transport.handleRequest(request, response);
    }
    const body = await readJson(request);
    if (!body.ok) return refuse(response, body.status, body.message);
    const messages: unknown[] = Array.isArray(body.value) ? body.value : [body.value];
    if (!known && !messages.some((message) => isInitializeRequest(message)))
      return refuse(response, 400, 'expected an initialize request or an mcp-session-id header');
    const target = known ?? (await open());
    const ids = requestIds(messages);
    for (const requestId of ids) target.responses.set(requestId, response);
    response.once('close', () => {
      for (const requestId of ids) target.responses.delete(requestId);
    });
    damageResponse(response, ids, target.session.wire);
    await target.transport.handleRequest(request, response, body.value);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else refuse(response, 500, error instanceof Error ? error.message : String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}/mcp`,
    close: async () => {
      await Promise.all([...sessions.values()].map(({ transport }) => transport.close()));
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** A page in a browser must not reach a lab on loopback through a name of its own. */
function isExpectedHost(request: IncomingMessage, bound: string): boolean {
  if (!['127.0.0.1', '::1', 'localhost'].includes(bound)) return true;
  const name = (request.headers.host ?? '').replace(/:\d+$/, '');
  return ['127.0.0.1', '[::1]', 'localhost'].includes(name);
}

function refuse(response: ServerResponse, status: number, message: string): void {
  const body = JSON.stringify({ jsonrpc: '2.0', error: { code: -32_000, message }, id: null });
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}

type JsonBody = { ok: true; value: unknown } | { ok: false; status: number; message: string };

async function readJson(request: IncomingMessage): Promise<JsonBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > requestLimitBytes)
      return { ok: false, status: 413, message: `expected at most ${requestLimitBytes} bytes` };
    chunks.push(chunk);
  }
  try {
    return { ok: true, value: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
  } catch {
    return { ok: false, status: 400, message: 'expected JSON' };
  }
}

function requestIds(messages: readonly unknown[]): RequestId[] {
  return messages.flatMap((message) => {
    if (typeof message !== 'object' || message === null) return [];
    if (!('id' in message) || !('method' in message)) return [];
    const { id } = message;
    return typeof id === 'string' || typeof id === 'number' ? [id] : [];
  });
}

/** Event streams carry a message as `data: …`; a faulty one is written damaged, and a cut one ends the stream. */
function damageResponse(
  response: ServerResponse,
  ids: readonly RequestId[],
  wire: Map<RequestId, WireFault>,
): void {
  const write = response.write.bind(response) as (chunk: Uint8Array | string) => boolean;
  const damaged = (chunk: unknown): boolean => {
    const id = ids.find((request) => wire.has(request));
    const fault = id === undefined ? undefined : wire.get(id);
    if (id === undefined || fault === undefined) return false;
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString('utf8');
    const start = text.indexOf('data: ');
    if (start < 0 || text.includes('"method":"notifications/')) return false;
    wire.delete(id);
    const lines = damagedText(text.slice(start + 6).trimEnd() + '\n', id, fault)
      .trimEnd()
      .split('\n');
    write(text.slice(0, start) + lines.map((line) => `data: ${line}\n\n`).join('event: message\n'));
    if (fault.type === 'truncated') setImmediate(() => response.destroy());
    return true;
  };
  response.write = ((chunk: unknown, ...rest: unknown[]) =>
    damaged(chunk) || (write as (...args: unknown[]) => boolean)(chunk, ...rest)) as typeof response.write;
}
