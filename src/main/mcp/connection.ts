import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Clock } from '../platform/clock.ts';
import { version } from '../platform/version.ts';
import { MalformedAnswerError, readResourceResult, readToolResult } from './answer.ts';
import { isRecord, localErrorCode, preview } from './inbox.ts';
import type { LogTail } from './log-tail.ts';
import { McpError, TransportFailure, type McpErrorCode } from './mcp-error.ts';
import { rawResult } from './raw-result.ts';
import type { ServerTransport } from './server-transport.ts';
import type {
  CallOptions,
  ResourceContent,
  ServerDescription,
  ToolDescription,
  ToolResult,
} from './session.ts';

/** One living connection to one server. Knows neither trust nor what is read-only: the pool does. */
export interface Connection {
  readonly description: ServerDescription;
  readonly pid: number | undefined;
  readonly isOpen: boolean;
  callTool(name: string, args: Record<string, unknown>, options?: CallOptions): Promise<ToolResult>;
  readResource(uri: string, options?: CallOptions): Promise<ResourceContent[]>;
  /** Asks again, all pages. */
  listTools(options?: CallOptions): Promise<ToolDescription[]>;
  close(): Promise<void>;
}

export interface ConnectionOptions {
  readonly source: string;
  readonly transport: ServerTransport;
  readonly clock: Clock;
  readonly log: LogTail;
  readonly redact: (text: string) => string;
  readonly timeoutMs: number;
  readonly startTimeoutMs: number;
  readonly maxTotalMs: number;
  readonly signal?: AbortSignal;
  readonly onClosed?: () => void;
  readonly onToolsChanged?: () => void;
}

const maxTools = 5_000;
const maxToolPages = 500;
/** The longest that a Node timer can wait; the SDK's own clock is switched off by it, ours counts. */
const never = 2 ** 31 - 1;

/** Connects, shakes hands and lists the tools. @throws McpError; the transport is closed then */
export async function openConnection(options: ConnectionOptions): Promise<Connection> {
  const { source, transport, log } = options;
  const [{ Client: SdkClient }, { ToolListChangedNotificationSchema, LoggingMessageNotificationSchema }] =
    await Promise.all([
      import('@modelcontextprotocol/sdk/client/index.js'),
      import('@modelcontextprotocol/sdk/types.js'),
    ]);
  const client = new SdkClient(
    { name: 'datacenter-docs', version },
    // Structured content is validated where it is used, by the collectors; not once more against the server's own word.
    {
      capabilities: {},
      jsonSchemaValidator: {
        getValidator: () => (data) => ({ valid: true, data: data as never, errorMessage: undefined }),
      },
    },
  );
  let isOpen = true;
  // Assigned in one go: the SDK knows no addEventListener.
  Object.assign(client, {
    onclose: () => {
      isOpen = false;
      options.onClosed?.();
    },
    onerror: (error: Error) => log.add(`[protocol] ${error.message.slice(0, 300)}`),
  } satisfies Pick<Client, 'onclose' | 'onerror'>);
  client.setNotificationHandler(ToolListChangedNotificationSchema, () => options.onToolsChanged?.());
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => {
    log.add(`[${params.level}] ${preview(params.data, 500)}`);
  });

  const ask = createAsk(client, options);
  const listTools = async (callOptions: CallOptions = {}): Promise<ToolDescription[]> => {
    if (!client.getServerCapabilities()?.tools) return [];
    const tools: ToolDescription[] = [];
    const cursors = new Set<string>();
    let cursor: string | undefined;
    for (;;) {
      const page = await ask('tools/list', cursor === undefined ? {} : { cursor }, callOptions);
      const { tools: listed, nextCursor } = page;
      if (!Array.isArray(listed))
        throw malformed(source, `tools/list: expected tools to be a list, got ${preview(listed)}`);
      tools.push(...listed.map((tool) => readTool(source, tool)));
      if (tools.length > maxTools) throw malformed(source, `offers more than ${maxTools} tools`);
      if (nextCursor === undefined || nextCursor === null || nextCursor === '') break;
      if (typeof nextCursor !== 'string')
        throw malformed(source, `tools/list: expected a text as cursor, got ${preview(nextCursor)}`);
      if (cursors.has(nextCursor) || cursors.size >= maxToolPages) {
        throw malformed(source, 'tools/list: the pages do not come to an end');
      }
      cursors.add(nextCursor);
      cursor = nextCursor;
    }
    const names = new Set(tools.map((tool) => tool.name));
    if (names.size !== tools.length) throw malformed(source, 'offers two tools of the same name');
    return tools;
  };

  const deadline = startDeadline(options.clock, options.startTimeoutMs, options.startTimeoutMs);
  const abandon = () => deadline.end(new Error('cancelled'));
  options.signal?.addEventListener('abort', abandon, { once: true });
  try {
    if (options.signal?.aborted) abandon();
    await client.connect(transport, { signal: deadline.signal, timeout: never });
    const info = client.getServerVersion();
    const instructions = client.getInstructions();
    const tools = await listTools(options.signal ? { signal: options.signal } : {});
    return {
      description: {
        name: info?.name ?? 'unknown',
        version: info?.version ?? 'unknown',
        ...(instructions === undefined ? {} : { instructions }),
        tools,
      },
      get pid() {
        return transport.pid;
      },
      get isOpen() {
        return isOpen && transport.failure === undefined;
      },
      listTools,
      async callTool(name, args, callOptions = {}) {
        const result = await ask('tools/call', { name, arguments: args }, callOptions);
        return orMalformed(source, name, () => readToolResult(result));
      },
      async readResource(uri, callOptions = {}) {
        const result = await ask('resources/read', { uri }, callOptions);
        return orMalformed(source, uri, () => readResourceResult(result));
      },
      close: () => transport.close(),
    };
  } catch (error) {
    await transport.close();
    throw toMcpError(error, 'initialize', options, deadline.outcome(options.signal));
  } finally {
    options.signal?.removeEventListener('abort', abandon);
    deadline.stop();
  }
}

type Ask = (
  method: string,
  params: Record<string, unknown>,
  options: CallOptions,
) => Promise<Record<string, unknown>>;

/** One request with our own deadline, so that a timeout, a cancellation and a server's own −32001 are told apart. */
function createAsk(client: Client, connection: ConnectionOptions): Ask {
  return async (method, params, { signal, timeoutMs, onProgress }) => {
    const deadline = startDeadline(
      connection.clock,
      timeoutMs ?? connection.timeoutMs,
      Math.max(timeoutMs ?? 0, connection.maxTotalMs),
    );
    const abort = () => deadline.end(new Error('cancelled by the caller'));
    signal?.addEventListener('abort', abort, { once: true });
    try {
      if (signal?.aborted) abort();
      deadline.signal.throwIfAborted();
      return await client.request({ method, params }, rawResult, {
        signal: deadline.signal,
        timeout: never,
        onprogress: (progress) => {
          deadline.extend();
          onProgress?.({
            done: progress.progress,
            ...(progress.total === undefined ? {} : { total: progress.total }),
            ...(progress.message === undefined ? {} : { message: connection.redact(progress.message) }),
          });
        },
      });
    } catch (error) {
      throw toMcpError(error, describeRequest(method, params), connection, deadline.outcome(signal));
    } finally {
      signal?.removeEventListener('abort', abort);
      deadline.stop();
    }
  };
}

interface Deadline {
  readonly signal: AbortSignal;
  /** Progress was made: the time without an answer counts from now. */
  extend(): void;
  end(reason: Error): void;
  stop(): void;
  outcome(caller: AbortSignal | undefined): { cancelled: boolean; timedOutAfterMs: number | undefined };
}

function startDeadline(clock: Clock, timeoutMs: number, maxTotalMs: number): Deadline {
  const controller = new AbortController();
  const timer = new AbortController();
  const startedAt = clock.monotonicMs();
  let quietSince = startedAt;
  let timedOutAfterMs: number | undefined;
  const watch = async () => {
    for (;;) {
      const now = clock.monotonicMs();
      const left = Math.min(quietSince + timeoutMs, startedAt + maxTotalMs) - now;
      if (left <= 0) {
        timedOutAfterMs = Math.round(now - startedAt);
        controller.abort(new Error('no answer in time'));
        return;
      }
      // Progress only moves a mark; the timer looks at it when it rings, so that a flood of progress costs nothing.
      await clock.sleep(Math.min(left, never), timer.signal);
    }
  };
  void watch().catch(() => {});
  return {
    signal: controller.signal,
    extend: () => (quietSince = clock.monotonicMs()),
    end: (reason) => controller.abort(reason),
    stop: () => timer.abort(new Error('answered')),
    outcome: (caller) => ({ cancelled: caller?.aborted ?? false, timedOutAfterMs }),
  };
}

function toMcpError(
  error: unknown,
  what: string,
  { source, transport, redact }: ConnectionOptions,
  outcome: ReturnType<Deadline['outcome']>,
): McpError {
  if (error instanceof McpError) return error;
  const make = (code: McpErrorCode, message: string, hint?: string, rpcCode?: number) =>
    new McpError(source, code, redact(`${what}: ${message}`), {
      ...(hint === undefined ? {} : { hint: redact(hint) }),
      ...(rpcCode === undefined ? {} : { rpcCode }),
    });
  if (outcome.timedOutAfterMs !== undefined) {
    return make(
      'timeout',
      `no answer within ${outcome.timedOutAfterMs} ms`,
      `Raise datacenterDocs.${what === 'initialize' ? 'startTimeoutMs' : 'timeoutMs'} for this server if it is only slow.`,
    );
  }
  if (outcome.cancelled) return make('cancelled', 'cancelled by the caller');
  if (error instanceof TransportFailure) {
    return new McpError(source, error.code, redact(`${what}: ${error.message}`), {
      notExecuted: error.sessionExpired,
      ...(error.hint === undefined ? {} : { hint: redact(error.hint) }),
    });
  }
  const rpcCode: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  const said = error instanceof Error ? error.message.replace(/^MCP error -?\d+: /, '') : String(error);
  if (rpcCode === localErrorCode && error instanceof Error) {
    const data: unknown = Reflect.get(error, 'data');
    const local = isRecord(data) ? data['local'] : undefined;
    const hint = isRecord(data) && typeof data['hint'] === 'string' ? data['hint'] : undefined;
    if (local === 'too-large' || local === 'malformed' || local === 'disconnected')
      return make(local, said, hint);
  }
  const { failure } = transport;
  if (rpcCode === -32_000 || said === 'Not connected') {
    return make(
      failure?.code ?? 'disconnected',
      failure?.message ?? 'the connection was closed',
      failure?.hint,
    );
  }
  if (typeof rpcCode === 'number')
    return make('protocol', `${said.slice(0, 2_000)} (${rpcCode})`, undefined, rpcCode);
  return make('malformed', said.slice(0, 2_000));
}

function describeRequest(method: string, params: Record<string, unknown>): string {
  const subject = params['name'] ?? params['uri'];
  return typeof subject === 'string' ? subject.slice(0, 200) : method;
}

function readTool(source: string, tool: unknown): ToolDescription {
  if (!isRecord(tool) || typeof tool['name'] !== 'string' || tool['name'] === '') {
    throw malformed(source, `tools/list: expected a tool with a name, got ${preview(tool)}`);
  }
  const { name, title, description, inputSchema, outputSchema, annotations } = tool;
  return {
    name,
    inputSchema: inputSchema ?? {},
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof description === 'string' ? { description } : {}),
    ...(outputSchema === undefined ? {} : { outputSchema }),
    ...(isRecord(annotations) ? { annotations } : {}),
  };
}

function malformed(source: string, message: string): McpError {
  return new McpError(source, 'malformed', message);
}

function orMalformed<T>(source: string, what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedAnswerError)
      throw new McpError(source, 'malformed', `${what}: ${error.message}`, { cause: error });
    throw error;
  }
}
