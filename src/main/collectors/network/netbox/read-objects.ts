import type { EntityKind } from '../../../../shared/model/kinds/registry.ts';
import type { RejectedRecord } from '../../../../shared/model/run.ts';
import { z } from 'zod';
import type { CallOptions, McpSession } from '../../../mcp/session.ts';
import { portTypes } from './names.ts';
import { netboxSchemas, pageSchema, type NetboxObject, type NetboxType } from './schema.ts';

/** NetBox's MCP server accepts no more a page. */
const pageSize = 100;
/** 2,000,000 objects of one type: beyond it the server is answering the same pages for ever. */
const mostPages = 20_000;

export type Read<T extends NetboxType> =
  | {
      readonly ok: true;
      readonly objects: readonly NetboxObject<T>[];
      readonly rejects: readonly RejectedRecord[];
    }
  | {
      readonly ok: false;
      readonly reason: string;
      /** The server (or its NetBox release) has no such type. */
      readonly unsupported: boolean;
    };

/**
 * All objects of one type, page by page. A server that fails, stops early, repeats itself or counts differently
 * than it answers makes the read fail, so that nothing is taken for gone that was only not told.
 */
export async function readObjects<T extends NetboxType>(
  session: McpSession,
  type: T,
  kind: EntityKind,
  call: CallOptions,
): Promise<Read<T>> {
  const schema: z.ZodType = netboxSchemas[type];
  const objects: NetboxObject<T>[] = [];
  const rejects: RejectedRecord[] = [];
  const seen = new Set<string>();
  let offset = 0;
  for (let pages = 0; ; pages++) {
    if (pages === mostPages) return failed(`${type}: no end after ${mostPages} pages`);
    const result = await session.callTool('netbox_get_objects', pageArguments(session, type, offset), call);
    if (result.isError)
      return failed(
        `${type}: ${result.text.slice(0, 300)}`,
        /invalid object_type|\b404\b|not found/i.test(result.text),
      );
    const page = pageSchema.safeParse(result.data);
    if (!page.success)
      return failed(
        `${type}: expected {count, next, results}, came ${z.prettifyError(page.error).slice(0, 300)}`,
      );
    let fresh = 0;
    for (const raw of page.data.results) {
      const id = identity(raw);
      if (id !== undefined && seen.has(id)) continue;
      if (id !== undefined) seen.add(id);
      fresh += 1;
      const parsed = schema.safeParse(raw);
      if (parsed.success) objects.push(parsed.data as NetboxObject<T>);
      else rejects.push(rejected(kind, type, raw, parsed.error));
    }
    const read = objects.length + rejects.length;
    if (!page.data.next || page.data.results.length === 0) {
      if (read < page.data.count)
        return failed(`${type}: the server counts ${page.data.count} objects but gave ${read}`);
      return { ok: true, objects, rejects };
    }
    if (fresh === 0) return failed(`${type}: the page at offset ${offset} repeats earlier ones`);
    offset += page.data.results.length;
  }
}

function pageArguments(session: McpSession, type: string, offset: number): Record<string, unknown> {
  const tool = session.server.tools.find((one) => one.name === 'netbox_get_objects');
  const { ordering, filters } = inputSchema.safeParse(tool?.inputSchema).data?.properties ?? {};
  return {
    object_type: type,
    // Where the server is set up for clients that know texts only, it refuses an object.
    filters: filters?.type === 'string' ? '{}' : {},
    limit: pageSize,
    offset,
    // Without an order, objects that are written while the pages are read move between them; older servers have none.
    ...(ordering !== undefined && { ordering: 'id' }),
  };
}

const inputSchema = z.object({
  properties: z.object({
    ordering: z.unknown().optional(),
    filters: z.object({ type: z.unknown().optional() }).optional(),
  }),
});

function identity(raw: unknown): string | undefined {
  const parsed = z.object({ id: z.union([z.number(), z.string()]) }).safeParse(raw);
  return parsed.success ? String(parsed.data.id) : undefined;
}

/** Kinds that several types make up tell their ids apart by these. */
const idPrefix: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(portTypes).map(([type, { prefix }]) => [type, `${prefix}-`])),
  'ipam.aggregate': 'aggregate-',
};

function rejected(kind: EntityKind, type: string, raw: unknown, error: z.ZodError): RejectedRecord {
  const id = identity(raw);
  const nativeId = id === undefined ? undefined : `${idPrefix[type] ?? ''}${id}`;
  const name = z.object({ display: z.string() }).safeParse(raw).data?.display;
  const issue = error.issues[0];
  return {
    kind,
    ...(nativeId === undefined ? {} : { nativeId }),
    ...(name === undefined ? {} : { name }),
    path: `${type}.${issue?.path.join('.') ?? ''}`,
    reason: issue?.message ?? 'did not fit',
  };
}

function failed(reason: string, unsupported = false): Read<never> {
  return { ok: false, reason, unsupported };
}
