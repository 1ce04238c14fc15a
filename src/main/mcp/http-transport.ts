import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import type { Clock } from '../platform/clock.ts';
import { createInbox } from './inbox.ts';
import type { LogTail } from './log-tail.ts';
import { TransportFailure } from './mcp-error.ts';
import type { ServerTransport } from './server-transport.ts';
import { createSseReader } from './sse-reader.ts';

export interface HttpOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly maxMessageBytes: number;
  readonly log: LogTail;
  readonly clock: Clock;
}

const maxRedirects = 3;
/** How often the answer of one request is asked for again after its stream broke off. */
const maxResumptions = 3;
const listenAgainMs = { first: 1_000, last: 60_000 };
const goodbyeMs = 2_000;
/** Notifications and answers of ours that may be on their way at once. */
const maxUnanswered = 64;

/**
 * Streamable HTTP (protocol versions 2025-03-26 to 2025-11-25). Own transport instead of the SDK's: answers are
 * bounded in size, a stream that ends without the answer fails its request at once, refusals say what to do.
 */
export function createHttpTransport(options: HttpOptions): ServerTransport {
  const { log, clock, maxMessageBytes } = options;
  const endpoint = new URL(options.url);
  const alive = new AbortController();
  /** Requests under way by JSON-RPC id, so that a cancelled call also ends its HTTP request. */
  const requests = new Map<string | number, AbortController>();
  let sessionId: string | undefined;
  let protocolVersion: string | undefined;
  let failure: TransportFailure | undefined;
  let closing: Promise<void> | undefined;
  let unanswered = 0;

  const inbox = createInbox({
    deliver: (message) => transport.onmessage?.(message),
    report: (problem) => log.add(`[http] ${problem}`),
  });

  const headersFor = (more: Record<string, string>): Headers => {
    const headers = new Headers(options.headers);
    for (const [name, value] of Object.entries(more)) headers.set(name, value);
    if (sessionId !== undefined) headers.set('mcp-session-id', sessionId);
    if (protocolVersion !== undefined) headers.set('mcp-protocol-version', protocolVersion);
    return headers;
  };

  /** Follows redirects within the same origin only: headers carry credentials. */
  const request = async (init: RequestInit, hops = 0, url: URL = endpoint): Promise<Response> => {
    let response: Response;
    try {
      response = await fetch(url.href, { ...init, redirect: 'manual' });
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw networkFailure(endpoint, error);
    }
    if (response.status < 300 || response.status > 399) return response;
    const location = response.headers.get('location');
    const target = location !== null && URL.canParse(location, url.href) ? new URL(location, url) : undefined;
    await response.body?.cancel();
    const keepsBody = response.status === 307 || response.status === 308 || init.method === 'GET';
    if (target && target.origin === url.origin && keepsBody && hops < maxRedirects) {
      return request(init, hops + 1, target);
    }
    throw new TransportFailure(
      'protocol',
      `${endpoint.origin} redirects${target ? ` to ${target.origin}${target.pathname}` : ''} (HTTP ${response.status}), which is not followed`,
      { hint: 'Credentials are only sent to the configured address: if the new one is right, configure it.' },
    );
  };

  /** @throws TransportFailure unless the status is a success */
  const checkStatus = async (response: Response): Promise<void> => {
    if (response.ok) return;
    const said =
      (await readBounded(response, 4_096).catch(() => undefined))?.trim().replaceAll(/\s+/g, ' ') ?? '';
    const detail = said === '' ? '' : `: ${said.slice(0, 300)}`;
    const { status } = response;
    if (status === 401 || status === 403) {
      const scheme = response.headers.get('www-authenticate')?.split(/[\s,]/)[0];
      throw new TransportFailure('unauthorized', `refuses our credentials (HTTP ${status})${detail}`, {
        hint: `Check the headers configured for this server${scheme === undefined ? '' : ` (it asks for ${scheme})`}; secrets are referred to as \${env:NAME} or \${keyring:NAME}.`,
      });
    }
    if (status === 404 && sessionId !== undefined) {
      throw new TransportFailure('disconnected', 'does not know our session any more (HTTP 404)', {
        sessionExpired: true,
      });
    }
    if (status === 404 || status === 405) {
      throw new TransportFailure(
        'protocol',
        `there is no MCP endpoint at ${endpoint.origin}${endpoint.pathname} (HTTP ${status})`,
        {
          hint: 'Check the path of the configured URL; many servers use /mcp.',
        },
      );
    }
    const code =
      status === 413
        ? 'too-large'
        : status >= 500 || status === 429 || status === 408
          ? 'disconnected'
          : 'protocol';
    throw new TransportFailure(code, `answers HTTP ${status}${detail}`);
  };

  const send = async (message: JSONRPCMessage): Promise<void> => {
    if (alive.signal.aborted)
      throw failure ?? new TransportFailure('disconnected', 'the connection is closed');
    inbox.sent(message);
    const id = 'method' in message && 'id' in message ? message.id : undefined;
    if (id === undefined && 'method' in message && message.method === 'notifications/cancelled') {
      const cancelled = message.params?.['requestId'];
      if (typeof cancelled === 'string' || typeof cancelled === 'number') requests.get(cancelled)?.abort();
    }
    // A server that floods us with requests must not make us flood it with answers.
    if (id === undefined && unanswered >= maxUnanswered) return;
    const own = new AbortController();
    if (id !== undefined) requests.set(id, own);
    else unanswered += 1;
    const signal = AbortSignal.any([alive.signal, own.signal]);
    try {
      const response = await request({
        method: 'POST',
        headers: headersFor({
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
        }),
        body: JSON.stringify(message),
        signal,
      });
      await checkStatus(response);
      sessionId ??= response.headers.get('mcp-session-id') ?? undefined;
      if (id === undefined || response.status === 202) {
        await response.body?.cancel();
        if (id === undefined && 'method' in message && message.method === 'notifications/initialized')
          void listen();
        return;
      }
      const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
      if (type === 'text/event-stream') {
        // Not awaited: the SDK's send ends when the request is accepted, the answer comes as a message.
        void answerFromStream(response, id, signal).finally(() => requests.delete(id));
        return;
      }
      if (type !== 'application/json') {
        await response.body?.cancel();
        throw new TransportFailure(
          'malformed',
          `answers ${type ?? 'without a content type'}: expected application/json or text/event-stream`,
          {
            hint: 'Check that the configured URL is that of an MCP server.',
          },
        );
      }
      inbox.receive(await readBounded(response, maxMessageBytes));
      if (inbox.fail(id, 'malformed', 'the HTTP answer does not contain the answer to the call')) {
        log.add('[http] an answer without the result that was asked for');
      }
      requests.delete(id);
    } catch (error) {
      if (id !== undefined) requests.delete(id);
      if (own.signal.aborted) return;
      throw settle(error);
    } finally {
      if (id === undefined) unanswered -= 1;
    }
  };

  /** What a failed request means for the connection as a whole. */
  const settle = (error: unknown): TransportFailure => {
    const known = error instanceof TransportFailure ? error : networkFailure(endpoint, error);
    if (known.sessionExpired || known.code === 'disconnected') {
      failure ??= known;
      // After this request has been told its own reason: closing tells all others that the connection is gone.
      setImmediate(() => void transport.close());
    }
    return known;
  };

  const answerFromStream = async (
    first: Response,
    id: string | number,
    signal: AbortSignal,
  ): Promise<void> => {
    let response: Response | undefined = first;
    let lastEventId: string | undefined;
    let retryMs = listenAgainMs.first;
    let reason = 'the connection broke off before the answer came';
    for (let attempt = 0; attempt <= maxResumptions && inbox.waiting.has(id); attempt++) {
      try {
        if (!response) {
          await clock.sleep(retryMs, signal);
          response = await request({
            method: 'GET',
            headers: headersFor({ accept: 'text/event-stream', 'last-event-id': lastEventId ?? '' }),
            signal,
          });
          await checkStatus(response);
        }
        const seen = await readEvents(response, signal, (ms) => (retryMs = Math.min(ms, listenAgainMs.last)));
        lastEventId = seen ?? lastEventId;
        reason = 'the stream ended before the answer came';
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof TransportFailure && error.code === 'too-large') {
          inbox.fail(id, 'too-large', error.message, error.hint);
          return;
        }
        reason = error instanceof Error && error.message !== '' ? `${reason} (${causeOf(error)})` : reason;
      }
      response = undefined;
      // Only a stream that numbers its events can be taken up again.
      if (lastEventId === undefined) break;
    }
    if (inbox.fail(id, 'disconnected', reason)) {
      failure ??= new TransportFailure('disconnected', reason);
      void transport.close();
    }
  };

  /** @returns the last event's id */
  const readEvents = async (
    response: Response,
    signal: AbortSignal,
    onRetry: (ms: number) => void,
  ): Promise<string | undefined> => {
    let lastId: string | undefined;
    let tooLarge = false;
    const reader = createSseReader({
      maxLength: maxMessageBytes,
      onEvent: (event) => {
        lastId = event.id ?? lastId;
        if (event.event === 'message' && event.data !== '') inbox.receive(event.data);
      },
      onRetry,
      onTooLarge: () => (tooLarge = true),
    });
    if (!response.body) return undefined;
    const decoder = new TextDecoder();
    for await (const chunk of response.body) {
      if (signal.aborted) break;
      reader.push(decoder.decode(chunk, { stream: true }));
      if (tooLarge) throw tooLargeFailure(maxMessageBytes);
    }
    return lastId;
  };

  /** What the server says without being asked; optional for a server, so nothing here ends the connection but a lost session. */
  const listen = async (): Promise<void> => {
    let waitMs = listenAgainMs.first;
    let lastEventId: string | undefined;
    while (!alive.signal.aborted) {
      try {
        const response = await request({
          method: 'GET',
          headers: headersFor({
            accept: 'text/event-stream',
            ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
          }),
          signal: alive.signal,
        });
        if (response.status === 404 && sessionId !== undefined) {
          await response.body?.cancel();
          settle(
            new TransportFailure('disconnected', 'does not know our session any more (HTTP 404)', {
              sessionExpired: true,
            }),
          );
          return;
        }
        const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
        if (!response.ok || type !== 'text/event-stream') {
          await response.body?.cancel();
          return;
        }
        lastEventId =
          (await readEvents(response, alive.signal, (ms) => (waitMs = Math.min(ms, listenAgainMs.last)))) ??
          lastEventId;
      } catch (error) {
        if (alive.signal.aborted) return;
        log.add(`[http] the server's own messages: ${causeOf(error)}`);
      }
      await clock.sleep(waitMs, alive.signal).catch(() => {});
      waitMs = Math.min(waitMs * 2, listenAgainMs.last);
    }
  };

  const transport: ServerTransport = {
    get failure() {
      return failure;
    },
    setProtocolVersion(version) {
      protocolVersion = version;
    },
    start: () => Promise.resolve(),
    send,
    close() {
      closing ??= (async () => {
        const goodbye = sessionId !== undefined && failure === undefined;
        alive.abort(new Error('the connection is closed'));
        transport.onclose?.();
        if (!goodbye) return;
        // Servers need not offer this.
        await fetch(endpoint.href, {
          method: 'DELETE',
          headers: headersFor({}),
          redirect: 'manual',
          signal: AbortSignal.timeout(goodbyeMs),
        })
          .then((response) => response.body?.cancel())
          .catch(() => {});
      })();
      return closing;
    },
  };
  return transport;
}

async function readBounded(response: Response, maxBytes: number): Promise<string> {
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) {
    await response.body?.cancel();
    throw tooLargeFailure(maxBytes);
  }
  if (!response.body) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLargeFailure(maxBytes);
  }
  return Buffer.concat(chunks, bytes).toString('utf8');
}

function tooLargeFailure(maxBytes: number): TransportFailure {
  return new TransportFailure(
    'too-large',
    `answered more than the limit of ${Math.round(maxBytes / 1024)} KiB`,
    {
      hint: 'Ask for less at once (paging, a namespace, a filter), or raise datacenterDocs.maxMessageBytes for this server.',
    },
  );
}

function networkFailure({ origin }: URL, error: unknown): TransportFailure {
  const reason = causeOf(error);
  const certificate = /certificate|self.signed|CERT_|unable to verify/i.test(reason);
  return new TransportFailure('disconnected', `cannot reach ${origin}: ${reason}`, {
    cause: error,
    ...(certificate
      ? {
          hint: 'Name the file with your certificate authority in the environment variable NODE_EXTRA_CA_CERTS.',
        }
      : {}),
  });
}

/** undici hides what happened in `cause`. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof AggregateError && cause.errors[0] instanceof Error) return cause.errors[0].message;
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message;
}
