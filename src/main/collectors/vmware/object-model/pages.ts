import { z } from 'zod';
import { DomainError } from '../../../platform/errors.ts';
import type { McpSession } from '../../../mcp/session.ts';
import type { CollectContext } from '../../collector.ts';

/** No estate has more pages than this; a server that goes on is broken. */
const maximumPages = 20_000;

const pageSchema = z.object({
  items: z.array(z.unknown()),
  nextCursor: z.string().min(1).max(1_000).optional(),
  total: z.number().int().nonnegative().optional(),
});

export interface Page {
  readonly items: readonly unknown[];
  /** How many there are in all, where the server says so. */
  readonly total?: number;
}

/** Asks a tool once and returns its answer as data. */
export async function callForData(
  session: McpSession,
  tool: string,
  args: Record<string, unknown>,
  context: CollectContext,
): Promise<unknown> {
  context.signal.throwIfAborted();
  const result = await session.callTool(tool, args, context.call);
  if (result.isError) {
    // Without the tool: a vCenter that cannot be reached is one reason for all that is asked of it.
    throw new DomainError('tool-failed', `the server refused: ${result.text.slice(0, 300)}`);
  }
  if (result.data === undefined) {
    throw new DomainError(
      'unexpected-answer',
      `${tool}: expected structured content or JSON, got prose: ${result.text.slice(0, 120)}`,
    );
  }
  return result.data;
}

/** Follows `nextCursor` to the end. A cursor that comes twice would never end and is an error. */
export async function* pagesOf(
  session: McpSession,
  tool: string,
  args: Record<string, unknown>,
  context: CollectContext,
): AsyncGenerator<Page> {
  const seen = new Set<string>();
  let cursor: string | undefined;
  for (let number = 1; number <= maximumPages; number++) {
    const data = await callForData(session, tool, cursor === undefined ? args : { ...args, cursor }, context);
    const page = pageSchema.safeParse(data);
    if (!page.success) {
      const issue = page.error.issues[0];
      throw new DomainError(
        'unexpected-answer',
        `${tool}: page ${number} does not look like a page: ${issue?.path.join('.') || 'answer'}: ${issue?.message ?? 'unexpected'}`,
      );
    }
    const { items, nextCursor, total } = page.data;
    yield { items, ...(total === undefined ? {} : { total }) };
    if (nextCursor === undefined) return;
    if (seen.has(nextCursor)) {
      throw new DomainError(
        'endless-paging',
        `${tool}: cursor "${nextCursor.slice(0, 40)}" came twice (page ${number}); the listing would never end`,
      );
    }
    seen.add(nextCursor);
    cursor = nextCursor;
  }
  throw new DomainError('endless-paging', `${tool}: more than ${maximumPages} pages`);
}
