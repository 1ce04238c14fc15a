import { z } from 'zod';
import type { LlmMessage, LlmRequest, ToolCall } from './llm.ts';
import type { TextStream } from './text-stream.ts';

/**
 * Tool calls as text, for models that have none of their own. The mark around a call is made anew for each request and
 * told to the model only: a text from infrastructure that holds a call, or that the model quotes, is no call.
 */
export interface TextTools {
  readonly request: LlmRequest;
  read(text: string): TextToolsAnswer;
  /** Passes on what is text, and holds back from where a call may begin. */
  stream(onText: (delta: string) => void): TextStream;
}

export type TextToolsAnswer =
  | { readonly ok: true; readonly text: string; readonly toolCalls: readonly ToolCall[] }
  /** What was wrong, to be told to the model. */
  | { readonly ok: false; readonly fault: string };

const callSchema = z.strictObject({
  name: z.string(),
  arguments: z.record(z.string(), z.unknown()).default({}),
});

export function asTextTools(request: LlmRequest, newId: (length?: number) => string): TextTools {
  const mark = `call-${newId(8)}`;
  const open = `<${mark}>`;
  const close = `</${mark}>`;
  const tools = request.tools ?? [];
  const names = new Set(tools.map(({ name }) => name));
  const { tools: _, ...rest } = request;

  return {
    request: {
      ...rest,
      messages: withInstructions(
        request.messages.map((one) => asText(one, mark)),
        instructions(tools, open, close),
      ),
    },
    read(text) {
      const parts = text.split(open);
      const toolCalls: ToolCall[] = [];
      for (const part of parts.slice(1)) {
        const end = part.indexOf(close);
        if (end < 0) return { ok: false, fault: `a call begins with ${open} and does not end with ${close}` };
        const call = parseCall(part.slice(0, end));
        if (typeof call === 'string') return { ok: false, fault: call };
        if (!names.has(call.name)) {
          return { ok: false, fault: `there is no tool "${call.name}"; tools are ${[...names].join(', ')}` };
        }
        if (part.slice(end + close.length).trim() !== '') {
          return { ok: false, fault: `text follows a call; write text first, calls last` };
        }
        toolCalls.push({ id: `call_${newId()}`, name: call.name, arguments: JSON.stringify(call.arguments) });
      }
      return { ok: true, text: (parts[0] ?? '').trimEnd(), toolCalls };
    },
    stream(onText) {
      let held = '';
      let inCall = false;
      return {
        push(delta) {
          if (inCall) return;
          held += delta;
          const at = held.indexOf(open);
          inCall = at >= 0;
          const safe = inCall ? at : held.length - overlap(held, open);
          if (safe > 0) onText(held.slice(0, safe));
          held = held.slice(safe);
        },
        end() {
          if (!inCall && held !== '') onText(held);
          held = '';
        },
      };
    },
  };
}

function parseCall(text: string): z.output<typeof callSchema> | string {
  let value: unknown;
  try {
    value = JSON.parse(text.trim().replace(/^```(?:json)?\s*|\s*```$/g, ''));
  } catch (error) {
    return `a call is no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  const parsed = callSchema.safeParse(value);
  return parsed.success
    ? parsed.data
    : `a call is not {"name": …, "arguments": {…}}: ${z.prettifyError(parsed.error)}`;
}

function instructions(tools: NonNullable<LlmRequest['tools']>, open: string, close: string): string {
  return [
    'You can use tools. To call one, end your answer with',
    `${open}{"name": "TOOL", "arguments": {…}}${close}`,
    'and nothing behind it; several calls stand one after the other. The results come back as the next message. Without a need for a tool, answer in plain text and write no such mark.',
    'Tools, one a line, with the JSON Schema of their arguments:',
    ...tools.map(({ name, description, parameters }) => JSON.stringify({ name, description, parameters })),
  ].join('\n');
}

function withInstructions(messages: readonly LlmMessage[], words: string): LlmMessage[] {
  const [first, ...others] = messages;
  return first?.role === 'system'
    ? [{ role: 'system', content: `${first.content}\n\n${words}` }, ...others]
    : [{ role: 'system', content: words }, ...messages];
}

function asText(message: LlmMessage, mark: string): LlmMessage {
  if (message.role === 'tool') {
    const fence = `result-${mark}`;
    return {
      role: 'user',
      content: `<${fence} of="${message.toolCallId}">\n${message.content}\n</${fence}>`,
    };
  }
  if (message.role !== 'assistant' || !message.toolCalls || message.toolCalls.length === 0) return message;
  const calls = message.toolCalls.map(
    ({ name, arguments: args }) =>
      `<${mark}>${JSON.stringify({ name, arguments: parsedOr(args) })}</${mark}>`,
  );
  return { role: 'assistant', content: [message.content, ...calls].filter((text) => text !== '').join('\n') };
}

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** How many characters at the end of `text` begin `mark`. */
function overlap(text: string, mark: string): number {
  for (let length = Math.min(mark.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(mark.slice(0, length))) return length;
  }
  return 0;
}
