import { z } from 'zod';
import type { Adapter, CollectContext } from '../../collector.ts';
import type { McpSession } from '../../../mcp/session.ts';
import { callsOf, shaped } from '../call-server.ts';
import { ApiRefusal, type ClusterApi, type ListRequest } from '../cluster-api.ts';
import { collectClusters } from '../collect-clusters.ts';

const tools = {
  clusters: 'kubernetes_list_clusters',
  info: 'kubernetes_cluster_info',
  resources: 'kubernetes_api_resources',
  list: 'kubernetes_list_resources',
  nodeStats: 'kubernetes_node_stats',
} as const;

/** The simulated clusters and recorded support bundles: both answer raw API objects through the same tools. */
export const labKubernetesAdapter: Adapter = {
  id: 'lab-kubernetes',
  title: 'Simulated clusters and support bundles',
  matches: (server) =>
    [tools.clusters, tools.list].every((name) => server.tools.some((tool) => tool.name === name)),
  readOnlyTools: [
    ...Object.values(tools),
    'kubernetes_get_resource',
    'kubernetes_list_events',
    'kubernetes_pod_logs',
    'kubernetes_bundle_files',
    'kubernetes_bundle_file',
  ],
  collect: (session, context) => collectClusters(labApi(session, context), session.source, context),
};

const pageSize = 500;
const mostPages = 2_000;

const clustersSchema = z.object({ clusters: z.array(z.object({ name: z.string().min(1).max(200) })) });
const resourcesSchema = z.object({
  resources: z.array(z.object({ apiVersion: z.string(), kind: z.string(), namespaced: z.boolean() })),
});
const pageSchema = z.object({
  metadata: z.object({ continue: z.string().nullish() }).nullish(),
  /** null is how an API server writes an empty list; an answer without it is no list at all. */
  items: z.array(z.unknown()).nullable(),
});

function labApi(session: McpSession, context: CollectContext): ClusterApi {
  const call = callsOf(session, context);
  const ask = async (tool: string, args: Record<string, unknown>) => (await call(tool, args)).data;
  const read = async <T extends z.ZodType>(tool: string, args: Record<string, unknown>, schema: T) =>
    shaped(tool, await ask(tool, args), schema);
  return {
    clusters: async () => (await read(tools.clusters, {}, clustersSchema)).clusters.map(({ name }) => name),
    info: (cluster) => ask(tools.info, { cluster }),
    resources: async (cluster) => (await read(tools.resources, { cluster }, resourcesSchema)).resources,
    list: (request) => pages(request, (args) => read(tools.list, args, pageSchema)),
    nodeStats: (cluster, node) => ask(tools.nodeStats, { cluster, node }),
  };
}

/** Follows continue tokens. A server that repeats one, or never ends, is stopped rather than believed. */
async function* pages(
  request: ListRequest,
  read: (args: Record<string, unknown>) => Promise<z.output<typeof pageSchema>>,
): AsyncIterable<readonly unknown[]> {
  const seen = new Set<string>();
  let token: string | undefined;
  for (let page = 1; ; page++) {
    const answer = await read({
      ...request,
      limit: pageSize,
      ...(token === undefined ? {} : { continue: token }),
    });
    yield answer.items ?? [];
    token = answer.metadata?.continue || undefined;
    if (token === undefined) return;
    if (seen.has(token)) {
      throw new ApiRefusal('failed', `the server gave the same page of ${request.kind} again (page ${page})`);
    }
    if (page >= mostPages) {
      throw new ApiRefusal(
        'failed',
        `more than ${mostPages} pages of ${request.kind}: the list does not end`,
      );
    }
    seen.add(token);
  }
}
