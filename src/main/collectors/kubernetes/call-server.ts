import { z } from 'zod';
import { McpError, type McpErrorCode } from '../../mcp/mcp-error.ts';
import type { McpSession, ToolResult } from '../../mcp/session.ts';
import type { CollectContext } from '../collector.ts';
import { ApiRefusal, refusalOf } from './cluster-api.ts';

/** Asks one tool. @throws ApiRefusal for what was refused or not answered; McpError when nothing answers any more */
export type CallServer = (tool: string, args: Readonly<Record<string, unknown>>) => Promise<ToolResult>;

/** Errors of one call that say nothing about the next one. */
const passing: ReadonlySet<McpErrorCode> = new Set<McpErrorCode>([
  'timeout',
  'disconnected',
  'malformed',
  'too-large',
  'protocol',
]);
/** So many calls in a row without an answer: the server is gone, and the run says so. */
const givesUpAfter = 3;

/**
 * @param saidBy what a server that answers refusals as protocol errors says in one; undefined: it is an error of the
 *   protocol
 */
export function callsOf(
  session: McpSession,
  context: CollectContext,
  saidBy: (error: McpError) => string | undefined = () => undefined,
): CallServer {
  let unanswered = 0;
  return async (tool, args) => {
    context.signal.throwIfAborted();
    try {
      const result = await session.callTool(tool, args, context.call);
      unanswered = 0;
      if (result.isError) throw refusalOf(result.text);
      return result;
    } catch (error) {
      if (!(error instanceof McpError)) throw error;
      if (error.code === 'tool-not-found') throw new ApiRefusal('not-served', error.message);
      if (error.code === 'argument-refused') throw new ApiRefusal('hidden', error.message);
      const said = error.code === 'protocol' ? saidBy(error) : undefined;
      if (said !== undefined) {
        unanswered = 0;
        throw refusalOf(said);
      }
      unanswered += 1;
      if (!passing.has(error.code) || unanswered >= givesUpAfter) throw error;
      throw new ApiRefusal('failed', error.message);
    }
  };
}

/** @throws ApiRefusal with the tool and the path of what is not as expected */
export function shaped<T extends z.ZodType>(tool: string, data: unknown, schema: T): z.output<T> {
  const answer = schema.safeParse(data);
  if (answer.success) return answer.data;
  throw new ApiRefusal(
    'failed',
    `${tool}: the answer has not the expected shape: ${z.prettifyError(answer.error).slice(0, 300)}`,
  );
}
