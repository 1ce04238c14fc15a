import { z } from 'zod';
import { LabError, type LabTool } from '../domain.ts';
import { groupOf, type ApiResource, type KubernetesBackend } from './api.ts';

const cluster = z.string().describe('name as kubernetes_list_clusters tells it');
const namespace = z.string().min(1);

const listInput = z.object({
  cluster,
  apiVersion: z.string().min(1).describe('e.g. v1, apps/v1'),
  kind: z.string().min(1).describe('e.g. Pod, Deployment'),
  namespace: namespace.optional().describe('all namespaces when left out'),
  limit: z.number().int().min(1).max(500).default(250),
  continue: z.string().optional().describe("the former page's metadata.continue"),
});
const getInput = z.object({
  cluster,
  apiVersion: z.string().min(1),
  kind: z.string().min(1),
  namespace: namespace.optional(),
  name: z.string().min(1),
});
const clusterInput = z.object({ cluster });
const eventsInput = z.object({
  cluster,
  namespace: namespace.optional(),
  limit: z.number().int().min(1).max(500).default(250),
  continue: z.string().optional(),
});
const logsInput = z.object({
  cluster,
  namespace,
  pod: z.string().min(1),
  container: z.string().optional(),
  previous: z.boolean().optional(),
  tailLines: z.number().int().min(1).max(10_000).default(200),
});
const statsInput = z.object({ cluster, node: z.string().min(1) });

/** The tools that read, the same over a simulated and over a recorded cluster. */
export function createReadTools(backend: KubernetesBackend): LabTool[] {
  const paging = { argument: 'continue', next: 'metadata.continue' };
  return [
    {
      name: 'kubernetes_list_clusters',
      title: 'List clusters',
      description: 'The clusters that this server reaches, with version and distribution.',
      input: z.object({}),
      readOnly: true,
      run: () => ({ clusters: backend.clusters() }),
    },
    {
      name: 'kubernetes_cluster_info',
      title: 'Cluster information',
      description: 'Version, API endpoint and control-plane certificates of one cluster, as far as known.',
      input: clusterInput,
      readOnly: true,
      run: (args) => backend.info(clusterInput.parse(args).cluster),
    },
    {
      name: 'kubernetes_api_resources',
      title: 'List API resources',
      description: 'The kinds of resource that a cluster serves (kubectl api-resources).',
      input: clusterInput,
      readOnly: true,
      run: (args) => ({ resources: backend.resources(clusterInput.parse(args).cluster) }),
    },
    {
      name: 'kubernetes_list_resources',
      title: 'List resources',
      description: 'Raw API objects of one kind, as the API server lists them; pages by limit and continue.',
      input: listInput,
      readOnly: true,
      paging,
      run: (args) => listPage(backend, listInput.parse(args)),
    },
    {
      name: 'kubernetes_get_resource',
      title: 'Get a resource',
      description: 'One raw API object.',
      input: getInput,
      readOnly: true,
      run: (args) => {
        const input = getInput.parse(args);
        const { items } = backend.list(input);
        const found = items.find((item) => nameOf(item) === input.name);
        if (found) return found as Record<string, unknown>;
        const resource = served(backend.resources(input.cluster), input);
        throw new LabError(
          `Error from server (NotFound): ${resource.name}${group(resource)} "${input.name}" not found`,
        );
      },
    },
    {
      name: 'kubernetes_list_events',
      title: 'List events',
      description: 'Events of a cluster or of one namespace, as API objects; pages by limit and continue.',
      input: eventsInput,
      readOnly: true,
      paging,
      run: (args) => listPage(backend, { ...eventsInput.parse(args), apiVersion: 'v1', kind: 'Event' }),
    },
    {
      name: 'kubernetes_pod_logs',
      title: 'Pod logs',
      description: 'The last lines that a container wrote; previous: those of its instance before.',
      input: logsInput,
      readOnly: true,
      run: (args) => {
        const { tailLines, ...input } = logsInput.parse(args);
        const lines = backend
          .logs({
            cluster: input.cluster,
            namespace: input.namespace,
            pod: input.pod,
            ...(input.container === undefined ? {} : { container: input.container }),
            ...(input.previous === undefined ? {} : { previous: input.previous }),
          })
          .replace(/\n$/, '')
          .split('\n');
        return { lines: lines.slice(-tailLines), truncated: lines.length > tailLines };
      },
    },
    {
      name: 'kubernetes_node_stats',
      title: 'Kubelet statistics',
      description: "A node's /stats/summary: usage of the node, its pods and their volumes.",
      input: statsInput,
      readOnly: true,
      run: (args) => {
        const input = statsInput.parse(args);
        return backend.nodeStats(input.cluster, input.node);
      },
    },
  ];
}

type ListInput = z.output<typeof listInput>;

function listPage(backend: KubernetesBackend, input: ListInput): Record<string, unknown> {
  served(backend.resources(input.cluster), input);
  const { items, metadata } = backend.list(input);
  const start = input.continue === undefined ? 0 : readToken(input.continue, input);
  const page = items.slice(start, start + input.limit);
  const next = start + page.length;
  const rest = items.length - next;
  return {
    kind: `${input.kind}List`,
    apiVersion: input.apiVersion,
    metadata: {
      ...metadata,
      ...(rest > 0 ? { continue: writeToken(next, input), remainingItemCount: rest } : {}),
    },
    items: page,
  };
}

/** @throws LabError as kubectl says it when the server does not serve the kind. */
function served(
  resources: readonly ApiResource[],
  input: { readonly apiVersion: string; readonly kind: string },
): ApiResource {
  const found = resources.find(
    (resource) => resource.kind === input.kind && groupOf(resource.apiVersion) === groupOf(input.apiVersion),
  );
  if (found) return found;
  throw new LabError(
    `the server could not find the requested resource: no matches for kind "${input.kind}" in version "${input.apiVersion}"`,
  );
}

function group(resource: ApiResource): string {
  const name = groupOf(resource.apiVersion);
  return name === '' ? '' : `.${name}`;
}

function nameOf(item: unknown): unknown {
  return (item as { metadata?: { name?: unknown } | null } | null)?.metadata?.name;
}

/** A token is good for the list that gave it only, as with the API server. */
function writeToken(start: number, input: ListInput): string {
  return Buffer.from(JSON.stringify([start, input.kind, input.namespace ?? ''])).toString('base64url');
}

const tokenSchema = z.tuple([z.number().int().min(0), z.string(), z.string()]);

function readToken(token: string, input: ListInput): number {
  try {
    const [start, kind, namespace] = tokenSchema.parse(
      JSON.parse(Buffer.from(token, 'base64url').toString()),
    );
    if (kind === input.kind && namespace === (input.namespace ?? '')) return start;
  } catch {
    // said below
  }
  throw new LabError(
    'The provided continue parameter is too old to display a consistent list result. Start a new list without it.',
  );
}
