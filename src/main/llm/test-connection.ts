import { z } from 'zod';
import { learnFrom } from './abilities.ts';
import { askOnce } from './ask-once.ts';
import type { ChatPorts } from './chat.ts';
import type { Connection } from './connection.ts';
import { embedBatch } from './embed.ts';
import { LlmError } from './errors.ts';
import { jsonInstructions, readJson } from './json-answer.ts';
import type { LlmRequest } from './llm.ts';
import { listModels } from './models.ts';
import { asTextTools } from './text-tools.ts';
import { chatBody } from './wire.ts';

export const capabilities = ['models', 'chat', 'stream', 'tools', 'json', 'embeddings'] as const;
export type Capability = (typeof capabilities)[number];

/** fallback: it works, by a way around. not-set: nothing was asked, since no model is set for it. */
export interface CapabilityResult {
  readonly capability: Capability;
  readonly status: 'ok' | 'fallback' | 'failed' | 'not-set';
  readonly detail: string;
  readonly hint?: string;
  readonly tookMs: number;
}

/** An answer to a test is a few words; a model that thinks first takes more. */
const testTokens = 800;

interface Test {
  readonly connection: Connection;
  readonly ports: ChatPorts;
  readonly signal: AbortSignal;
  /** Tests cost tokens like everything else. */
  readonly onUsed: (tokens: { readonly prompt: number; readonly completion: number }) => void;
}

/** Asks for each thing once, one after the other, as far as `only` goes; none of it is anything of the site. */
export async function* testCapabilities(
  test: Test,
  only: readonly Capability[] = capabilities,
): AsyncGenerator<CapabilityResult> {
  const { connection, ports } = test;
  const { chat, embedding } = connection.endpoint.models;
  const steps: Readonly<Record<Capability, () => Promise<Outcome>>> = {
    models: () => testModels(test),
    chat: () => withModel(chat, (model) => testChat(test, model)),
    stream: () => withModel(chat, (model) => testStream(test, model)),
    tools: () => withModel(chat, (model) => testTools(test, model)),
    json: () => withModel(chat, (model) => testJson(test, model)),
    embeddings: () => withModel(embedding, (model) => testEmbeddings(test, model)),
  };
  for (const capability of only) {
    const began = ports.clock.monotonicMs();
    const outcome = await attempted(steps[capability], test.signal);
    yield { capability, ...outcome, tookMs: Math.round(ports.clock.monotonicMs() - began) };
  }
}

type Outcome = Omit<CapabilityResult, 'capability' | 'tookMs'>;

async function attempted(step: () => Promise<Outcome>, signal: AbortSignal): Promise<Outcome> {
  try {
    return await step();
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof LlmError)) throw error;
    return { status: 'failed', detail: error.message, ...(error.hint !== undefined && { hint: error.hint }) };
  }
}

async function withModel(
  model: string | undefined,
  run: (model: string) => Promise<Outcome>,
): Promise<Outcome> {
  return model === undefined ? { status: 'not-set', detail: 'no model is set for it' } : run(model);
}

async function testModels({ connection, ports, signal }: Test): Promise<Outcome> {
  const models = await listModels(connection, ports.clock, signal);
  const ids = models.map(({ id }) => id);
  const wanted = [...new Set(Object.values(connection.endpoint.models))];
  const missing = wanted.filter((model) => !ids.some((id) => id === model || id === `${model}:latest`));
  const listed = `${ids.length} ${ids.length === 1 ? 'model' : 'models'} at ${connection.endpoint.origin}`;
  return missing.length === 0
    ? { status: 'ok', detail: listed }
    : {
        status: 'fallback',
        detail: `${listed}, but not ${missing.join(', ')}`,
        hint: 'Choose one that is listed, or bring this one to the server.',
      };
}

const question = (content: string): LlmRequest => ({
  feature: 'test',
  messages: [{ role: 'user', content }],
  maxTokens: testTokens,
});

/** Asks in the way that the model is known to take, and learns on the way what it does not. */
async function ask(
  { connection, ports, signal, onUsed }: Test,
  model: string,
  request: LlmRequest,
  options: { readonly stream: boolean; readonly schema?: Readonly<Record<string, unknown>> },
): Promise<{
  text: string;
  toolCalls: readonly { name: string; arguments: string }[];
  deltas: number;
  ended: string | undefined;
}> {
  for (let round = 0; ; round++) {
    const abilities = connection.abilities(model);
    const body = chatBody(model, request, abilities, {
      maxTokens: request.maxTokens,
      ...(options.schema && { json: { schema: options.schema } }),
    });
    let deltas = 0;
    try {
      const answer = await askOnce(connection, body, {
        clock: ports.clock,
        newId: (length?: number) => ports.random.id(length),
        signal,
        stream: options.stream,
        streamUsage: abilities.streamUsage,
        onText: () => void deltas++,
      });
      if (answer.usage) onUsed(answer.usage);
      return { ...answer, deltas };
    } catch (error) {
      const used = {
        tools: body.tools !== undefined,
        json: body.response_format !== undefined,
        stream: options.stream,
        limit: true,
        temperature: false,
      };
      const less = error instanceof LlmError && round < 6 ? learnFrom(error, abilities, used) : undefined;
      if (!less) throw error;
      connection.learn(model, less);
      if ((used.tools && less.tools === 'text') || (options.stream && !less.stream)) throw error;
    }
  }
}

async function testChat(test: Test, model: string): Promise<Outcome> {
  const { text, ended } = await ask(test, model, question('Answer with the single word: ready'), {
    stream: false,
  });
  if (text.trim() === '' && ended !== 'length')
    throw new LlmError('llm-answer', `${model} answered with nothing.`);
  return { status: 'ok', detail: model };
}

async function testStream(test: Test, model: string): Promise<Outcome> {
  try {
    const { deltas } = await ask(test, model, question('Count from one to ten in words.'), { stream: true });
    return deltas > 1
      ? { status: 'ok', detail: `${deltas} pieces` }
      : { status: 'fallback', detail: 'the answer comes whole, not in pieces' };
  } catch (error) {
    if (error instanceof LlmError && !test.connection.abilities(model).stream) {
      return { status: 'fallback', detail: 'refused; answers come whole' };
    }
    throw error;
  }
}

const tool = {
  name: 'note_number',
  description: 'Notes a number.',
  parameters: {
    type: 'object',
    properties: { number: { type: 'integer' } },
    required: ['number'],
    additionalProperties: false,
  },
} as const;

async function testTools(test: Test, model: string): Promise<Outcome> {
  const request = { ...question('Note the number 7 with the tool note_number.'), tools: [tool] };
  if (test.connection.abilities(model).tools === 'native') {
    try {
      const { toolCalls } = await ask(test, model, request, { stream: false });
      const [call] = toolCalls;
      if (call?.name === tool.name && /7/.test(call.arguments))
        return { status: 'ok', detail: 'called as asked' };
      return {
        status: 'failed',
        detail: call
          ? `it called ${call.name} with ${call.arguments.slice(0, 80)}`
          : 'offered a tool, it called none',
        hint: 'The assistant works better with a model that uses tools.',
      };
    } catch (error) {
      if (test.connection.abilities(model).tools === 'native') throw error;
    }
  }
  const asText = asTextTools(request, (length) => test.ports.random.id(length));
  const read = asText.read((await ask(test, model, asText.request, { stream: false })).text);
  if (read.ok && read.toolCalls[0]?.name === tool.name) {
    return { status: 'fallback', detail: 'the endpoint has none; asked for in words instead' };
  }
  return {
    status: 'failed',
    detail: `the endpoint has none, and asked for in words ${read.ok ? 'it called none' : read.fault}`,
    hint: 'The assistant works better with a model that uses tools.',
  };
}

const jsonSchema = z.strictObject({ word: z.string(), number: z.number() });

async function testJson(test: Test, model: string): Promise<Outcome> {
  const { $schema: _, ...schema } = z.toJSONSchema(jsonSchema, { io: 'input' });
  const request = question(`Give the word "ready" and the number 7.\n${jsonInstructions(schema)}`);
  const { text, ended } = await ask(test, model, request, { stream: false, schema });
  const form = test.connection.abilities(model).json;
  const read = readJson(text, ended === 'length' ? 'length' : 'stop', jsonSchema);
  if (!read.ok) return { status: 'failed', detail: read.fault };
  return form === 'schema'
    ? { status: 'ok', detail: 'by schema' }
    : {
        status: 'fallback',
        detail: form === 'object' ? 'as JSON; the schema is told in words' : 'told in words',
      };
}

async function testEmbeddings({ connection, ports, signal, onUsed }: Test, model: string): Promise<Outcome> {
  const { vectors, tokens } = await embedBatch(ports, {
    connection,
    model,
    texts: ['a virtual machine', 'a switch'],
    signal,
    retries: 0,
  });
  onUsed({ prompt: tokens, completion: 0 });
  return { status: 'ok', detail: `${model}, ${vectors[0]?.length ?? 0} dimensions` };
}
