import { z } from 'zod';
import type { EntityOf } from '../../../../../shared/model/entity.ts';
import type { Facts } from '../../../../../shared/model/plan.ts';
import type { LiveReader } from '../../../action-adapter.ts';
import { ask, unreadable } from '../answer.ts';
import { equalities } from './kubernetes-mcp-server.ts';
import { contextFor, contextOf } from './context.ts';
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

const ofWorkload = (workload: Workload) => ({
  resourceType: workload.attributes.type.toLowerCase(),
  name: workload.name,
  namespace: workload.attributes.namespace,
  ...contextOf(workload),
});

interface Patched {
  readonly type: string;
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly spec: Readonly<Record<string, unknown>>;
}

/** A merge patch touches what it names and nothing else; with another uid the API server refuses it. */
const patch = (target: Parameters<typeof contextOf>[0], { type, name, namespace, uid, spec }: Patched) => ({
  resourceType: type,
  name,
  ...(namespace !== undefined && { namespace }),
  patchType: 'merge',
  patchData: { ...(uid !== undefined && { metadata: { uid } }), spec },
  ...contextOf(target),
});

const setSchedulable = (unschedulable: boolean): Deed<[Node]> => ({
  // Not node_management: it takes whatever context is the current one.
  tool: patchTool,
  arguments: (node) =>
    patch(node, { type: 'node', name: node.name, uid: uidOf(node), spec: { unschedulable } }),
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
      ...contextFor(reader.source, cluster),
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
    ...contextFor(reader.source, cluster),
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
    arguments: (workload: Workload, autoscaler: string, { minReplicas, maxReplicas }: Limits) =>
      patch(workload, {
        type: 'horizontalpodautoscaler',
        name: autoscaler,
        namespace: workload.attributes.namespace,
        spec: { minReplicas, maxReplicas },
      }),
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
    arguments: (pod: EntityOf<'pod'>) => ({
      command: 'delete',
      resourceType: 'pod',
      name: pod.name,
      namespace: pod.attributes.namespace,
      flags: { wait: 'false' },
      ...contextOf(pod),
    }),
  },
  cordon: setSchedulable(true),
  uncordon: setSchedulable(false),
  drain: {
    // Not node_management: it leaves a node alone that is cordoned already, and takes the current context.
    tool: kubectlTool,
    arguments: (node: Node, { unmanaged, localData }: Losing) => ({
      command: 'drain',
      name: node.name,
      flags: {
        'ignore-daemonsets': true,
        timeout: `${drainSeconds}s`,
        ...(unmanaged && { force: true }),
        ...(localData && { 'delete-emptydir-data': true }),
      },
      ...contextOf(node),
    }),
  },
  growClaim: {
    tool: patchTool,
    arguments: (claim: EntityOf<'persistent-volume-claim'>, newSizeGib: number) =>
      patch(claim, {
        type: 'persistentvolumeclaim',
        name: claim.name,
        namespace: claim.attributes.namespace,
        uid: uidOf(claim),
        spec: { resources: { requests: { storage: `${newSizeGib}Gi` } } },
      }),
  },
} satisfies KubernetesServer;
