import { readFile } from 'node:fs/promises';
import type * as Undici from 'undici';
import { createRedactor } from '../platform/secrets-redact.ts';
import { version } from '../platform/version.ts';
import { resolveSecrets, type SecretStore } from '../platform/secrets.ts';
import type { Endpoint, Environment } from './endpoint.ts';
import { LlmError } from './errors.ts';

/** The way to one endpoint and to nowhere else. */
export interface Transport {
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** Ends when what is under way has come to its end, with all the requests that this still takes. */
  retire(): void;
  close(): Promise<void>;
}

/** An answer of any model is far below; what goes on for longer would only fill the memory. */
const mostBytes = 32 * 1024 * 1024;

/** All that is said beside the question: the client library would also tell of this machine, and of its environment. */
const allowed = new Set(['accept', 'content-type']);

/**
 * HTTP with the endpoint's proxy and certificate authority. Another origin is refused, and so is a redirect: neither
 * the key nor what is asked goes to an address that nobody has set.
 * @throws LlmError when the proxy or the file of the authority cannot be used
 */
export async function openTransport(options: {
  readonly endpoint: Endpoint;
  readonly env: Environment;
  readonly secrets: SecretStore;
  readonly key: string | undefined;
}): Promise<Transport> {
  const { endpoint, key } = options;
  const own = {
    'user-agent': `datacenter-docs/${version}`,
    ...(key !== undefined && { authorization: `Bearer ${key}`, ...endpoint.preset.headers?.(key) }),
  };
  const undici = await import('undici');
  const dispatcher = await openDispatcher(undici, options);
  /** `retired`: what had begun may still ask; `closed`: nobody may. */
  let state: 'open' | 'retired' | 'closed' = 'open';
  const send = async (url: URL, init: Undici.RequestInit): Promise<Undici.Response> => {
    try {
      return await undici.fetch(url, { ...init, dispatcher });
    } catch (error) {
      if (state !== 'retired' || !isClosed(error)) throw error;
    }
    // The next request of what had begun before: it went nowhere yet, and has a way of its own.
    const last = await openDispatcher(undici, options);
    try {
      return await undici.fetch(url, { ...init, dispatcher: last });
    } finally {
      void last.close().catch(() => {});
    }
  };
  return {
    async fetch(input, init = {}) {
      const url = new URL(input instanceof Request ? input.url : input);
      if (url.origin !== endpoint.origin) {
        throw new LlmError(
          'llm-refused',
          `expected a request to ${endpoint.origin}, got one to ${url.origin}`,
        );
      }
      const headers = Object.fromEntries(
        [...new Headers(init.headers)].filter(([name]) => allowed.has(name)),
      );
      const { body } = init;
      const response = await send(url, {
        method: init.method ?? 'GET',
        headers: { ...headers, ...own },
        ...(typeof body === 'string' && { body }),
        ...(init.signal && { signal: init.signal }),
        redirect: 'manual',
      });
      if (response.status >= 300 && response.status < 400) {
        await response.body?.cancel();
        throw new LlmError(
          'llm-refused',
          `${url.origin} sends requests on to ${placeOf(response.headers.get('location'), url, key)}; nothing was sent there.`,
          { hint: 'Set that address itself, if it is the right one.' },
        );
      }
      const kept = new Headers([...response.headers]);
      const stream = response.body as ReadableStream<Uint8Array> | null;
      return new Response(stream?.pipeThrough(limited()) ?? null, { status: response.status, headers: kept });
    },
    retire() {
      if (state === 'open') state = 'retired';
      void dispatcher.close().catch(() => {});
    },
    close() {
      state = 'closed';
      return dispatcher.destroy();
    },
  };
}

/** Where a redirect leads, as far as it is of use: without its query, and without the key that may be repeated in it. */
function placeOf(location: string | null, from: URL, key = ''): string {
  const to = location === null ? null : URL.parse(location, from.href);
  if (!to) return 'another address';
  const redactor = createRedactor();
  redactor.add(key);
  return redactor.redact(`${to.origin}${to.pathname}`).slice(0, 200);
}

async function openDispatcher(
  { Agent, ProxyAgent }: Pick<typeof Undici, 'Agent' | 'ProxyAgent'>,
  { endpoint, env, secrets }: { endpoint: Endpoint; env: Environment; secrets: SecretStore },
): Promise<Undici.Dispatcher> {
  const { settings, origin } = endpoint;
  const ca = await authorities(settings.caFile);
  const connect = { timeout: settings.timeouts.connectSeconds * 1000, ...(ca && { ca }) };
  // Waiting for an answer is measured where its words are counted, not here.
  const patient = { headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: 4_000 };
  const proxy = settings.proxy ?? proxyOf(origin, env);
  if (proxy === undefined) return new Agent({ connect, ...patient });
  const uri = URL.parse(await resolveSecrets(proxy, secrets, () => {}));
  if (!uri) {
    throw new LlmError('llm-unreachable', 'The address of the proxy cannot be used.', {
      hint: 'Expected http://host:port under Settings → Language model (llm.proxy).',
    });
  }
  const { username, password } = uri;
  uri.username = '';
  uri.password = '';
  const token = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString(
    'base64',
  );
  return new ProxyAgent({
    uri: uri.href,
    ...(username !== '' && { token: `Basic ${token}` }),
    requestTls: connect,
    proxyTls: connect,
    connect,
    // Also for plain HTTP: a proxy that only forwards would see and could keep what is asked.
    proxyTunnel: true,
    ...patient,
  });
}

/** The customary variables, for whoever has set no proxy of its own; a local server is reached without one. */
function proxyOf(origin: string, env: Environment): string | undefined {
  const { hostname, protocol } = new URL(origin);
  if (/^(?:localhost|127\.|\[::1\])/.test(hostname)) return undefined;
  const read = (name: string) => env[name.toLowerCase()] ?? env[name];
  const excepted = (read('NO_PROXY') ?? '').split(/[\s,]+/).map((one) =>
    one
      .replace(/^\*?\.?/, '')
      .replace(/:\d+$/, '')
      .toLowerCase(),
  );
  const matches = excepted.some((one) => one !== '' && (hostname === one || hostname.endsWith(`.${one}`)));
  if (matches || read('NO_PROXY')?.trim() === '*') return undefined;
  const proxy = protocol === 'https:' ? read('HTTPS_PROXY') : read('HTTP_PROXY');
  return proxy === undefined || proxy === '' ? undefined : proxy;
}

async function authorities(file: string | undefined): Promise<string[] | undefined> {
  if (file === undefined) return undefined;
  const { rootCertificates, getCACertificates } = await import('node:tls');
  let own: string;
  try {
    own = await readFile(file, 'utf8');
  } catch (error) {
    throw new LlmError('llm-unreachable', `The certificates in ${file} cannot be read.`, {
      cause: error,
      hint: 'Correct llm.caFile, or reset it.',
    });
  }
  if (!own.includes('-----BEGIN CERTIFICATE-----')) {
    throw new LlmError(
      'llm-unreachable',
      `${file} holds no certificate: expected PEM with BEGIN CERTIFICATE.`,
      {
        hint: 'Correct llm.caFile, or reset it.',
      },
    );
  }
  return [...new Set([...rootCertificates, ...getCACertificates('system'), own])];
}

function isClosed(error: unknown): boolean {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  return (
    cause instanceof Error && 'code' in cause && /^UND_ERR_(?:CLOSED|DESTROYED)$/.test(String(cause.code))
  );
}

function limited(): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > mostBytes) {
        controller.error(
          new LlmError('llm-answer', `expected an answer below ${mostBytes / 2 ** 20} MiB, and it goes on`, {
            hint: 'Ask again, or choose another model.',
          }),
        );
      } else controller.enqueue(chunk);
    },
  });
}
