import { z } from 'zod';
import { DomainError } from '../platform/errors.ts';
import type { McpSession } from '../mcp/session.ts';
import type { CollectContext } from './collector.ts';

export type Answer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/**
 * One call, parsed. What the server refuses or garbles is a reason, so that one list does not cost the others.
 * @throws when the run was cancelled, or the server is gone altogether.
 */
export async function askTool<S extends z.ZodType>(
  session: McpSession,
  context: CollectContext,
  tool: string,
  args: Record<string, unknown>,
  schema: S,
): Promise<Answer<z.output<S>>> {
  try {
    const result = await session.callTool(tool, args, context.call);
    if (result.isError) return { ok: false, reason: `${tool}: ${result.text.slice(0, 300)}` };
    const parsed = schema.safeParse(result.data);
    if (parsed.success) return { ok: true, value: parsed.data };
    return { ok: false, reason: `${tool}: ${z.prettifyError(parsed.error).slice(0, 300)}` };
  } catch (error) {
    context.signal.throwIfAborted();
    if (error instanceof DomainError && ['disconnected', 'untrusted', 'disabled'].includes(error.code))
      throw error;
    return { ok: false, reason: `${tool}: ${error instanceof Error ? error.message : String(error)}` };
  }
}
