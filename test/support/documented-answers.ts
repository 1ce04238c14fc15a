import { readText } from '../../src/main/mcp/answer.ts';
import type { ToolResult } from '../../src/main/mcp/session.ts';
import type { Recording } from './recorded-session.ts';

/** What one call answers, as the documentation of a server has it; a text stands for itself. */
export type DocumentedCall = readonly [
  tool: string,
  args: Readonly<Record<string, unknown>>,
  answer: unknown,
];

/** An answer that says by MCP's own means that the call failed. */
export function failing(text: string): ToolResult {
  return { isError: true, text, data: undefined, form: 'text' };
}

/**
 * A fixture that was written after a server's documentation and sources, and not recorded of the real thing. What a
 * session makes of the answers' texts is made by the code that reads those of real servers.
 */
export function documented(
  of: string,
  server: { readonly name: string; readonly version: string; readonly tools: readonly string[] },
  calls: readonly DocumentedCall[],
): Recording {
  return {
    of: `written after the documentation of ${of}, not recorded`,
    server: {
      name: server.name,
      version: server.version,
      tools: server.tools.map((name) => ({ name, inputSchema: { type: 'object' } })),
    },
    calls: calls.map(([tool, args, answer]) => ({ tool, args, result: resultOf(answer) })),
  };
}

function resultOf(answer: unknown): ToolResult {
  if (typeof answer === 'object' && answer !== null && 'isError' in answer) return answer as ToolResult;
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
  return { isError: false, text, ...readText(text) };
}

/** The same fixture with other answers to some calls: each is found by its tool and what stands in its arguments. */
export function answeringOtherwise(
  recording: Recording,
  changes: readonly {
    readonly tool: string;
    readonly args?: Readonly<Record<string, unknown>>;
    readonly answer: unknown;
  }[],
): Recording {
  return {
    ...recording,
    calls: recording.calls.map((call) => {
      const change = changes.find(
        ({ tool, args = {} }) =>
          tool === call.tool &&
          Object.entries(args).every(
            ([name, value]) => JSON.stringify(call.args[name]) === JSON.stringify(value),
          ),
      );
      return change ? { ...call, result: resultOf(change.answer) } : call;
    }),
  };
}
