import type { z } from 'zod';
import type { EntityKind } from '../../../../shared/model/kinds/registry.ts';
import type { RejectedRecord } from '../../../../shared/model/run.ts';
import type { McpSession } from '../../../mcp/session.ts';
import type { CollectContext } from '../../collector.ts';
import * as raw from './raw.ts';

/** The lists that the adapter reads: the tool, the shape of a record, and which of its members make its id. */
export const lists = {
  clusters: { tool: 'storage_list_clusters', schema: raw.rawCluster, kind: 'array', id: ['uuid'] },
  licenses: { tool: 'storage_list_licenses', schema: raw.rawLicense, kind: 'array', id: undefined },
  nodes: { tool: 'storage_list_nodes', schema: raw.rawNode, kind: 'controller', id: ['uuid'] },
  shelves: { tool: 'storage_list_shelves', schema: raw.rawShelf, kind: 'shelf', id: ['uid'] },
  disks: { tool: 'storage_list_disks', schema: raw.rawDisk, kind: 'disk', id: ['uid'] },
  aggregates: { tool: 'storage_list_aggregates', schema: raw.rawAggregate, kind: 'pool', id: ['uuid'] },
  volumes: { tool: 'storage_list_volumes', schema: raw.rawVolume, kind: 'volume', id: ['uuid'] },
  luns: { tool: 'storage_list_luns', schema: raw.rawLun, kind: 'lun', id: ['uuid'] },
  igroups: { tool: 'storage_list_igroups', schema: raw.rawIgroup, kind: 'initiator-host', id: ['uuid'] },
  cifsShares: { tool: 'storage_list_cifs_shares', schema: raw.rawCifsShare, kind: 'share', id: undefined },
  exportPolicies: {
    tool: 'storage_list_export_policies',
    schema: raw.rawExportPolicy,
    kind: 'share',
    id: undefined,
  },
  fcPorts: { tool: 'storage_list_fc_ports', schema: raw.rawFcPort, kind: 'storage-port', id: ['uuid'] },
  fcInterfaces: {
    tool: 'storage_list_fc_interfaces',
    schema: raw.rawFcInterface,
    kind: 'storage-port',
    id: undefined,
  },
  ethernetPorts: {
    tool: 'storage_list_ethernet_ports',
    schema: raw.rawEthernetPort,
    kind: 'storage-port',
    id: ['uuid'],
  },
  snapshots: {
    tool: 'storage_list_snapshots',
    schema: raw.rawSnapshot,
    kind: 'storage-snapshot',
    id: ['volume.uuid', 'name'],
  },
  relationships: {
    tool: 'storage_list_snapmirror_relationships',
    schema: raw.rawRelationship,
    kind: 'replication',
    id: ['uuid'],
  },
} as const satisfies Record<
  string,
  { tool: string; schema: z.ZodObject; kind: EntityKind; id: readonly string[] | undefined }
>;

export type ListName = keyof typeof lists;
export type RecordOf<L extends ListName> = z.output<(typeof lists)[L]['schema']>;

/** What a list gave: whole, or why not. Records that do not fit are apart, with their path and reason. */
export type ListResult<L extends ListName> =
  | {
      readonly ok: true;
      readonly records: readonly RecordOf<L>[];
      readonly rejects: readonly RejectedRecord[];
    }
  | { readonly ok: false; readonly reason: string };

const pageSize = 1_000;
/** No array has this many pages of anything: beyond, the server does not end. */
const mostPages = 5_000;

/**
 * Reads a whole list of one cluster, or of all. A list is all or nothing: half of one would make the other half look
 * deleted.
 * @throws what the session throws when the run was cancelled
 */
export async function readList<L extends ListName>(
  session: McpSession,
  context: CollectContext,
  name: L,
  cluster?: string,
): Promise<ListResult<L>> {
  const { tool } = lists[name];
  const records: RecordOf<L>[] = [];
  const rejects: RejectedRecord[] = [];
  const cursors = new Set<string>();
  let previous = '';
  let cursor: string | undefined;
  for (let pages = 0; pages < mostPages; pages++) {
    const page = await readPage(session, context, tool, {
      max_records: pageSize,
      ...(cluster !== undefined && { cluster }),
      ...(cursor !== undefined && { cursor }),
    });
    if (!page.ok) return page;
    for (const record of page.records) {
      const parsed = parseRecord(name, record);
      if (parsed.ok) records.push(parsed.record);
      else rejects.push(parsed.reject);
    }
    if (page.next === undefined) return { ok: true, records, rejects };
    const now = JSON.stringify([page.records[0], page.records.at(-1)]);
    if (cursors.has(page.next) || (pages > 0 && now === previous) || page.records.length === 0)
      return { ok: false, reason: `${tool} repeats pages: its list does not end` };
    previous = now;
    cursors.add(page.next);
    cursor = page.next;
  }
  return { ok: false, reason: `${tool} gave more than ${mostPages} pages` };
}

type Page =
  | { readonly ok: true; readonly records: readonly unknown[]; readonly next: string | undefined }
  | { readonly ok: false; readonly reason: string };

async function readPage(
  session: McpSession,
  context: CollectContext,
  tool: string,
  args: Record<string, unknown>,
): Promise<Page> {
  let result;
  try {
    result = await session.callTool(tool, args, context.call);
  } catch (error) {
    context.signal.throwIfAborted();
    return { ok: false, reason: `${tool}: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (result.isError) return { ok: false, reason: `${tool}: ${result.text.slice(0, 300)}` };
  const { data } = result;
  if (typeof data !== 'object' || data === null || !('records' in data) || !Array.isArray(data.records))
    return {
      ok: false,
      reason: `${tool}: expected an object with a list "records", got ${kindOfData(data)}`,
    };
  const next = nextCursor(data);
  if (next === false)
    return { ok: false, reason: `${tool}: expected _links.next.cursor to be text, got something else` };
  return { ok: true, records: data.records, next };
}

/** The next page's cursor; undefined on the last page; false when what stands there is no cursor. */
function nextCursor(data: object): string | undefined | false {
  const links: unknown = Reflect.get(data, '_links');
  // A page without links would end the list in the middle if it were taken for the last one.
  if (typeof links !== 'object' || links === null || Array.isArray(links)) return false;
  const next: unknown = Reflect.get(links, 'next');
  if (next === undefined) return undefined;
  if (typeof next !== 'object' || next === null) return false;
  const cursor: unknown = Reflect.get(next, 'cursor');
  return typeof cursor === 'string' && cursor !== '' ? cursor : false;
}

function kindOfData(data: unknown): string {
  if (data === undefined) return 'prose';
  return Array.isArray(data) ? 'a list' : typeof data;
}

function parseRecord<L extends ListName>(
  name: L,
  record: unknown,
): { ok: true; record: RecordOf<L> } | { ok: false; reject: RejectedRecord } {
  const { schema, kind, id, tool } = lists[name];
  const parsed = schema.safeParse(record);
  if (parsed.success) return { ok: true, record: parsed.data as RecordOf<L> };
  const [issue] = parsed.error.issues;
  const parts = id?.map((member) => textMember(record, member)) ?? [undefined];
  const nativeId = parts.includes(undefined) ? undefined : parts.join(':');
  const label = textMember(record, 'name');
  return {
    ok: false,
    reject: {
      kind,
      ...(nativeId !== undefined && { nativeId }),
      ...(label !== undefined && { name: label }),
      path: `${tool}.records.${issue?.path.join('.') ?? ''}`,
      reason: issue?.message ?? 'does not fit',
    },
  };
}

function textMember(record: unknown, path: string): string | undefined {
  const value = path
    .split('.')
    .reduce<unknown>(
      (at, member) => (typeof at === 'object' && at !== null ? Reflect.get(at, member) : undefined),
      record,
    );
  return typeof value === 'string' && value !== '' ? value : undefined;
}
