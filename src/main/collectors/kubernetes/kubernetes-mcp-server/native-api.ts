import { z } from 'zod';
import type { CollectContext } from '../../collector.ts';
import type { McpSession } from '../../../mcp/session.ts';
import { callsOf, shaped, type CallServer } from '../call-server.ts';
import { ApiRefusal, PartialList, type ClusterApi, type ListRequest } from '../cluster-api.ts';

export const tools = {
  contexts: 'configuration_contexts_list',
  list: 'resources_list',
  get: 'resources_get',
  nodeStats: 'nodes_stats_summary',
} as const;

/**
 * Objects of one list that are read one by one, where the server gives rows of a table only. It asks the API five times
 * a second, and no oftener.
 */
const mostSingleReads = 2_000;
const readsAtOnce = 8;

/** There is none of this name: who may list in it may list in all of them. */
const nowhere = 'datacenter-docs-no-such-namespace';

const contextsSchema = z.object({
  defaultContext: z.string().optional().catch(undefined),
  contexts: z.array(z.object({ name: z.string().min(1).max(200), server: z.string().catch('') })),
});
const listSchema = z.object({ items: z.array(z.unknown()).nullable() });
const objectSchema = z.looseObject({ metadata: z.looseObject({ namespace: z.string().optional() }) });
/** One line of what `kubectl get -o wide` would print: also `fast (default)`, which no name is. */
const rowSchema = z.object({
  Name: z
    .string()
    .regex(/^\S/)
    .transform((text) => text.replace(/ .*$/, '')),
  Namespace: z.string().min(1).optional(),
});

interface Context {
  /** Of the cluster in the inventory. */
  readonly name: string;
  readonly endpoint?: string;
  /** What every call says it is about. */
  readonly args: { readonly context?: string };
}

/**
 * Lists have no pages: the server asks for all of a kind and gives it in one answer. Without leave to list a kind in
 * all namespaces it lists its own one and does not say so, which is found out by asking for one that does not exist.
 */
export function nativeApi(session: McpSession, collecting: CollectContext): ClusterApi {
  const call = callsOf(session, collecting);
  const hasContexts = session.server.tools.some((tool) => tool.name === tools.contexts);
  let contexts: Promise<readonly Context[]> | undefined;
  const all = () =>
    (contexts ??= hasContexts
      ? contextsOf(call)
      : // With one context only, the server has no tool that names it.
        Promise.resolve([{ name: session.source, args: {} }]));
  const of = async (cluster: string): Promise<Context> => {
    const found = (await all()).find(({ name }) => name === cluster);
    if (!found) throw new ApiRefusal('failed', `${session.source} has no context ${cluster}`);
    return found;
  };

  return {
    clusters: async () => (await all()).map(({ name }) => name),
    info: async (cluster) => {
      const { endpoint } = await of(cluster);
      return endpoint === undefined || endpoint === '' ? {} : { endpoint };
    },
    resources: () => Promise.resolve(undefined),
    async *list(request) {
      const { args } = await of(request.cluster);
      const ask = (namespace?: string) =>
        listed(call, { apiVersion: request.apiVersion, kind: request.kind, ...args }, namespace);
      const items = await ask(request.namespace);
      const objects = await wholeObjects(call, items, { ...request, args });
      if (request.namespace === undefined && !(await isEverything(items, ask))) {
        throw new PartialList(
          `${request.kind} may not be listed in all namespaces, and the server listed its own one only`,
          objects,
        );
      }
      yield objects;
    },
    async nodeStats(cluster, node) {
      const { args } = await of(cluster);
      const { data } = await call(tools.nodeStats, { name: node, ...args });
      if (typeof data !== 'object' || data === null) {
        throw new ApiRefusal('failed', `${tools.nodeStats}: the answer is no data`);
      }
      return data;
    },
  };
}

/** One context for each API server: the default one where several users are configured for the same cluster. */
async function contextsOf(call: CallServer): Promise<readonly Context[]> {
  const { data } = await call(tools.contexts, {});
  const { contexts, defaultContext } = shaped(tools.contexts, data, contextsSchema);
  const byServer = new Map<string, Context>();
  const preferred = contexts.toSorted(
    (a, b) =>
      Number(b.name === defaultContext) - Number(a.name === defaultContext) || compareText(a.name, b.name),
  );
  for (const { name, server } of preferred) {
    const key = server === '' ? name : server;
    if (!byServer.has(key)) {
      byServer.set(key, { name, args: { context: name }, ...(server !== '' && { endpoint: server }) });
    }
  }
  return [...byServer.values()];
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

async function listed(
  call: CallServer,
  args: Readonly<Record<string, unknown>>,
  namespace: string | undefined,
): Promise<readonly unknown[]> {
  const { data, text } = await call(tools.list, {
    ...args,
    ...(namespace === undefined ? {} : { namespace }),
  });
  // As a table, an empty list is an empty text.
  if (data === undefined && text.trim() === '') return [];
  return shaped(tools.list, data, listSchema).items ?? [];
}

/** Whether a list of all namespaces was one: it holds several, or nothing keeps us from any of them. */
async function isEverything(
  items: readonly unknown[],
  ask: (namespace: string) => Promise<readonly unknown[]>,
): Promise<boolean> {
  const namespaces = new Set(items.map(namespaceOf));
  if (namespaces.size > 1) return true;
  // Objects of the cluster as a whole.
  if (namespaces.has(undefined)) return true;
  try {
    await ask(nowhere);
    return true;
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    if (error.reason === 'hidden') return false;
    // What lies in no namespace cannot be found in one.
    if (error.reason === 'not-served') return true;
    throw error;
  }
}

function namespaceOf(item: unknown): string | undefined {
  const object = objectSchema.safeParse(item);
  return object.success ? object.data.metadata.namespace : rowSchema.safeParse(item).data?.Namespace;
}

/** The objects themselves, also where the list is a table. */
async function wholeObjects(
  call: CallServer,
  items: readonly unknown[],
  { apiVersion, kind, args }: ListRequest & Pick<Context, 'args'>,
): Promise<readonly unknown[]> {
  if (items.every((item) => objectSchema.safeParse(item).success)) return items;
  const rows = items.map((item) => shaped(tools.list, item, rowSchema));
  if (rows.length > mostSingleReads) {
    throw new ApiRefusal(
      'failed',
      `${rows.length} ${kind} objects are more than are read one by one: start the server with --list-output yaml`,
    );
  }
  const objects: unknown[] = [];
  for (let from = 0; from < rows.length; from += readsAtOnce) {
    const some = await Promise.all(
      rows.slice(from, from + readsAtOnce).map(async ({ Name: name, Namespace: namespace }) => {
        try {
          const { data } = await call(tools.get, {
            apiVersion,
            kind,
            name,
            ...args,
            ...(namespace === undefined ? {} : { namespace }),
          });
          return [shaped(tools.get, data, objectSchema)];
        } catch (error) {
          // Gone since it was listed.
          if (error instanceof ApiRefusal && /\bnot found\b/.test(error.message)) return [];
          throw error;
        }
      }),
    );
    objects.push(...some.flat());
  }
  return objects;
}
