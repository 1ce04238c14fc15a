import { once } from 'node:events';
import { Agent, createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What becomes of one request. drop: the connection ends before anything goes on; cut-request: half of it goes on;
 * cut-answer: half of the answer comes back; lose-answer: it was done, and nobody is told; duplicate: it is done twice;
 * reorder: its answer waits until a later one has gone by; black-hole: nothing ever comes back.
 */
export type Fault =
  | {
      readonly is:
        'drop' | 'cut-request' | 'cut-answer' | 'lose-answer' | 'duplicate' | 'reorder' | 'black-hole';
    }
  | { readonly is: 'delay'; readonly ms: number }
  | { readonly is: 'slow'; readonly chunkBytes: number; readonly chunkMs: number }
  | {
      readonly is: 'status';
      readonly status: 401 | 413 | 429 | 500 | 503;
      readonly retryAfterSeconds?: number;
    };

/** A request that goes by. */
export interface Passing {
  readonly method: string;
  readonly url: URL;
}

export interface FaultProxy extends AsyncDisposable {
  readonly url: string;
  /** Asked about every request; none: it goes by as it is. */
  fault: ((passing: Passing) => Fault | undefined) | undefined;
  /** What was done so far, by its name; `passed` of those that went by as they are. */
  readonly counts: Readonly<Record<string, number>>;
  /** Ends every connection and takes no other. */
  cut(): void;
  heal(): void;
}

const longestHoldMs = 300;

/** Stands between a station and its server. @param target of the server: asked each time, as it may come back elsewhere */
export async function startFaultProxy(target: () => string): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true });
  const sockets = new Set<Socket>();
  const counts: Record<string, number> = {};
  let isCut = false;
  let held: (() => void)[] = [];

  const server = createServer((request, response) => {
    // Whoever is gone is not to be told.
    response.on('error', () => undefined);
    void pass(request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  server.on('connection', (socket: Socket) => {
    if (isCut) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET' } = request;
    const fault = proxy.fault?.({ method, url: new URL(request.url ?? '/', 'http://proxy') });
    counts[fault?.is ?? 'passed'] = (counts[fault?.is ?? 'passed'] ?? 0) + 1;
    const body = await bodyOf(request);
    switch (fault?.is) {
      case undefined:
        return stream(await forward(request, body, response), response);
      case 'drop':
        response.destroy();
        return;
      case 'black-hole':
        return;
      case 'cut-request': {
        await forwardHalf(request, body);
        response.destroy();
        return;
      }
      case 'lose-answer':
        await whole(await forward(request, body));
        response.destroy();
        return;
      case 'duplicate':
        await whole(await forward(request, body));
        return stream(await forward(request, body, response), response);
      case 'delay':
        await sleep(fault.ms);
        return stream(await forward(request, body, response), response);
      case 'status':
        response.writeHead(fault.status, {
          'content-type': 'application/json',
          ...(fault.retryAfterSeconds !== undefined && { 'retry-after': String(fault.retryAfterSeconds) }),
        });
        response.end(`${JSON.stringify({ error: 'injected', reason: `a fault of ${fault.status}` })}\n`);
        return;
      case 'cut-answer': {
        const answer = await whole(await forward(request, body));
        head(answer.from, response);
        response.write(answer.bytes.subarray(0, Math.floor(answer.bytes.length / 2)), () =>
          response.destroy(),
        );
        return;
      }
      case 'reorder': {
        const answer = await whole(await forward(request, body));
        await overtaken();
        head(answer.from, response);
        response.end(answer.bytes);
        return;
      }
      case 'slow': {
        const answer = await whole(await forward(request, body));
        head(answer.from, response);
        for (let at = 0; at < answer.bytes.length && !response.destroyed; at += fault.chunkBytes) {
          response.write(answer.bytes.subarray(at, at + fault.chunkBytes));
          await sleep(fault.chunkMs);
        }
        response.end();
        return;
      }
      default:
        return fault satisfies never;
    }
  }

  /** Until another answer has gone by; a while at most, as there may be no other. */
  async function overtaken(): Promise<void> {
    await Promise.race([sleep(longestHoldMs), new Promise<void>((resolve) => held.push(resolve))]);
  }

  function stream(answer: IncomingMessage, response: ServerResponse): void {
    head(answer, response);
    answer.on('error', () => response.destroy());
    answer.pipe(response);
    answer.once('end', () => {
      const waiting = held;
      held = [];
      for (const go of waiting) go();
    });
  }

  function open(request: IncomingMessage, length: number) {
    const { hostname, port } = new URL(target());
    return ask({
      agent,
      hostname,
      port,
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      headers: {
        ...request.headers,
        ...(length > 0 && { 'content-length': length }),
        host: `${hostname}:${port}`,
      },
    });
  }

  /** @param response when it is given up, so is this */
  async function forward(
    request: IncomingMessage,
    body: Buffer,
    response?: ServerResponse,
  ): Promise<IncomingMessage> {
    const onward = open(request, body.length);
    response?.once('close', () => onward.destroy());
    onward.end(body);
    const [answer] = (await once(onward, 'response')) as [IncomingMessage];
    onward.on('error', () => undefined);
    return answer;
  }

  async function forwardHalf(request: IncomingMessage, body: Buffer): Promise<void> {
    const onward = open(request, body.length);
    onward.on('error', () => undefined);
    await new Promise<void>((resolve) => {
      onward.write(body.subarray(0, Math.floor(body.length / 2)), () => resolve());
    });
    onward.destroy();
  }

  const { port } = server.address() as AddressInfo;
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${port}`,
    fault: undefined,
    counts,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    heal() {
      isCut = false;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      agent.destroy();
      await once(server, 'close');
    },
  };
  return proxy;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function whole(from: IncomingMessage): Promise<{ from: IncomingMessage; bytes: Buffer }> {
  return { from, bytes: await bodyOf(from) };
}

function head(from: IncomingMessage, response: ServerResponse): void {
  const { 'transfer-encoding': _chunks, 'content-length': _length, ...headers } = from.headers;
  response.writeHead(from.statusCode ?? 502, headers);
  // A poll that has nothing to say yet has said that it is there.
  response.flushHeaders();
}
