import { z } from 'zod';
import type { EntityOf } from '../../../../../shared/model/entity.ts';
import type { Facts } from '../../../../../shared/model/plan.ts';
import type { LiveReader } from '../../../action-adapter.ts';
import { ask, unreadable } from '../answer.ts';
import { equalities } from './kubernetes-mcp-server.ts';
import { uidOf } from './object.ts';
import type {
  Deed,
  KubernetesServer,
  Limits,
  Losing,
  Narrowing,
  Node,
  ObjectKind,
  ObjectName,
  Workload,
} from './server.ts';

const getTool = 'kubectl_get';
const patchTool = 'kubectl_patch';
const kubectlTool = 'kubectl_generic';

/** The server answers only while kubectl runs: what takes longer is asked for again instead of being waited for. */
const drainSeconds = 20;

const notFound = z.object({ status: z.literal('not_found') });
const list = z.object({ items: z.array(z.unknown()).nullable() });
const outcome = z.object({ success: z.literal(false) });

/** `deployments.apps`: a name alone may be that of a custom resource. Of the versions kubectl takes the preferred one. */
const resourceType = ({ apiVersion, kind }: ObjectKind): string => {
  const [group, version] = apiVersion.split('/');
  const plural = `${kind.toLowerCase()}${kind.endsWith('s') ? 'es' : 's'}`;
  return version === undefined ? plural : `${plural}.${group}`;
};

/** Which cluster a call is for is said with each of them: the current context may change at any time. */
const of = (cluster: string) => ({ context: cluster });

const ofWorkload = ({ name, attributes: { cluster, namespace, type } }: Workload) => ({
  resourceType: type.toLowerCase(),
  name,
  namespace,
  ...of(cluster),
});

/** A merge patch touches what it names and nothing else; with another uid the API server refuses it. */
const patch = (
  { cluster, namespace }: { readonly cluster: string; readonly namespace?: string },
  { type, name, uid }: { readonly type: string; readonly name: string; readonly uid?: string },
  spec: Readonly<Record<string, unknown>>,
) => ({
  resourceType: type,
  name,
  ...(namespace !== undefined && { namespace }),
  patchType: 'merge',
  patchData: { ...(uid !== undefined && { metadata: { uid } }), spec },
  ...of(cluster),
});

const setSchedulable = (unschedulable: boolean): Deed<[Node]> => ({
  // Not node_management: it takes whatever context is the current one.
  tool: patchTool,
  arguments: (node) =>
    patch(
      { cluster: node.attributes.cluster },
      { type: 'node', name: node.name, uid: uidOf(node) },
      { unschedulable },
    ),
});

/** A list with name and output gives objects as they are; without, the server makes a summary of them. */
async function listObjects(
  reader: LiveReader,
  cluster: string,
  kind: ObjectKind,
  narrow: Narrowing | undefined,
): Promise<readonly unknown[]> {
  const found = await ask(reader, {
    tool: getTool,
    arguments: {
      resourceType: resourceType(kind),
      output: 'yaml',
      ...(kind.namespace === undefined ? { allNamespaces: true } : { namespace: kind.namespace }),
      ...(narrow?.labels && { labelSelector: equalities(narrow.labels) }),
      ...(narrow?.fields !== undefined && { fieldSelector: narrow.fields }),
      ...of(cluster),
    },
    schema: list,
  });
  return found?.items ?? [];
}

async function getObject(reader: LiveReader, cluster: string, object: ObjectName): Promise<unknown> {
  const { name, namespace } = object;
  const { isError, text, data } = await reader.call(getTool, {
    resourceType: resourceType(object),
    name,
    ...(namespace !== undefined && { namespace }),
    output: 'json',
    ...of(cluster),
  });
  if (!isError) return data;
  if (!notFound.safeParse(data).success) throw unreadable(reader, getTool, `it said: ${text.slice(0, 300)}`);
  // It says so of everything whose error has these words in it, also of a login program that is missing.
  const same = await listObjects(reader, cluster, object, { fields: `metadata.name=${name}` });
  if (same.length === 0) return undefined;
  throw unreadable(reader, getTool, `it says that ${name} is not there, and lists it`);
}

/** `mcp-server-kubernetes` of the npm registry: runs kubectl, one command after the other. */
export const mcpServerKubernetes = {
  id: 'mcp-server-kubernetes',
  get: getObject,
  list: listObjects,
  budgets: 'policy/v1',
  autoscalers: 'autoscaling/v1',
  saysFailed: (_, text) => {
    try {
      return outcome.safeParse(JSON.parse(text)).success;
    } catch {
      return false;
    }
  },
  scale: {
    tool: 'kubectl_scale',
    arguments: (workload: Workload, replicas: number) => ({ ...ofWorkload(workload), replicas }),
  },
  setLimits: {
    tool: patchTool,
    arguments: ({ attributes }: Workload, autoscaler: string, { minReplicas, maxReplicas }: Limits) =>
      patch(attributes, { type: 'horizontalpodautoscaler', name: autoscaler }, { minReplicas, maxReplicas }),
  },
  restart: {
    tool: 'kubectl_rollout',
    arguments: (workload: Workload, _: Facts) => ({ subCommand: 'restart', ...ofWorkload(workload) }),
  },
  undo: {
    tool: 'kubectl_rollout',
    // Its number, and not "the one before": what is approved is what is done.
    arguments: (workload: Workload, revision: number) => ({
      subCommand: 'undo',
      ...ofWorkload(workload),
      revision,
    }),
  },
  deletePod: {
    // Not kubectl_delete: that waits until the pod has ended, and the server answers nothing else meanwhile.
    tool: kubectlTool,
    arguments: ({ name, attributes: { cluster, namespace } }: EntityOf<'pod'>) => ({
      command: 'delete',
      resourceType: 'pod',
      name,
      namespace,
      flags: { wait: 'false' },
      ...of(cluster),
    }),
  },
  cordon: setSchedulable(true),
  uncordon: setSchedulable(false),
  drain: {
    // Not node_management: it leaves a node alone that is cordoned already, and takes the current context.
    tool: kubectlTool,
    arguments: ({ name, attributes: { cluster } }: Node, { unmanaged, localData }: Losing) => ({
      command: 'drain',
      name,
      flags: {
        'ignore-daemonsets': true,
        timeout: `${drainSeconds}s`,
        ...(unmanaged && { force: true }),
        ...(localData && { 'delete-emptydir-data': true }),
      },
      ...of(cluster),
    }),
  },
  growClaim: {
    tool: patchTool,
    arguments: (claim: EntityOf<'persistent-volume-claim'>, newSizeGib: number) =>
      patch(
        claim.attributes,
        { type: 'persistentvolumeclaim', name: claim.name, uid: uidOf(claim) },
        { resources: { requests: { storage: `${newSizeGib}Gi` } } },
      ),
  },
} satisfies KubernetesServer;
