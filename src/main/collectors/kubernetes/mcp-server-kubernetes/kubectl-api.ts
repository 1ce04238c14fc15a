import { z } from 'zod';
import type { CollectContext } from '../../collector.ts';
import { parseYaml } from '../../../mcp/answer-yaml.ts';
import type { McpError } from '../../../mcp/mcp-error.ts';
import type { McpSession, ToolResult } from '../../../mcp/session.ts';
import { groupOf } from '../api-kinds.ts';
import { callsOf, shaped, type CallServer } from '../call-server.ts';
import { ApiRefusal, type ClusterApi } from '../cluster-api.ts';

export const tools = {
  contexts: 'kubectl_context',
  resources: 'list_api_resources',
  get: 'kubectl_get',
} as const;

/** Objects that are read one by one, where a list is too long for the server's buffer. One `kubectl` each. */
const mostSingleReads = 1_000;

const contextsSchema = z.object({
  contexts: z.array(
    z.object({
      name: z.string().min(1).max(200),
      cluster: z.string().catch(''),
      namespace: z.string().catch(''),
      isCurrent: z.boolean().catch(false),
    }),
  ),
});
const listSchema = z.object({ items: z.array(z.unknown()).nullable() });
const resourceRow = z.looseObject({
  NAME: z.string().min(1),
  KIND: z.string().min(1),
  NAMESPACED: z.string().catch(''),
  APIVERSION: z.string().optional(),
  /** How kubectl up to 1.19 calls it. */
  APIGROUP: z.string().optional(),
});

interface Resource {
  readonly plural: string;
  readonly namespaced: boolean;
}

interface Context {
  readonly name: string;
  readonly namespace?: string;
  readonly args: { readonly context?: string };
}

/**
 * Lists are asked for as YAML: as JSON the server gives name and status of each object only. kubectl follows the
 * pages of the API by itself; the server holds 1 MiB of its output unless SPAWN_MAX_BUFFER says otherwise, and what
 * does not fit is asked for by namespace and at last object by object.
 */
export function kubectlApi(session: McpSession, collecting: CollectContext): ClusterApi {
  const call = callsOf(session, collecting, saidByKubectl);
  let contexts: Promise<readonly Context[]> | undefined;
  const all = () => (contexts ??= contextsOf(call, session));
  const of = async (cluster: string): Promise<Context> => {
    const found = (await all()).find(({ name }) => name === cluster);
    if (!found) throw new ApiRefusal('failed', `${session.source} has no context ${cluster}`);
    return found;
  };
  const resources = new Map<string, Promise<ReadonlyMap<string, Resource>>>();
  const resourcesOf = (context: Context): Promise<ReadonlyMap<string, Resource>> => {
    const known = resources.get(context.name) ?? askResources(call, context.args);
    resources.set(context.name, known);
    return known;
  };

  return {
    clusters: async () => (await all()).map(({ name }) => name),
    info: () => Promise.resolve({}),
    resources: () => Promise.resolve(undefined),
    async ownNamespaces(cluster) {
      const { namespace } = await of(cluster);
      return namespace === undefined || namespace === '' ? [] : [namespace];
    },
    async *list({ cluster, apiVersion, kind, namespace }) {
      const context = await of(cluster);
      const resource = (await resourcesOf(context)).get(kindKey(groupOf(apiVersion), kind));
      const args = {
        resourceType: resourceType(resource?.plural ?? kind.toLowerCase(), apiVersion),
        ...(namespace === undefined ? { allNamespaces: true } : { namespace }),
        ...context.args,
      };
      try {
        yield itemsOf(await call(tools.get, { ...args, output: 'yaml' }));
      } catch (error) {
        if (!(error instanceof ApiRefusal) || !isTooLong(error)) throw error;
        // By namespace first, where there are any.
        if (namespace === undefined && resource?.namespaced !== false) throw error;
        yield* oneByOne(call, args, kind);
      }
    },
    nodeStats: () =>
      Promise.reject(
        new ApiRefusal('not-served', 'mcp-server-kubernetes has no tool for statistics of nodes'),
      ),
  };
}

/** One context for each cluster of the kubeconfig file, the current one first. */
async function contextsOf(call: CallServer, session: McpSession): Promise<readonly Context[]> {
  if (!session.server.tools.some((tool) => tool.name === tools.contexts)) {
    return [{ name: session.source, args: {} }];
  }
  const { data } = await call(tools.contexts, { operation: 'list' });
  const { contexts } = shaped(tools.contexts, data, contextsSchema);
  // Inside a cluster there is no kubeconfig file.
  if (contexts.length === 0) return [{ name: session.source, args: {} }];
  const byCluster = new Map<string, Context>();
  for (const { name, cluster, namespace } of contexts.toSorted(
    (a, b) => Number(b.isCurrent) - Number(a.isCurrent),
  )) {
    const key = cluster === '' ? name : cluster;
    if (!byCluster.has(key)) byCluster.set(key, { name, namespace, args: { context: name } });
  }
  return [...byCluster.values()];
}

const kindKey = (group: string, kind: string): string => `${group}|${kind}`;

/** What resources are called by the cluster. Where that is not told, kinds in lower case nearly always do. */
async function askResources(call: CallServer, args: Context['args']): Promise<ReadonlyMap<string, Resource>> {
  let rows: unknown;
  try {
    ({ data: rows } = await call(tools.resources, { ...args }));
  } catch (error) {
    if (error instanceof ApiRefusal) return new Map();
    throw error;
  }
  if (!Array.isArray(rows)) return new Map();
  return new Map(
    rows.flatMap((row: unknown): [string, Resource][] => {
      const { data } = resourceRow.safeParse(row);
      if (!data) return [];
      const group = data.APIVERSION === undefined ? (data.APIGROUP ?? '') : groupOf(data.APIVERSION);
      return [[kindKey(group, data.KIND), { plural: data.NAME, namespaced: data.NAMESPACED === 'true' }]];
    }),
  );
}

/** `deployments.v1.apps`; the core group leaves a dot at the end. */
function resourceType(plural: string, apiVersion: string): string {
  const group = groupOf(apiVersion);
  const version = group === '' ? apiVersion : apiVersion.slice(group.length + 1);
  return `${plural}.${version}.${group}`;
}

function itemsOf(answer: ToolResult): readonly unknown[] {
  const document = answer.form === 'yaml' ? answer.data : parseYaml(answer.text, { certain: true })?.data;
  if (document === undefined) throw tooLong('its YAML cannot be read, or is longer than is read');
  return shaped(tools.get, document, listSchema).items ?? [];
}

async function* oneByOne(
  call: CallServer,
  args: Readonly<Record<string, unknown>>,
  kind: string,
): AsyncIterable<readonly unknown[]> {
  const { text } = await call(tools.get, { ...args, output: 'name' });
  const names = text.split('\n').flatMap((line) => {
    const name = line.trim().slice(line.trim().indexOf('/') + 1);
    return name === '' ? [] : [name];
  });
  if (names.length > mostSingleReads) {
    throw new ApiRefusal(
      'failed',
      `${names.length} ${kind} objects are more than are read one by one: start the server with a larger SPAWN_MAX_BUFFER`,
    );
  }
  const { allNamespaces: _, ...single } = args;
  for (const name of names) {
    const { isError, data } = await call(tools.get, { ...single, name, output: 'json' }).catch(goneSince);
    if (!isError) yield [data];
  }
}

/** Gone since it was listed. */
function goneSince(error: unknown): Pick<ToolResult, 'isError' | 'data'> {
  if (error instanceof ApiRefusal && /"status": ?"not_found"/.test(error.message)) {
    return { isError: true, data: undefined };
  }
  throw error;
}

const tooLong = (message: string) => new ApiRefusal('failed', `${tools.get}: ${message}`);
const isTooLong = ({ message }: ApiRefusal): boolean => /ENOBUFS|maxBuffer|longer than is read/.test(message);

/** The server answers what kubectl complains of as an error of the protocol, wrapped three times. */
function saidByKubectl(error: McpError): string | undefined {
  const { message } = error;
  const at = message.search(/Command failed: kubectl|spawnSync kubectl|Kubectl command failed/);
  if (at < 0) return undefined;
  const lines = message
    .slice(at)
    .replace(/\s*\(-?\d+\)\s*$/, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  // The command line first, then what it said.
  return lines.length > 1 ? lines.slice(1).join(' ') : (lines[0] ?? '');
}
