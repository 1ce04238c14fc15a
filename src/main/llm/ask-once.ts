import type { Clock } from '../platform/clock.ts';
import { createTurns } from '../platform/turns.ts';
import type { Connection } from './connection.ts';
import { LlmError } from './errors.ts';
import { faultOf } from './faults.ts';
import { createGathering, wholeAnswer, type RawAnswer } from './gather.ts';
import { createWatch, type Watch } from './watch.ts';
import { chunkSchema, completionSchema, type ChatBody } from './wire.ts';

export interface AskOptions {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly signal?: AbortSignal | undefined;
  readonly stream: boolean;
  readonly streamUsage: boolean;
  readonly onText?: (delta: string) => void;
}

/** One request, one answer; whatever fails is an LlmError. */
export async function askOnce(
  connection: Connection,
  body: ChatBody,
  options: AskOptions,
): Promise<RawAnswer> {
  const { clock, signal } = options;
  const watch = createWatch(clock, signal);
  const { timeouts } = connection.endpoint.settings;
  try {
    if (options.stream) {
      watch.expect(timeouts.firstTokenSeconds * 1000, 'the first words of the answer');
      return await askInStream(connection, body, options, watch);
    }
    watch.expect(timeouts.totalSeconds * 1000, 'the answer');
    const answer: unknown = await connection.client.chat.completions.create(body, { signal: watch.signal });
    return wholeAnswer(parsedCompletion(answer, connection), options.newId);
  } catch (error) {
    watch.signal.throwIfAborted();
    throw faultOf(error, { shown: connection.endpoint.origin, clock, bare: connection.bare });
  } finally {
    watch.end();
  }
}

async function askInStream(
  connection: Connection,
  body: ChatBody,
  options: AskOptions,
  watch: Watch,
): Promise<RawAnswer> {
  const { client, endpoint } = connection;
  const silenceMs = endpoint.settings.timeouts.silenceSeconds * 1000;
  const { data: stream, response } = await client.chat.completions
    .create(
      { ...body, stream: true, ...(options.streamUsage && { stream_options: { include_usage: true } }) },
      { signal: watch.signal },
    )
    .withResponse();
  const type = response.headers.get('content-type') ?? '';
  if (/\bjson\b/i.test(type)) {
    // Some proxies answer with the whole at once.
    const answer = wholeAnswer(parsedCompletion(await response.json(), connection), options.newId);
    if (answer.text !== '') options.onText?.(answer.text);
    return answer;
  }
  if (type !== '' && !/event-stream|text\/plain|octet-stream|ndjson/i.test(type)) {
    stream.controller.abort();
    throw strangeAnswer(`${endpoint.origin} answered with ${type.split(';')[0]}`, 'an event stream');
  }
  const gathering = createGathering(options.newId);
  const turns = createTurns(options.clock);
  for await (const event of stream as AsyncIterable<unknown>) {
    // Events that are there already come without a pause between them, however many.
    if (turns.isOver) await turns.next();
    watch.expect(silenceMs, 'the next words of the answer');
    const chunk = chunkSchema.safeParse(event);
    if (!chunk.success)
      throw strangeAnswer(`${endpoint.origin} sent an event of another form`, 'a chunk of a chat');
    const text = gathering.add(chunk.data);
    if (text !== '') options.onText?.(text);
  }
  // The library ends a stream that was aborted as if it had come to its end.
  watch.signal.throwIfAborted();
  const answer = gathering.result();
  if (answer.ended === undefined) {
    throw new LlmError('llm-unreachable', `${endpoint.origin}: the answer broke off before its end.`, {
      retry: 'yes',
      endpointFault: true,
      hint: 'Try again; if it stays so, look at the server’s log.',
    });
  }
  return answer;
}

function parsedCompletion(answer: unknown, { endpoint }: Connection) {
  const parsed = completionSchema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw strangeAnswer(
    `${endpoint.origin} answered with ${typeof answer === 'string' ? 'text' : 'JSON of another form'}`,
    'a chat completion',
  );
}

function strangeAnswer(came: string, expected: string): LlmError {
  return new LlmError('llm-answer', `Expected ${expected}, but ${came}.`, {
    retry: 'once',
    hint: 'Check that the address is the one of the OpenAI API, with its path (often /v1).',
  });
}
