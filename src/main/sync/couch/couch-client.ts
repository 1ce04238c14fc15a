import { z } from 'zod';
import { CouchError, faultOf } from './couch-error.ts';

export interface CouchRequest {
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** Longest silence; a long poll that beats its heart may last longer. */
  readonly timeoutMs?: number;
}

/** One server, as one account. Logs in when it has to, and once more where a session has run out. */
export interface CouchClient {
  /** @throws CouchError; the signal's reason */
  ask<T extends z.ZodType>(
    schema: T,
    method: string,
    path: string,
    request?: CouchRequest,
  ): Promise<z.output<T>>;
  /** The next request logs in anew: the account or its password is another. */
  forget(): void;
}

export interface CouchPorts {
  /** Without a path, a user or a password. */
  readonly url: string;
  /** Read whenever a session begins. @throws when there are none to be had */
  readonly credentials: () => Promise<{ readonly name: string; readonly password: string }>;
  /** Knows certificates and proxies. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** The server's clock, as each answer tells it, and this one's at that moment. */
  readonly onTime?: (server: number, here: number) => void;
}

const patienceMs = 30_000;
/** Code of the error that a request ends with which nothing was heard of. */
export const silence = 'SILENCE';
/** In characters. Whoever asks for documents asks for fewer when it is passed. */
const longestAnswer = 64 * 1024 * 1024;
/** Whoever asks for more time than this is asked again all the same. */
const longestWaitSeconds = 300;
const mostSaid = 4_096;
const saidWrong = z.object({ error: z.string(), reason: z.string().nullish() });

export function createCouchClient({ url, credentials, fetch: send, onTime }: CouchPorts): CouchClient {
  let session: Promise<string> | undefined;

  async function begin(): Promise<string> {
    const { name, password } = await credentials();
    const response = await reach('/_session', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({ name, password }),
      signal: AbortSignal.timeout(patienceMs),
    });
    if (!response.ok) throw await errorOf(response, '/_session');
    const cookie = response.headers.get('set-cookie')?.split(';')[0];
    await response.body?.cancel();
    if (cookie === undefined || !cookie.startsWith('AuthSession='))
      throw new CouchError('malformed', `expected a session of ${url}, got an answer without a cookie`);
    return cookie;
  }

  async function reach(path: string, init: RequestInit): Promise<Response> {
    try {
      const response = await send(`${url}${path}`, { ...init, redirect: 'error' });
      const date = Date.parse(response.headers.get('date') ?? '');
      if (!Number.isNaN(date)) onTime?.(date, Date.now());
      return response;
    } catch (error) {
      throw new CouchError('unreachable', `${url} does not answer: ${textOf(error)}`, { cause: error });
    }
  }

  async function once(method: string, path: string, { query, body, signal, timeoutMs }: CouchRequest) {
    session ??= begin();
    const mine = session;
    let cookie: string;
    try {
      cookie = await mine;
    } catch (error) {
      if (session === mine) session = undefined;
      throw error;
    }
    const quiet = createQuiet(timeoutMs ?? patienceMs, signal);
    try {
      const words = new URLSearchParams(
        Object.entries(query ?? {}).map(([name, value]): [string, string] => [name, String(value)]),
      );
      const response = await reach(`${path}${words.size > 0 ? `?${words.toString()}` : ''}`, {
        method,
        headers: {
          cookie,
          accept: 'application/json',
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: quiet.signal,
      });
      renewed(response, mine);
      if (!response.ok) throw await errorOf(response, path);
      return await readJson(response, path, quiet.heard);
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof CouchError && error.fault === 'refused' && session === mine) session = undefined;
      throw error;
    } finally {
      quiet.end();
    }
  }

  /** A server hands out a new cookie while the old one is still good. */
  function renewed(response: Response, mine: Promise<string>): void {
    const cookie = response.headers.get('set-cookie')?.split(';')[0];
    if (cookie?.startsWith('AuthSession=') && cookie.length > 'AuthSession='.length && session === mine)
      session = Promise.resolve(cookie);
  }

  return {
    forget() {
      session = undefined;
    },
    async ask(schema, method, path, request = {}) {
      let answer: unknown;
      try {
        answer = await once(method, path, request);
      } catch (error) {
        if (!(error instanceof CouchError) || error.fault !== 'refused') throw error;
        answer = await once(method, path, request);
      }
      const read = schema.safeParse(answer);
      if (read.success) return read.data;
      throw new CouchError(
        'malformed',
        `expected an answer to ${method} ${path}, got another shape: ${z.prettifyError(read.error).slice(0, 300)}`,
      );
    },
  };
}

async function errorOf(response: Response, path: string): Promise<CouchError> {
  const text = await beginningOf(response);
  const said = saidWrong.safeParse(parsed(text));
  const why = said.success ? `${said.data.error}: ${said.data.reason ?? ''}` : text.slice(0, 200);
  const wait = Number(response.headers.get('retry-after'));
  return new CouchError(faultOf(response.status), `${path}: HTTP ${response.status}, ${why}`, {
    ...(said.success && { status: response.status }),
    ...(Number.isFinite(wait) && wait > 0 && { retryAfterMs: Math.min(wait, longestWaitSeconds) * 1_000 }),
  });
}

/** Of what is said of a failure; the rest is not waited for. */
async function beginningOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > mostSaid) break;
    }
  } catch {
    // What had come by then will do.
  }
  return text.slice(0, mostSaid);
}

async function readJson(response: Response, path: string, heard: () => void): Promise<unknown> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      heard();
      text += decoder.decode(chunk, { stream: true });
      if (text.length > longestAnswer) break;
    }
  } catch (error) {
    throw new CouchError('unreachable', `${path}: the answer broke off: ${textOf(error)}`, { cause: error });
  }
  if (text.length > longestAnswer)
    throw new CouchError('too-large', `${path}: the answer is longer than ${longestAnswer} characters`);
  const value = parsed(text);
  if (value !== undefined) return value;
  throw new CouchError('malformed', `${path}: expected JSON, got ${JSON.stringify(text.slice(0, 100))}`);
}

/** Ends a request that nothing has been heard of for so long. */
function createQuiet(ms: number, signal: AbortSignal | undefined) {
  const controller = new AbortController();
  const late = () =>
    controller.abort(Object.assign(new Error(`nothing was heard for ${ms / 1_000} s`), { code: silence }));
  const abort = () => controller.abort(signal?.reason);
  let timer = setTimeout(late, ms);
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted === true) abort();
  return {
    signal: controller.signal,
    heard: () => {
      clearTimeout(timer);
      timer = setTimeout(late, ms);
    },
    end: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
