import { readText } from '../../src/main/mcp/answer.ts';
import type { McpSession, ToolResult } from '../../src/main/mcp/session.ts';

/** What a tool says, as a text of JSON; a text stays as it is; `failed` says that the call failed. */
export function answered(value: unknown): ToolResult {
  if (typeof value === 'object' && value !== null && 'failed' in value) {
    return { isError: true, text: String(value.failed), data: undefined, form: 'text' };
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return { isError: false, text, ...readText(text) };
}

/** A server whose tools are functions of a spec. */
export function scriptedSession(
  tools: Readonly<Record<string, (args: Readonly<Record<string, unknown>>) => unknown>>,
  source = 'acme',
): McpSession & { readonly calls: { readonly tool: string; readonly args: Record<string, unknown> }[] } {
  const calls: { tool: string; args: Record<string, unknown> }[] = [];
  return {
    source,
    calls,
    server: {
      name: 'acme-cloud',
      version: '1',
      tools: Object.keys(tools).map((name) => ({ name, inputSchema: {} })),
    },
    callTool(tool, args) {
      calls.push({ tool, args });
      const answer = tools[tool];
      if (!answer) return Promise.reject(new Error(`there is no tool ${tool}`));
      try {
        return Promise.resolve(answered(answer(args)));
      } catch (error) {
        return Promise.reject(error instanceof Error ? error : new Error(String(error)));
      }
    },
    readResource: () => Promise.reject(new Error('no resources')),
  };
}
