import type OpenAI from 'openai';
import { z } from 'zod';
import type { Abilities } from './abilities.ts';
import type { LlmRequest } from './llm.ts';

export type ChatBody = OpenAI.ChatCompletionCreateParamsNonStreaming;

/** How the answer is to be JSON. */
export interface JsonFormat {
  readonly schema: Readonly<Record<string, unknown>>;
}

/** A request in the endpoint's words. */
export function chatBody(
  model: string,
  request: LlmRequest,
  abilities: Abilities,
  options: { readonly json?: JsonFormat; readonly maxTokens?: number | undefined },
): ChatBody {
  const { maxTokens, json } = options;
  const tools = abilities.tools === 'native' ? (request.tools ?? []) : [];
  return {
    model,
    messages: request.messages.map(wireMessage),
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, parameters }) => ({
        type: 'function' as const,
        function: { name, description, parameters: { ...parameters } },
      })),
    }),
    ...(maxTokens !== undefined && { [abilities.limit]: maxTokens }),
    ...(request.temperature !== undefined && abilities.temperature && { temperature: request.temperature }),
    ...(json && abilities.json !== 'prompt' && { response_format: responseFormat(json, abilities.json) }),
  };
}

function wireMessage(message: LlmRequest['messages'][number]): OpenAI.ChatCompletionMessageParam {
  switch (message.role) {
    case 'system':
    case 'user':
      return { role: message.role, content: message.content };
    case 'tool':
      return { role: 'tool', tool_call_id: message.toolCallId, content: message.content };
    case 'assistant':
      return {
        role: 'assistant',
        // Endpoints differ on an empty text beside calls; all take null there.
        content: message.content === '' && (message.toolCalls?.length ?? 0) > 0 ? null : message.content,
        ...((message.toolCalls?.length ?? 0) > 0 && {
          tool_calls: (message.toolCalls ?? []).map(({ id, name, arguments: args }) => ({
            id,
            type: 'function' as const,
            // What was no JSON when the model wrote it would be refused when it comes back.
            function: { name, arguments: isJson(args) ? args : JSON.stringify({ unreadable: args }) },
          })),
        }),
      };
  }
}

function responseFormat(
  { schema }: JsonFormat,
  form: 'schema' | 'object',
): NonNullable<ChatBody['response_format']> {
  if (form === 'object') return { type: 'json_object' };
  return {
    type: 'json_schema',
    json_schema: { name: 'answer', schema: { ...schema }, strict: isStrict(schema) },
  };
}

/** Whether a schema is of the kind that is enforced to the letter: every member required, no other allowed. */
export function isStrict(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(isStrict);
  if (typeof schema !== 'object' || schema === null) return true;
  if ('properties' in schema && typeof schema.properties === 'object' && schema.properties !== null) {
    const required = 'required' in schema && Array.isArray(schema.required) ? schema.required : [];
    const closed = 'additionalProperties' in schema && schema.additionalProperties === false;
    if (!closed || !Object.keys(schema.properties).every((name) => required.includes(name))) return false;
  } else if ('type' in schema && schema.type === 'object') return false;
  return Object.values(schema).every(isStrict);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const text = z.string().nullish();
const argumentsSchema = z.union([z.string(), z.record(z.string(), z.unknown())]).nullish();

const usageSchema = z
  .looseObject({ prompt_tokens: z.number().nullish(), completion_tokens: z.number().nullish() })
  .nullish();

const wholeCall = z.looseObject({
  id: text,
  function: z.looseObject({ name: z.string(), arguments: argumentsSchema }),
});

/** Content as a text, or in parts as some endpoints have it. */
const content = z
  .union([
    z.string(),
    z
      .array(z.looseObject({ text: text }))
      .transform((parts) => parts.map((part) => part.text ?? '').join('')),
  ])
  .nullish();

export const completionSchema = z.looseObject({
  model: text,
  choices: z
    .array(
      z.looseObject({
        message: z.looseObject({ content, refusal: text, tool_calls: z.array(wholeCall).nullish() }),
        finish_reason: text,
      }),
    )
    .min(1),
  usage: usageSchema,
});

export const chunkSchema = z.looseObject({
  model: text,
  choices: z
    .array(
      z.looseObject({
        delta: z
          .looseObject({
            content,
            refusal: text,
            tool_calls: z
              .array(
                z.looseObject({
                  index: z.number().nullish(),
                  id: text,
                  function: z.looseObject({ name: text, arguments: argumentsSchema }).nullish(),
                }),
              )
              .nullish(),
          })
          .nullish(),
        finish_reason: text,
      }),
    )
    .nullish(),
  usage: usageSchema,
});
export type Completion = z.output<typeof completionSchema>;
export type Chunk = z.output<typeof chunkSchema>;
