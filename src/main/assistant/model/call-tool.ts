import { z } from 'zod';
import type { ToolCallView } from '../../../shared/model/citation.ts';
import { DomainError } from '../../platform/errors.ts';
import type { ToolCall } from '../../llm/llm.ts';
import type { AssistantTool, ToolDesk } from '../tools/assistant-tool.ts';
import type { OfferedSiteTool } from '../tools/site-tool.ts';
import { limits } from './limits.ts';

export interface CalledTool {
  readonly view: ToolCallView;
  /** What the model is told. */
  readonly text: string;
}

/** Runs one call of a model, if it is one of the tools that it was offered; every other is refused and shown. */
export async function callTool(
  call: ToolCall,
  offered: ReadonlyMap<string, AssistantTool | OfferedSiteTool>,
  tools: ToolDesk,
  parts: {
    readonly withoutSecrets: (text: string) => string;
    readonly show: (view: ToolCallView) => void;
    readonly elapsed: () => number;
    /** Characters of its answer that the model gets to read. */
    readonly mostOutput: number;
  },
): Promise<CalledTool> {
  const { withoutSecrets, show, elapsed, mostOutput } = parts;
  const given = call.arguments.length > limits.argumentCharacters ? undefined : argumentsOf(call.arguments);
  const tool = offered.get(call.name);
  const bare = clean(given ?? { text: call.arguments.slice(0, 500) }, withoutSecrets) as Record<
    string,
    unknown
  >;
  const base = {
    id: tools.callId,
    tool: tool && 'tool' in tool ? tool.tool : withoutSecrets(call.name.slice(0, 100)),
    ...(tool && 'server' in tool && { server: tool.server }),
    arguments: bare,
  };
  const end = (
    state: 'done' | 'failed' | 'refused',
    summary: string,
    text: string,
    began?: number,
  ): CalledTool => {
    const view: ToolCallView = {
      ...base,
      state,
      summary: withoutSecrets(summary),
      ...(began !== undefined && { durationMs: Math.round(elapsed() - began) }),
    };
    show(view);
    return { view, text: withoutSecrets(text) };
  };
  if (!tool) {
    const reason = 'not a tool of the assistant, which only reads';
    return end('refused', reason, `Refused: ${base.tool} is ${reason}.`);
  }
  if (given === undefined) {
    return end(
      'failed',
      'its arguments are no JSON object of a usable length',
      `Failed: expected arguments as one JSON object of at most ${limits.argumentCharacters} characters.`,
    );
  }
  // Secrets that a model was talked into sending do not go out, not even to a server of the site.
  if ('server' in tool && JSON.stringify(bare) !== JSON.stringify(given)) {
    return end('refused', 'its arguments hold a secret', 'Refused: arguments must not hold secrets.');
  }
  show({ ...base, state: 'running' });
  const began = elapsed();
  try {
    const { text, summary } = await tool.run(given, tools);
    const cut =
      text.length > mostOutput
        ? `${text.slice(0, mostOutput)}\n(cut, ${text.length} characters in all)`
        : text;
    return end('done', summary, cut, began);
  } catch (error) {
    if (tools.signal.aborted) throw error;
    const refused = error instanceof DomainError && /refused|not-read-only|untrusted/.test(error.code);
    const reason = reasonOf(error);
    if (!(error instanceof DomainError || error instanceof z.ZodError))
      tools.ports.logger.error({ err: error, tool: base.tool }, 'a tool of the assistant failed');
    return end(refused ? 'refused' : 'failed', reason, `${refused ? 'Refused' : 'Failed'}: ${reason}`, began);
  }
}

function argumentsOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text.trim() === '' ? '{}' : text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function clean(value: unknown, withoutSecrets: (text: string) => string, depth = 0): unknown {
  if (typeof value === 'string') return withoutSecrets(value);
  if (depth > 6) return '…';
  if (Array.isArray(value)) return value.map((one) => clean(one, withoutSecrets, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      // `password: x` is a secret by its name.
      const text = typeof member === 'string' ? withoutSecrets(`${name}: ${member}`) : undefined;
      const kept = text?.startsWith(`${name}: `) === true ? text.slice(name.length + 2) : member;
      return [name, text === undefined ? clean(member, withoutSecrets, depth + 1) : kept];
    }),
  );
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    return error.issues
      .slice(0, 3)
      .map(({ path, message }) => `${path.join('.')}: ${message}`)
      .join('; ');
  }
  if (error instanceof DomainError)
    return `${error.message}${error.hint === undefined ? '' : ` (${error.hint})`}`;
  return 'something failed inside the application';
}
