import { isDeepStrictEqual } from 'node:util';
import { McpError, type McpErrorCode } from '../../src/main/mcp/mcp-error.ts';
import type { McpSession, ServerDescription, ToolResult } from '../../src/main/mcp/session.ts';

/** What a real server answered, as a fixture keeps it. */
export interface RecordedCall {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly result: ToolResult;
  /** Where the server answered with an error of the protocol: what was thrown, and `result` holds its text only. */
  readonly thrown?: { readonly code: McpErrorCode; readonly message: string };
}

export interface Recording {
  /** What it was recorded of: system, its version, the server's package and version; or that it was written after documentation. */
  readonly of: string;
  readonly server: ServerDescription;
  readonly calls: readonly RecordedCall[];
}

/** The same session, with every call and answer put into `calls`. */
export function recording(session: McpSession, calls: RecordedCall[]): McpSession {
  return {
    ...session,
    async callTool(tool, args, options) {
      try {
        const result = await session.callTool(tool, args, options);
        calls.push(structuredClone({ tool, args, result }));
        return result;
      } catch (error) {
        if (error instanceof McpError && error.code === 'protocol') {
          const { code, message } = error;
          const result = { isError: true, text: message, data: undefined, form: 'text' } as const;
          calls.push(structuredClone({ tool, args, result, thrown: { code, message } }));
        }
        throw error;
      }
    },
  };
}

/** A session that answers what was recorded; a call that was never made is told as such, never answered. */
export function replay({ server, calls }: Recording, source = 'recorded'): McpSession {
  return {
    source,
    server,
    callTool(tool, args) {
      const found = calls.find((call) => call.tool === tool && isDeepStrictEqual(call.args, args));
      if (!found) throw new Error(`not recorded: ${tool} ${JSON.stringify(args)}`);
      if (found.thrown) return Promise.reject(new McpError(source, found.thrown.code, found.thrown.message));
      return Promise.resolve(structuredClone(found.result));
    },
    readResource: () => Promise.resolve([]),
  };
}
