import { readFile } from 'node:fs/promises';
import { rootCertificates, getCACertificates } from 'node:tls';
import type * as Undici from 'undici';
import { version } from '../../platform/version.ts';
import { CouchError } from './couch-error.ts';

export interface CouchWay {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  close(): Promise<void>;
}

export interface CouchWayOptions {
  /** With a certificate authority to trust beside the system's. */
  readonly caFile?: string;
  readonly proxy?: string;
}

/** Of one station: what waits for news of each collection, and a few for the work. */
const mostConnections = 16;

/**
 * The way to one server: connections that are kept, few of them, over the site's proxy and certificate authority.
 * Redirects are followed nowhere, so that the account goes to no address that nobody has set.
 */
export function openCouchFetch(options: CouchWayOptions): CouchWay {
  let opening: Promise<{ undici: typeof Undici; dispatcher: Undici.Dispatcher }> | undefined;
  let closed = false;
  const open = async () => {
    const undici = await import('undici');
    return { undici, dispatcher: await openDispatcher(undici, options) };
  };
  return {
    async fetch(url, init) {
      if (closed) throw new TypeError('the connection was closed');
      opening ??= open();
      const mine = opening;
      let way: Awaited<typeof mine>;
      try {
        way = await mine;
      } catch (error) {
        // A file that was not there may be there the next time.
        if (opening === mine) opening = undefined;
        throw error;
      }
      const { body } = init;
      const headers = Object.fromEntries(new Headers(init.headers));
      const form = body instanceof URLSearchParams;
      const response = await way.undici
        .fetch(url, {
          method: init.method ?? 'GET',
          headers: { ...headers, 'user-agent': `datacenter-docs/${version}` },
          ...(typeof body === 'string' && { body }),
          ...(form && { body: body.toString() }),
          ...(init.signal && { signal: init.signal }),
          redirect: 'manual',
          dispatcher: way.dispatcher,
        })
        .catch((error: unknown) => {
          // What a library says of a failed request is in its cause, and only the code of that is sure to be no secret.
          throw new TypeError(reasonOf(error), { cause: error });
        });
      if (response.status >= 300 && response.status < 400) {
        await response.body?.cancel();
        throw new TypeError(
          'it sends requests on to another address; set that address itself, if it is right',
        );
      }
      return response;
    },
    async close() {
      closed = true;
      const way = await opening?.catch(() => undefined);
      await way?.dispatcher.destroy();
    },
  };
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}

async function openDispatcher(
  { Agent, ProxyAgent }: Pick<typeof Undici, 'Agent' | 'ProxyAgent'>,
  { caFile, proxy }: CouchWayOptions,
): Promise<Undici.Dispatcher> {
  const ca = await authorities(caFile);
  const tls = { timeout: 10_000, ...(ca && { ca }) };
  // Silence is measured where answers are read.
  const common = {
    connections: mostConnections,
    pipelining: 1,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: 30_000,
  };
  if (proxy === undefined) return new Agent({ connect: tls, ...common });
  const uri = new URL(proxy);
  const { username, password } = uri;
  uri.username = '';
  uri.password = '';
  const token = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString(
    'base64',
  );
  return new ProxyAgent({
    uri: uri.href,
    ...(username !== '' && { token: `Basic ${token}` }),
    requestTls: tls,
    proxyTls: tls,
    connect: tls,
    // Also for plain HTTP: a proxy that only forwards would see and could keep what is sent.
    proxyTunnel: true,
    ...common,
  });
}

async function authorities(file: string | undefined): Promise<string[] | undefined> {
  if (file === undefined) return undefined;
  try {
    return [...rootCertificates, ...getCACertificates('system'), await readFile(file, 'utf8')];
  } catch (error) {
    throw new CouchError(
      'unreachable',
      `the certificate authority in ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
