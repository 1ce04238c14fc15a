import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { scriptedVector } from './scripted-llm-vectors.ts';

/**
 * A real HTTP server that speaks the OpenAI API and answers as the test says.
 *
 *     const llm = await startScriptedLlm();
 *     llm.script('first answer', { toolCalls: [{ name: 'search', arguments: { words: 'x' } }] }, { status: 503 });
 *     llm.respond(({ messages }) => `you said ${messages.at(-1)?.content}`);   // what is not scripted
 *     … LLM_BASE_URL = llm.url …
 *     llm.chats.at(-1)?.messages
 *     await llm.close();
 *
 * Turns that are scripted are used up one by one, by whichever chat comes first; then `respond` is asked. A chat that
 * nobody has scripted is answered with status 500 that says so.
 */
export interface ScriptedLlm {
  /** With `/v1`: what a base URL is set to. */
  readonly url: string;
  /** Every request, whatever it was for. */
  readonly requests: readonly RecordedRequest[];
  /** The chats among them. */
  readonly chats: readonly ScriptedChat[];
  /** Texts of all embedding requests, in their order. */
  readonly embedded: readonly string[];
  script(...turns: readonly Turn[]): void;
  respond(answer: (chat: ScriptedChat) => Turn | Promise<Turn>): void;
  /** What a path outside of chat answers instead, e.g. `/v1/models`; `undefined` ends it. */
  override(path: string, turn: FaultTurn | undefined): void;
  /** Resolves when this many requests have come in all. */
  received(count: number): Promise<void>;
  /** Requests whose connection the client has given up. */
  readonly abandoned: number;
  /** Most chats that were open at the same time. */
  readonly mostAtOnce: number;
  close(): Promise<void>;
}

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface ScriptedChat {
  readonly messages: readonly ScriptedMessage[];
  readonly model: string;
  readonly stream: boolean;
  readonly tools: readonly { readonly name: string }[];
  /** The whole body, for what is not above. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  /** How many chats came before this one. */
  readonly index: number;
}

export interface ScriptedMessage {
  readonly role: string;
  readonly content: string;
  readonly tool_call_id?: string;
  readonly tool_calls?: readonly {
    readonly id: string;
    readonly function: { readonly name: string; readonly arguments: string };
  }[];
}

export interface ScriptedToolCall {
  /** `null`: the server sends none. */
  readonly id?: string | null;
  readonly name: string;
  /** An object is sent as JSON; a text as it is, JSON or not. */
  readonly arguments: string | object;
}

export interface AnswerTurn {
  readonly text?: string;
  readonly toolCalls?: readonly ScriptedToolCall[];
  readonly finish?: 'stop' | 'length' | 'tool_calls' | 'content_filter' | null;
  /** false: none is told, as many servers do. */
  readonly usage?: false | { readonly prompt: number; readonly completion: number };
  /** Characters in one streamed delta: a word, where it is not said. */
  readonly deltaLength?: number;
  /** Bytes of each write to the socket, in turn: 1 splits UTF-8 and lines of SSE anywhere. */
  readonly writes?: readonly number[];
  /** How streamed tool calls come. whole: each in one delta; pieces: arguments bit by bit, calls interleaved. */
  readonly toolDeltas?: 'whole' | 'pieces';
  /** Waits for this after so many deltas; until then the stream is silent. */
  readonly pause?: { readonly afterDeltas: number; readonly until: Promise<unknown> };
  /** Waits for this before anything is sent. */
  readonly after?: Promise<unknown>;
  /** Between two deltas, for whoever watches. */
  readonly deltaDelayMs?: number;
  /** Leaves the stream without `[DONE]`. */
  readonly withoutDone?: boolean;
  /** Answers a request for a stream with one JSON object, as some proxies do. */
  readonly ignoreStream?: boolean;
}

export type FaultTurn =
  | {
      readonly status: number;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
      /** Sent as it is, in place of an error object. */
      readonly body?: string;
      readonly contentType?: string;
    }
  /** mid-stream: after the first delta of `text`. */
  | { readonly hang: 'before-headers' | 'after-headers' | 'mid-stream'; readonly text?: string }
  | { readonly reset: 'before-headers' | 'mid-stream'; readonly text?: string }
  /** An answer of so many characters. */
  | { readonly huge: number }
  /** Bytes of an event stream as they are. */
  | { readonly events: string };

/** A text is an answer with that text. */
export type Turn = string | AnswerTurn | FaultTurn;

export interface ScriptedLlmOptions {
  readonly models?: readonly (string | Readonly<Record<string, unknown> & { id: string }>)[];
  /** Whoever comes with another one gets status 401. */
  readonly apiKey?: string;
  readonly dimensions?: number;
  /** false: refused with status 400, as an endpoint does that cannot. */
  readonly supports?: {
    readonly tools?: boolean;
    readonly stream?: boolean;
    readonly streamUsage?: boolean;
    readonly jsonSchema?: boolean;
    readonly jsonObject?: boolean;
    readonly embeddings?: boolean;
    readonly temperature?: boolean;
    /** false: wants `max_completion_tokens`. */
    readonly maxTokens?: boolean;
  };
  readonly tls?: { readonly key: string; readonly cert: string };
  /** What further paths answer with JSON, e.g. `/api/show`. */
  readonly paths?: Readonly<Record<string, (body: unknown) => unknown>>;
  readonly port?: number;
}

export async function startScriptedLlm(options: ScriptedLlmOptions = {}): Promise<ScriptedLlm> {
  const requests: RecordedRequest[] = [];
  const chats: ScriptedChat[] = [];
  const embedded: string[] = [];
  const turns: Turn[] = [];
  const overrides = new Map<string, FaultTurn>();
  const waiting = new Set<{ count: number; resolve: () => void }>();
  let abandoned = 0;
  let open = 0;
  let mostAtOnce = 0;
  let respond: (chat: ScriptedChat) => Turn | Promise<Turn> = () => ({
    status: 500,
    message: 'this chat is not scripted',
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://scripted').pathname;
    const text = await readAll(request);
    const body = parsed(text);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    requests.push({ method: request.method ?? '', path, headers, body });
    for (const waiter of waiting) if (requests.length >= waiter.count) waiter.resolve();
    response.once('close', () => {
      if (!response.writableFinished) abandoned++;
    });
    const fault = overrides.get(path);
    if (fault !== undefined) return sendFault(response, fault);
    const key = headers['authorization']?.replace(/^Bearer /, '');
    if (options.apiKey !== undefined && key !== options.apiKey) {
      return sendFault(response, { status: 401, message: 'Incorrect API key provided.' });
    }
    const further = options.paths?.[path];
    if (further) return sendJson(response, further(body));
    if (path === '/v1/models') {
      const models = (options.models ?? ['scripted']).map((model) =>
        typeof model === 'string' ? { id: model, object: 'model' } : { object: 'model', ...model },
      );
      return sendJson(response, { object: 'list', data: models });
    }
    if (path === '/v1/embeddings') return embed(response, body as Record<string, unknown>);
    if (path === '/v1/chat/completions') return chat(response, body as Record<string, unknown>, headers);
    return sendFault(response, { status: 404, message: `there is no ${path}` });
  }

  function embed(response: ServerResponse, body: Record<string, unknown>): void {
    if (options.supports?.embeddings === false) {
      void sendFault(response, { status: 404, message: 'this model makes no embeddings' });
      return;
    }
    const input = (Array.isArray(body['input']) ? body['input'] : [body['input']]) as string[];
    embedded.push(...input);
    const vectors = input.map((text) => scriptedVector(text, options.dimensions ?? 256));
    sendJson(response, {
      object: 'list',
      model: body['model'],
      data: vectors.map((vector, index) => ({
        object: 'embedding',
        index,
        embedding:
          body['encoding_format'] === 'base64'
            ? Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64')
            : [...vector],
      })),
      usage: { prompt_tokens: input.join(' ').split(/\s+/).length, total_tokens: input.length },
    });
  }

  async function chat(
    response: ServerResponse,
    body: Record<string, unknown>,
    headers: Record<string, string>,
  ): Promise<void> {
    const refusal = unsupported(body, options.supports ?? {});
    if (refusal !== undefined) return sendFault(response, { status: 400, message: refusal });
    const asked: ScriptedChat = {
      messages: body['messages'] as ScriptedMessage[],
      model: String(body['model']),
      stream: body['stream'] === true,
      tools: ((body['tools'] ?? []) as { function: { name: string } }[]).map((tool) => tool.function),
      body,
      headers,
      index: chats.length,
    };
    chats.push(asked);
    open++;
    mostAtOnce = Math.max(mostAtOnce, open);
    try {
      const turn = turns.shift() ?? (await respond(asked));
      if (typeof turn !== 'string' && isFault(turn)) return await sendFault(response, turn, asked.stream);
      const answer = typeof turn === 'string' ? { text: turn } : turn;
      await answer.after;
      if (asked.stream && answer.ignoreStream !== true) await streamAnswer(response, answer, asked);
      else sendJson(response, wholeAnswer(answer, asked));
    } finally {
      open--;
    }
  }

  const listener = (request: IncomingMessage, response: ServerResponse) => {
    handle(request, response).catch((error: unknown) => response.destroy(error as Error));
  };
  const server = options.tls ? createTlsServer(options.tls, listener) : createServer(listener);
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => {
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}/v1`,
    requests,
    chats,
    embedded,
    script: (...more) => void turns.push(...more),
    respond: (answer) => void (respond = answer),
    override(path, turn) {
      if (turn === undefined) overrides.delete(path);
      else overrides.set(path, turn);
    },
    received: (count) =>
      new Promise((resolve) => {
        if (requests.length >= count) resolve();
        else {
          const waiter = { count, resolve: () => (waiting.delete(waiter), resolve()) };
          waiting.add(waiter);
        }
      }),
    get abandoned() {
      return abandoned;
    },
    get mostAtOnce() {
      return mostAtOnce;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function isFault(turn: AnswerTurn | FaultTurn): turn is FaultTurn {
  return 'status' in turn || 'hang' in turn || 'reset' in turn || 'huge' in turn || 'events' in turn;
}

function unsupported(
  body: Record<string, unknown>,
  supports: NonNullable<ScriptedLlmOptions['supports']>,
): string | undefined {
  const format = (body['response_format'] as { type?: string } | undefined)?.type;
  if (supports.tools === false && body['tools'] !== undefined)
    return `${String(body['model'])} does not support tools`;
  if (supports.stream === false && body['stream'] === true) return 'stream is not supported';
  if (supports.streamUsage === false && body['stream_options'] !== undefined)
    return 'Unrecognized request argument supplied: stream_options';
  if (supports.jsonSchema === false && format === 'json_schema')
    return "response_format 'json_schema' is not supported";
  if (supports.jsonObject === false && format === 'json_object')
    return "response_format 'json_object' is not supported";
  if (supports.temperature === false && body['temperature'] !== undefined)
    return "Unsupported value: 'temperature' does not support 0 with this model.";
  if (supports.maxTokens === false && body['max_tokens'] !== undefined)
    return "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
  return undefined;
}

const argumentsText = (call: ScriptedToolCall): string =>
  typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments);

const idOf = (call: ScriptedToolCall, index: number, chat: ScriptedChat): object =>
  call.id === null ? {} : { id: call.id ?? `call_${chat.index}_${index}` };

const finishOf = (answer: AnswerTurn): string | null =>
  answer.finish === undefined ? ((answer.toolCalls?.length ?? 0) > 0 ? 'tool_calls' : 'stop') : answer.finish;

function usageOf(answer: AnswerTurn, chat: ScriptedChat): object {
  if (answer.usage === false) return {};
  const prompt = answer.usage?.prompt ?? JSON.stringify(chat.messages).split(/\W+/).length;
  const completion = answer.usage?.completion ?? (answer.text ?? '').split(/\W+/).length;
  return {
    usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
  };
}

function wholeAnswer(answer: AnswerTurn, chat: ScriptedChat): object {
  const toolCalls = answer.toolCalls?.map((call, index) => ({
    ...idOf(call, index, chat),
    type: 'function',
    function: { name: call.name, arguments: argumentsText(call) },
  }));
  return {
    id: `chatcmpl-${chat.index}`,
    object: 'chat.completion',
    created: 1_700_000_000,
    model: chat.model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: answer.text ?? null,
          ...(toolCalls && { tool_calls: toolCalls }),
        },
        finish_reason: finishOf(answer),
      },
    ],
    ...usageOf(answer, chat),
  };
}

/** Deltas of a streamed answer, the finish in a delta of its own, then usage where it was asked for. */
function deltasOf(answer: AnswerTurn, chat: ScriptedChat): object[] {
  const size = answer.deltaLength;
  const texts =
    size === undefined
      ? ((answer.text ?? '').match(/\S*\s*/gu) ?? []).filter((text) => text !== '')
      : chunked(Array.from(answer.text ?? ''), size).map((piece) => piece.join(''));
  const calls = answer.toolCalls ?? [];
  const head = (call: ScriptedToolCall, index: number, text: string) => ({
    index,
    ...idOf(call, index, chat),
    type: 'function',
    function: { name: call.name, arguments: text },
  });
  const tools =
    answer.toolDeltas === 'pieces'
      ? [
          ...calls.map((call, index) => [head(call, index, '')]),
          ...interleaved(
            calls.map((call, index) =>
              chunked(Array.from(argumentsText(call)), 3).map((piece) => ({
                index,
                function: { arguments: piece.join('') },
              })),
            ),
          ).map((delta) => [delta]),
        ]
      : calls.map((call, index) => [head(call, index, argumentsText(call))]);
  return [
    { role: 'assistant', content: '' },
    ...texts.map((content) => ({ content })),
    ...tools.map((tool_calls) => ({ tool_calls })),
  ];
}

async function streamAnswer(response: ServerResponse, answer: AnswerTurn, chat: ScriptedChat): Promise<void> {
  const write = beginStream(response, answer.writes);
  const event = (choices: object[], more: object = {}) =>
    `data: ${JSON.stringify({ id: `chatcmpl-${chat.index}`, object: 'chat.completion.chunk', created: 1_700_000_000, model: chat.model, choices, ...more })}\n\n`;
  let sent = 0;
  for (const delta of deltasOf(answer, chat)) {
    if (sent === answer.pause?.afterDeltas) await answer.pause.until;
    if (answer.deltaDelayMs !== undefined)
      await new Promise((resolve) => setTimeout(resolve, answer.deltaDelayMs));
    if (response.destroyed) return;
    await write(event([{ index: 0, delta, finish_reason: null }]));
    sent++;
  }
  const finish = finishOf(answer);
  if (finish !== null) await write(event([{ index: 0, delta: {}, finish_reason: finish }]));
  const wanted =
    (chat.body['stream_options'] as { include_usage?: boolean } | undefined)?.include_usage === true;
  if (wanted && answer.usage !== false) await write(event([], usageOf(answer, chat)));
  if (answer.withoutDone !== true) await write('data: [DONE]\n\n');
  response.end();
}

/** Head of an event stream; @returns what writes in pieces of the given sizes, each a packet of its own. */
function beginStream(response: ServerResponse, sizes?: readonly number[]): (text: string) => Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  response.socket?.setNoDelay(true);
  response.flushHeaders();
  let turn = 0;
  return async (text) => {
    const bytes = Buffer.from(text, 'utf8');
    if (sizes === undefined) {
      response.write(bytes);
      return;
    }
    for (let at = 0; at < bytes.length;) {
      const size = Math.max(1, sizes[turn++ % sizes.length] ?? 1);
      response.write(bytes.subarray(at, at + size));
      at += size;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
}

async function sendFault(response: ServerResponse, fault: FaultTurn, stream = false): Promise<void> {
  if ('status' in fault) {
    response.writeHead(fault.status, {
      'content-type': fault.contentType ?? 'application/json',
      ...fault.headers,
    });
    response.end(
      fault.body ??
        JSON.stringify({
          error: { message: fault.message ?? `scripted ${fault.status}`, type: 'scripted', code: null },
        }),
    );
    return;
  }
  if ('events' in fault) {
    await beginStream(response)(fault.events);
    response.end();
    return;
  }
  if ('huge' in fault) {
    const answer = { text: 'x'.repeat(fault.huge), deltaLength: 65_536 };
    const chat = { messages: [], model: 'scripted', stream, tools: [], body: {}, headers: {}, index: 0 };
    if (stream) await streamAnswer(response, answer, chat);
    else sendJson(response, wholeAnswer(answer, chat));
    return;
  }
  const where = 'hang' in fault ? fault.hang : fault.reset;
  if (where === 'after-headers') beginStream(response);
  if (where === 'mid-stream') {
    const delta = { role: 'assistant', content: fault.text ?? 'The first words ' };
    await beginStream(response)(
      `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', model: 'scripted', choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`,
    );
    // A reset must not overtake what was written.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  if ('reset' in fault) response.socket?.resetAndDestroy();
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return text;
  }
}

function chunked<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}

/** The first of each, then the second of each, … */
function interleaved<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list.slice(i, i + 1))).flat();
}
