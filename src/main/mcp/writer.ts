import type { Connection } from './connection.ts';
import { McpError } from './mcp-error.ts';
import type { McpWriter, ToolResult, WriteOptions, WritePermit } from './session.ts';
import type { Slot } from './slot.ts';

export interface WriterPorts {
  readonly source: string;
  /** Tools that the action's adapter may call: no other is called, whatever a permit says. */
  readonly writes: readonly string[];
  /** Whether the intent that a permit names is on disk, for this very call, and nothing came of it yet. */
  readonly permits: (permit: WritePermit) => Promise<boolean>;
  /** Intents that were used, by any writer. */
  readonly used: Set<string>;
  /** Keeps the server from being ended as idle. @returns what lets go of it */
  readonly hold: () => () => void;
  /** A connection of an accepted server with its accepted tools. @throws McpError */
  readonly connect: (signal?: AbortSignal) => Promise<{ slot: Slot; connection: Connection }>;
}

/** The one way to a tool that changes something. Calls are made once: what became of a lost one is read back. */
export function createWriter({ source, writes, permits, used, hold, connect }: WriterPorts): McpWriter {
  const allowed = new Set(writes);
  const refused = (message: string, hint: string): McpError =>
    new McpError(source, 'not-permitted', message, { hint, notExecuted: true });

  return {
    source,
    async callTool(permit, options) {
      const { tool } = permit;
      // Taken apart once: what was permitted is what is sent, also when somebody changes the object meanwhile.
      const args = structuredClone(permit.arguments);
      const asked: WritePermit = { source: permit.source, tool, arguments: args, intent: permit.intent };
      if (asked.source !== source) {
        throw refused(`the permit is for "${asked.source}"`, 'Permits are made for one call of one server.');
      }
      if (!allowed.has(tool)) {
        throw refused(
          `the tool "${tool}" is none that the action may call: ${writes.join(', ')}`,
          'An adapter lists the tools that it changes something with as `writes`.',
        );
      }
      if (used.has(asked.intent)) {
        throw refused(`the permit for ${asked.intent} was used`, 'What became of a call is read back.');
      }
      used.add(asked.intent);
      const release = hold();
      try {
        return await send(asked, options);
      } finally {
        release();
      }
    },
  };

  async function send(asked: WritePermit, options: WriteOptions | undefined): Promise<ToolResult> {
    const { tool } = asked;
    const { slot, connection } = await notExecuted(source, () => connect(options?.signal));
    if (!connection.description.tools.some(({ name }) => name === tool)) {
      throw new McpError(source, 'tool-not-found', `there is no tool "${tool}"`, {
        hint: 'The server is another version than the action knows.',
        notExecuted: true,
      });
    }
    // Asked after the server was reached, which may have taken a while.
    if (!(await permits(asked))) {
      throw refused(
        `there is no open intent ${asked.intent} on disk for this call of "${tool}"`,
        'Changes are made by remediations alone; nothing is sent of one that was cancelled.',
      );
    }
    const stopped = options?.stopped?.();
    if (stopped !== undefined) throw refused(stopped, 'Nothing was sent.');
    try {
      const result = await connection.callTool(tool, { ...asked.arguments }, options);
      slot.called(connection, undefined);
      return result;
    } catch (error) {
      slot.called(connection, error);
      throw error;
    }
  }
}

/** What fails before anything is sent was certainly not done. */
async function notExecuted<T>(source: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof McpError)) throw error;
    throw new McpError(source, error.code, error.message.replace(`MCP server "${source}": `, ''), {
      cause: error,
      changes: error.changes,
      notExecuted: true,
      ...(error.hint !== undefined && { hint: error.hint }),
    });
  }
}
