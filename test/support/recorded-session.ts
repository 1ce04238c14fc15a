import { isDeepStrictEqual } from 'node:util';
import type { McpSession, ServerDescription, ToolResult } from '../../src/main/mcp/session.ts';

/** What a real server answered, as a fixture keeps it. */
export interface RecordedCall {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly result: ToolResult;
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
      const result = await session.callTool(tool, args, options);
      calls.push(structuredClone({ tool, args, result }));
      return result;
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
      return Promise.resolve(structuredClone(found.result));
    },
    readResource: () => Promise.resolve([]),
  };
}
