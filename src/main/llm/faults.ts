import type { Clock } from '../platform/clock.ts';
import { LlmError } from './errors.ts';

/** What an endpoint answered beside the point: its own words, short and on one line. */
const longestWords = 300;

interface FaultPlace {
  readonly shown: string;
  readonly clock: Clock;
  /** Takes out of the endpoint's words what it was sent as a secret. */
  readonly bare: (text: string) => string;
}

interface HttpFailure {
  readonly status: number | undefined;
  readonly message: string;
  readonly headers: Headers | undefined;
}

/** An error of the client library or of the connection, as what the caller can act on. */
export function faultOf(error: unknown, where: FaultPlace): LlmError {
  if (error instanceof LlmError) return error;
  const own = chain(error).find((one) => one instanceof LlmError);
  if (own) return own;
  const failure = httpFailure(error, where.bare);
  if (failure?.status !== undefined) return statusFault({ ...failure, status: failure.status }, where);
  if (failure !== undefined) return saidInStream(failure);
  const code = systemCode(error);
  if (code !== undefined) return connectionFault(code, error, where.shown);
  if (error instanceof SyntaxError) {
    return new LlmError(
      'llm-answer',
      `${where.shown} answered with what is no JSON: ${words(where.bare(error.message))}`,
      {
        retry: 'once',
        hint: 'Check that the address is the one of the OpenAI API, with its path (often /v1).',
      },
    );
  }
  if (chain(error).some((one) => messageOf(one) === 'bad port')) {
    return new LlmError(
      'llm-refused',
      `${where.shown}: no request goes to this port, which is another protocol’s.`,
      {
        cause: error,
        hint: 'Check the address: the server listens on another port.',
      },
    );
  }
  return new LlmError(
    'llm-unreachable',
    `${where.shown}: the answer broke off (${words(messageOf(error))})`,
    {
      cause: error,
      retry: 'yes',
      endpointFault: true,
      hint: 'Try again; if it stays so, look at the server’s log.',
    },
  );
}

function statusFault(
  { status, message, headers }: HttpFailure & { status: number },
  { shown, clock }: FaultPlace,
): LlmError {
  const said = words(message);
  // Without the library's own error as its cause: that holds the answer as it came, and causes are logged.
  const common = { said: message, status };
  if (status === 401 || status === 403) {
    return new LlmError('llm-refused', `${shown} refused the key (${status}): ${said}`, {
      ...common,
      hint: 'Set the key of this endpoint under Settings → Language model, with `datacenter-docs llm set-key`, or in LLM_API_KEY.',
    });
  }
  if (status === 429) {
    const retryAfterMs = retryAfter(headers, clock);
    const quota = /insufficient_quota|exceeded your current quota|billing/i.test(message);
    return new LlmError('llm-busy', `${shown} takes no more requests now (429): ${said}`, {
      ...common,
      retry: quota ? 'no' : 'yes',
      retryAfterMs,
      hint: quota
        ? 'Its account has no credit left.'
        : 'Wait, or lower the number of requests at the same time.',
    });
  }
  if (status === 408 || status === 409 || status >= 500) {
    return new LlmError('llm-unreachable', `${shown} failed (${status}): ${said}`, {
      ...common,
      retry: status === 501 ? 'no' : 'yes',
      endpointFault: status !== 501,
      retryAfterMs: retryAfter(headers, clock),
      hint: 'Look at the server’s log.',
    });
  }
  if (/context.?(?:length|window|size)|maximum context|too many tokens|prompt is too long/i.test(message)) {
    return new LlmError('llm-too-long', `${shown} says that the request is too long: ${said}`, {
      ...common,
      hint: 'Set how much the model reads under Settings → Language model (contextTokens), or ask for less.',
    });
  }
  return new LlmError('llm-refused', `${shown} refused the request (${status}): ${said}`, {
    ...common,
    hint:
      status === 404
        ? 'Check the model’s name, and that the address has its path (often /v1).'
        : 'Check the model’s name and what it can do: `datacenter-docs llm test`.',
  });
}

/** An error that came as an event of a stream that had begun well. */
function saidInStream({ message }: HttpFailure): LlmError {
  return new LlmError('llm-unreachable', `The model’s server gave up in mid-answer: ${words(message)}`, {
    said: message,
    retry: 'yes',
    endpointFault: true,
    hint: 'Look at the server’s log.',
  });
}

function connectionFault(code: string, cause: unknown, shown: string): LlmError {
  if (/CERT|SELF_SIGNED|UNABLE_TO_|^ERR_TLS/.test(code)) {
    return new LlmError('llm-unreachable', `${shown} has a certificate that is not trusted here (${code}).`, {
      cause,
      endpointFault: true,
      hint: 'Set the file of your certificate authority under Settings → Language model (llm.caFile).',
    });
  }
  const reasons: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'nothing listens there',
    ENOTFOUND: 'there is no such host',
    EAI_AGAIN: 'its name cannot be looked up now',
    ECONNRESET: 'the connection was reset',
    UND_ERR_SOCKET: 'the connection was closed in mid-answer',
    UND_ERR_CONNECT_TIMEOUT: 'no connection came about in time',
    ETIMEDOUT: 'no connection came about in time',
    EHOSTUNREACH: 'the host cannot be reached',
    ENETUNREACH: 'the network cannot be reached',
  };
  return new LlmError('llm-unreachable', `${shown}: ${reasons[code] ?? code}.`, {
    cause,
    retry: /ENOTFOUND|ECONNREFUSED/.test(code) ? 'once' : 'yes',
    endpointFault: true,
    hint: 'Check the address, and that the server runs.',
  });
}

/** Seconds or a date, as HTTP has it; milliseconds, as OpenAI adds. */
export function retryAfter(headers: Headers | undefined, clock: Clock): number | undefined {
  const inMs = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(inMs) && inMs >= 0) return inMs;
  const text = headers?.get('retry-after')?.trim();
  if (text === undefined || text === '') return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.parse(clock.now()));
}

function httpFailure(error: unknown, bare: FaultPlace['bare']): HttpFailure | undefined {
  // The library's APIError, told by its members so that the library is not loaded for this.
  if (!(error instanceof Error) || !('status' in error) || !('requestID' in error)) return undefined;
  if (error.constructor.name.startsWith('APIConnection') || error.constructor.name === 'APIUserAbortError') {
    return undefined;
  }
  const { status } = error;
  const headers = 'headers' in error && error.headers instanceof Headers ? error.headers : undefined;
  return {
    status: typeof status === 'number' ? status : undefined,
    message: bare(error.message.replace(/^\d{3} /, '')),
    headers,
  };
}

function systemCode(error: unknown): string | undefined {
  return chain(error)
    .map((one) => (one instanceof Error && 'code' in one ? one.code : undefined))
    .find((code): code is string => typeof code === 'string' && /^[A-Z_]+$/.test(code));
}

/** An error and what it came from; of several connections that failed, the first. */
function chain(error: unknown): unknown[] {
  const found: unknown[] = [];
  for (let at = error; at !== undefined && at !== null && found.length < 8;) {
    found.push(at);
    const inner: unknown = at instanceof AggregateError ? at.errors[0] : undefined;
    at = inner ?? (at instanceof Error ? at.cause : undefined);
  }
  return found;
}

function words(text: string): string {
  const line = text.replaceAll(/\p{C}+|\s+/gu, ' ').trim();
  return line.length <= longestWords ? line : `${line.slice(0, longestWords)}…`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
