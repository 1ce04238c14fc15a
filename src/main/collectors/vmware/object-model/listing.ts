import { z } from 'zod';
import { DomainError } from '../../../platform/errors.ts';
import { McpError } from '../../../mcp/mcp-error.ts';
import type { McpSession } from '../../../mcp/session.ts';
import { quickCheck } from '../../../platform/quick-parse.ts';
import { kindDefinition, type EntityKind } from '../../../../shared/model/kinds/registry.ts';
import type { CollectContext, CollectEvent } from '../../collector.ts';
import type { EstateTool } from './estate-tool.ts';
import { callForData, pagesOf } from './pages.ts';

const withWithheld = z.object({
  withheld: z.array(z.object({ path: z.string(), reason: z.string() })).optional(),
});

/** After this many calls in a row without an answer, the rest of the run is not tried. */
const patience = 2;

/**
 * The lists of one run. A list that fails is remembered with its reason, and the run goes on with the others; a
 * server that no longer answers at all is not asked again for each of them.
 */
export class Listing {
  readonly #session: McpSession;
  readonly #context: CollectContext;
  #unanswered = 0;
  #lastReason = '';
  readonly #withheld = new Map<string, number>();

  constructor(session: McpSession, context: CollectContext) {
    this.#session = session;
    this.#context = context;
  }

  async call({ name: tool, args = {} }: EstateTool): Promise<Outcome<unknown>> {
    try {
      this.#mustAnswer();
      const value = await callForData(this.#session, tool, { ...args }, this.#context);
      this.#unanswered = 0;
      return { ok: true, value };
    } catch (error) {
      return { ok: false, reason: this.#failure(error) };
    }
  }

  /** The valid items of each page in turn, then nothing more; the outcome is what the generator returns. */
  async *pages<T>(
    { name: tool, args = {} }: EstateTool,
    kind: EntityKind,
    schema: z.ZodType<T>,
    more: Record<string, unknown> = {},
  ): AsyncGenerator<PageOf<T>, Outcome<undefined>> {
    try {
      this.#mustAnswer();
      for await (const page of pagesOf(this.#session, tool, { ...args, ...more }, this.#context)) {
        this.#unanswered = 0;
        for (const item of page.items) this.#noteWithheld(kind, item);
        yield {
          ...parseItems(page.items, kind, schema),
          ...(page.total === undefined ? {} : { total: page.total }),
        };
      }
      return { ok: true, value: undefined };
    } catch (error) {
      return { ok: false, reason: this.#failure(error) };
    }
  }

  /** A whole list at once, for what there is little of. */
  async all<T>(
    tool: EstateTool,
    kind: EntityKind,
    schema: z.ZodType<T>,
  ): Promise<{ items: T[]; rejects: RejectEvent[]; failed: string | undefined }> {
    const items: T[] = [];
    const rejects: RejectEvent[] = [];
    const pages = this.pages(tool, kind, schema);
    for (;;) {
      const next = await pages.next();
      if (next.done === true)
        return { items, rejects, failed: next.value.ok ? undefined : next.value.reason };
      for (const item of next.value.items) items.push(item);
      for (const reject of next.value.rejects) rejects.push(reject);
    }
  }

  /** What objects said they could not tell, each part once: a gap that an account's privileges leave is no absence. */
  *withheld(): Generator<CollectEvent> {
    for (const [part, count] of this.#withheld) {
      const { kind, path, reason } = JSON.parse(part) as { kind: EntityKind; path: string; reason: string };
      const { title, plural } = kindDefinition(kind);
      yield { type: 'unavailable', what: `${path} of ${count} ${count === 1 ? title : plural}`, reason };
    }
  }

  #noteWithheld(kind: EntityKind, item: unknown): void {
    const parsed = withWithheld.safeParse(item);
    for (const { path, reason } of parsed.data?.withheld ?? []) {
      const part = JSON.stringify({ kind, path, reason });
      this.#withheld.set(part, (this.#withheld.get(part) ?? 0) + 1);
    }
  }

  #mustAnswer(): void {
    this.#context.signal.throwIfAborted();
    if (this.#unanswered >= patience)
      throw new DomainError(
        'gave-up',
        `not tried, because the server stopped answering (${this.#lastReason})`,
      );
  }

  /** @throws the error itself when the run was cancelled: then nothing is to be concluded. */
  #failure(error: unknown): string {
    if (this.#context.signal.aborted) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof McpError) {
      const silent = error.code === 'timeout' || error.code === 'disconnected';
      this.#unanswered = silent
        ? this.#unanswered + 1
        : givesUp.has(error.code)
          ? patience
          : this.#unanswered;
      this.#lastReason = reason;
      return reason;
    }
    // A bug of ours is no answer of the server.
    if (!(error instanceof DomainError)) throw error;
    return reason;
  }
}

/** No other call can succeed after these. */
const givesUp: ReadonlySet<string> = new Set(['unauthorized', 'untrusted', 'unknown-server', 'disabled']);

export type RejectEvent = Extract<CollectEvent, { readonly type: 'reject' }>;

export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

export interface PageOf<T> {
  readonly items: readonly T[];
  readonly rejects: readonly RejectEvent[];
  readonly total?: number;
}

/** Each item for itself: one that does not fit is reported with its path and reason, the others stand. */
export function parseItems<T>(
  items: readonly unknown[],
  kind: EntityKind,
  schema: z.ZodType<T>,
): { items: T[]; rejects: RejectEvent[] } {
  const fitting: T[] = [];
  const rejects: RejectEvent[] = [];
  const parse = quickCheck(schema);
  for (const [index, item] of items.entries()) {
    const parsed = parse(item);
    if (parsed.success) fitting.push(parsed.data);
    else rejects.push(rejectOf(item, index, kind, parsed.error));
  }
  return { items: fitting, rejects };
}

function rejectOf(item: unknown, index: number, kind: EntityKind, error: z.ZodError): RejectEvent {
  const issue = error.issues[0];
  const { obj, name } = (typeof item === 'object' && item !== null ? item : {}) as Record<string, unknown>;
  const more = error.issues.length > 1 ? ` (and ${error.issues.length - 1} more)` : '';
  return {
    type: 'reject',
    reject: {
      kind,
      ...(typeof obj === 'string' ? { nativeId: obj } : {}),
      ...(typeof name === 'string' ? { name } : {}),
      path:
        issue === undefined || issue.path.length === 0 ? `items.${index}` : issue.path.map(String).join('.'),
      reason: `${issue?.message ?? 'does not fit'}${more}`,
    },
  };
}
