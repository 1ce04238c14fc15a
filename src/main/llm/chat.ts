import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import { learnFrom } from './abilities.ts';
import { askOnce } from './ask-once.ts';
import { withRetries } from './attempts.ts';
import type { Breaker } from './breaker.ts';
import type { Connection } from './connection.ts';
import { LlmError } from './errors.ts';
import type { RawAnswer } from './gather.ts';
import { jsonInstructions } from './json-answer.ts';
import type { LlmAnswer, LlmMessage, LlmOptions, LlmRequest } from './llm.ts';
import { asTextTools, type TextTools } from './text-tools.ts';
import type { TextStream } from './text-stream.ts';
import { createThinkingFilter } from './thinking.ts';
import { estimateRequest, estimateTokens } from './tokens.ts';
import { veil, type Veil, type VeilRules } from './veil.ts';
import { chatBody, type ChatBody, type JsonFormat } from './wire.ts';

export interface ChatPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly breaker: Breaker;
}

export interface ChatJob {
  readonly connection: Connection;
  readonly model: string;
  readonly request: LlmRequest;
  readonly rules: VeilRules;
  /** Tokens that the model reads. */
  readonly window: number;
  readonly json?: JsonFormat;
  /** Ends everything: taken back by whoever asks, or out of time. */
  readonly signal: AbortSignal;
  readonly options: LlmOptions;
  readonly retries: number;
}

/** Ways of asking that may be tried in one go; each does without something. */
const mostAdaptations = 8;
/** Kept free for the answer where nobody says how long it may be, but no more than a quarter of all. */
const answerTokens = 1_024;

/** One question with all that it takes until there is an answer. @throws LlmError */
export async function runChat(ports: ChatPorts, job: ChatJob): Promise<LlmAnswer> {
  const { clock } = ports;
  const newId = (length?: number) => ports.random.id(length);
  const began = clock.monotonicMs();
  const { connection, model, request } = job;
  const covered = veil(withJsonInstructions(request, job.json), job.rules);
  refuseTooLong(covered.request, job);
  let told = false;
  let adaptations = 0;
  let faultToTell: { readonly answer: string; readonly fault: string } | undefined;

  const once = async (): Promise<LlmAnswer> => {
    const abilities = connection.abilities(model);
    const textTools =
      abilities.tools === 'text' && usesTools(request) ? asTextTools(covered.request, newId) : undefined;
    const outgoing = withFault((textTools ?? covered).request, faultToTell);
    const body = chatBody(model, outgoing, abilities, {
      ...(job.json && { json: job.json }),
      maxTokens: request.maxTokens ?? connection.endpoint.preset.needsMaxTokens,
    });
    const stream = streamFor(covered, textTools, job.options, () => (told = true));
    let raw: RawAnswer;
    try {
      raw = await askOnce(connection, body, {
        clock,
        newId,
        signal: job.signal,
        stream: abilities.stream,
        streamUsage: abilities.streamUsage,
        onText: stream.push,
      });
    } catch (error) {
      const less =
        error instanceof LlmError ? learnFrom(error, abilities, usedBy(body, abilities.stream)) : undefined;
      if (less === undefined || ++adaptations > mostAdaptations) throw error;
      connection.learn(model, less);
      ports.logger.info(
        { model, less },
        'the language model is asked in another way, since its endpoint refused',
      );
      return once();
    }
    stream.end();
    noteFactor(job, body, outgoing, raw);
    const text = withoutThoughts(raw.text);
    const read = textTools?.read(text) ?? { ok: true as const, text, toolCalls: raw.toolCalls };
    if (!read.ok) {
      if (faultToTell) {
        throw new LlmError(
          'llm-answer',
          `The model called a tool in a form that cannot be read: ${read.fault}.`,
          {
            hint: 'Choose a model that knows tools: `datacenter-docs llm test` says whether it does.',
          },
        );
      }
      faultToTell = { answer: text, fault: read.fault };
      if (told) job.options.onRestart?.();
      return once();
    }
    const ended = raw.ended ?? 'stop';
    return {
      text: job.json ? covered.restoreJson(read.text) : covered.restore(read.text),
      toolCalls: read.toolCalls.map((call) => ({ ...call, arguments: covered.restoreJson(call.arguments) })),
      ended: read.toolCalls.length > 0 && ended === 'stop' ? 'tools' : ended,
      model: raw.model ?? model,
      tokens: tokensOf(raw, outgoing),
      durationMs: Math.round(clock.monotonicMs() - began),
    };
  };

  return withRetries(
    ports,
    {
      retries: job.retries,
      signal: job.signal,
      mayRepeat: () => !told || job.options.onRestart !== undefined,
      beforeRepeat: () => {
        if (told) job.options.onRestart?.();
        told = false;
      },
    },
    once,
  );
}

/** A request that no longer fits is refused here: some endpoints cut its beginning, and with it what was asked for. */
function refuseTooLong(outgoing: LlmRequest, { connection, model, request, window }: ChatJob): void {
  const wanted = Math.ceil(estimateRequest(outgoing) * connection.factor(model));
  const reserve = request.maxTokens ?? Math.min(answerTokens, Math.floor(window / 4));
  if (wanted + reserve <= window) return;
  throw new LlmError(
    'llm-too-long',
    `Expected at most ${window - reserve} tokens, since ${model} reads ${window} and ${reserve} are for the answer; the request has about ${wanted}.`,
    {
      hint: 'Ask for less, or set how much the model reads under Settings → Language model (llm.contextTokens), if it is more.',
    },
  );
}

function noteFactor(
  { connection, model }: ChatJob,
  body: ChatBody,
  outgoing: LlmRequest,
  raw: RawAnswer,
): void {
  if (!raw.usage) return;
  const estimated = estimateRequest(outgoing);
  // Small requests are mostly what endpoints add of their own.
  if (estimated > 200 && body.messages.length > 0)
    connection.learnFactor(model, (raw.usage.prompt / estimated) * 1.02);
}

function tokensOf(raw: RawAnswer, outgoing: LlmRequest): LlmAnswer['tokens'] {
  if (raw.usage) return { ...raw.usage, estimated: false };
  const calls = raw.toolCalls.reduce((sum, call) => sum + estimateTokens(call.name + call.arguments), 0);
  return { prompt: estimateRequest(outgoing), completion: estimateTokens(raw.text) + calls, estimated: true };
}

function usesTools(request: LlmRequest): boolean {
  return (
    (request.tools?.length ?? 0) > 0 ||
    request.messages.some(
      (message) =>
        message.role === 'tool' || (message.role === 'assistant' && (message.toolCalls?.length ?? 0) > 0),
    )
  );
}

function usedBy(body: ChatBody, stream: boolean) {
  return {
    tools: body.tools !== undefined || body.messages.some(({ role }) => role === 'tool'),
    json: body.response_format !== undefined,
    stream,
    limit: 'max_tokens' in body || 'max_completion_tokens' in body,
    temperature: body.temperature !== undefined,
  };
}

function withJsonInstructions(request: LlmRequest, json: JsonFormat | undefined): LlmRequest {
  if (!json) return request;
  const { tools: _, ...rest } = request;
  const words = jsonInstructions(json.schema);
  const [first, ...others] = request.messages;
  const messages: LlmMessage[] =
    first?.role === 'system'
      ? [{ role: 'system', content: `${first.content}\n\n${words}` }, ...others]
      : [{ role: 'system', content: words }, ...request.messages];
  return { ...rest, messages };
}

function withFault(
  request: LlmRequest,
  told: { readonly answer: string; readonly fault: string } | undefined,
): LlmRequest {
  if (!told) return request;
  return {
    ...request,
    messages: [
      ...request.messages,
      { role: 'assistant', content: told.answer },
      {
        role: 'user',
        content: `That cannot be used: ${told.fault}. Answer again, in the form that was asked for.`,
      },
    ],
  };
}

/** From the endpoint's deltas to the words that are shown: without thoughts, without calls, with the real names. */
function streamFor(
  covered: Veil,
  textTools: TextTools | undefined,
  { onText }: LlmOptions,
  onTold: () => void,
): TextStream {
  if (!onText) return { push: () => {}, end: () => {} };
  const restored = covered.restoreStream((delta) => {
    if (delta === '') return;
    onTold();
    onText(delta);
  });
  const words = textTools?.stream(restored.push);
  const push = words?.push ?? restored.push;
  const thoughts = createThinkingFilter();
  return {
    push: (delta) => push(thoughts.push(delta)),
    end() {
      push(thoughts.end());
      words?.end();
      restored.end();
    },
  };
}

function withoutThoughts(text: string): string {
  const filter = createThinkingFilter();
  return filter.push(text) + filter.end();
}
