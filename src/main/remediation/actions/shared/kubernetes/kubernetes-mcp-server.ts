import { z } from 'zod';
import type { EntityOf } from '../../../../../shared/model/entity.ts';
import type { Facts } from '../../../../../shared/model/plan.ts';
import type { LiveReader } from '../../../action-adapter.ts';
import { ask, fitting, unreadable } from '../answer.ts';
import { numberOf } from '../facts.ts';
import { contextFor, contextOf } from './context.ts';
import { uidOf } from './object.ts';
import { restartsKey } from './restarts-key.ts';
import type {
  Deed,
  KubernetesServer,
  Limits,
  Narrowing,
  Node,
  ObjectKind,
  ObjectName,
  Workload,
} from './server.ts';

/** The API server's own sentence, as the last of what the tool says; a server that is not there says another. */
const notFound = /^failed to get resource: [\w.]+ "[^"]*" not found$/;

const listTool = 'resources_list';
const applyTool = 'resources_create_or_update';
const mostSingleReads = 200;
const list = z.object({ items: z.array(z.looseObject({})).nullable() });
const row = z.object({ Name: z.string().min(1), Namespace: z.string().min(1).optional() });

const ofWorkload = (workload: Workload) => ({
  apiVersion: 'apps/v1',
  kind: workload.attributes.type,
  namespace: workload.attributes.namespace,
  name: workload.name,
  ...contextOf(workload),
});

/**
 * Server-side apply of nothing but what is to be different: whatever is left out stays as it is and whose it is. The
 * uid keeps an object of the same name from being taken for this one.
 */
const apply = (target: Parameters<typeof contextOf>[0], object: Readonly<Record<string, unknown>>) => ({
  resource: JSON.stringify(object),
  ...contextOf(target),
});

const setSchedulable = (unschedulable: boolean): Deed<[Node]> => ({
  tool: applyTool,
  arguments: (node) =>
    apply(node, {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: node.name, uid: uidOf(node) },
      spec: { unschedulable },
    }),
});

const selector = (narrow: Narrowing | undefined) => ({
  ...(narrow?.labels && { labelSelector: equalities(narrow.labels) }),
  ...(narrow?.fields !== undefined && { fieldSelector: narrow.fields }),
});

export const equalities = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');

const getObject = (
  reader: LiveReader,
  cluster: string,
  { apiVersion, kind, namespace, name }: ObjectName,
): Promise<unknown> =>
  ask(reader, {
    tool: 'resources_get',
    arguments: {
      apiVersion,
      kind,
      name,
      ...(namespace !== undefined && { namespace }),
      ...contextFor(reader.source, cluster),
    },
    schema: z.looseObject({ metadata: z.looseObject({ name: z.literal(name) }) }),
    gone: notFound,
  });

/** Out of the box the server gives rows of a table: then each object is read by itself. */
async function listObjects(
  reader: LiveReader,
  cluster: string,
  { apiVersion, kind, namespace }: ObjectKind,
  narrow?: Narrowing,
): Promise<readonly unknown[]> {
  const { isError, text, data } = await reader.call(listTool, {
    apiVersion,
    kind,
    ...(namespace !== undefined && { namespace }),
    ...selector(narrow),
    ...contextFor(reader.source, cluster),
  });
  if (isError) throw unreadable(reader, listTool, `it said: ${text.slice(0, 300)}`);
  // Nothing, as a table, is an empty text.
  if (data === undefined && text.trim() === '') return [];
  const items = fitting(reader, listTool, list, data).items ?? [];
  if (items.every((item) => 'metadata' in item)) return items;
  if (items.length > mostSingleReads)
    throw unreadable(
      reader,
      listTool,
      `${items.length} rows are more than are read one by one: start the server with --list-output yaml`,
    );
  const objects: unknown[] = [];
  for (const item of items) {
    const { Name: name, Namespace: own } = fitting(reader, listTool, row, item);
    const object = await getObject(reader, cluster, {
      apiVersion,
      kind,
      name,
      ...(own !== undefined && { namespace: own }),
    });
    if (object !== undefined) objects.push(object);
  }
  return objects;
}

/** `kubernetes-mcp-server` of the npm registry: a program in Go that speaks with API servers itself. */
export const kubernetesMcpServer = {
  id: 'kubernetes-mcp-server',
  get: getObject,
  list: listObjects,
  budgets: 'policy/v1',
  autoscalers: 'autoscaling/v1',
  applies: true,
  scale: {
    tool: 'resources_scale',
    arguments: (workload: Workload, replicas: number) => ({ ...ofWorkload(workload), scale: replicas }),
  },
  setLimits: {
    tool: applyTool,
    arguments: (workload: Workload, autoscaler: string, { minReplicas, maxReplicas }: Limits) =>
      apply(workload, {
        apiVersion: 'autoscaling/v1',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name: autoscaler, namespace: workload.attributes.namespace },
        spec: { minReplicas, maxReplicas },
      }),
  },
  restart: {
    tool: applyTool,
    // A number and not a moment: the plan that is approved is the one that is carried out.
    arguments: (workload: Workload, now: Facts) => {
      const { namespace, type } = workload.attributes;
      const annotations = { [restartsKey]: String(numberOf(now, 'restarts') + 1) };
      return apply(workload, {
        apiVersion: 'apps/v1',
        kind: type,
        metadata: { name: workload.name, namespace, uid: uidOf(workload) },
        spec: { template: { metadata: { annotations } } },
      });
    },
  },
  deletePod: {
    // Not pods_delete: that takes services along which it takes for the pod's.
    tool: 'resources_delete',
    arguments: (pod: EntityOf<'pod'>) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      namespace: pod.attributes.namespace,
      name: pod.name,
      ...contextOf(pod),
    }),
  },
  cordon: setSchedulable(true),
  uncordon: setSchedulable(false),
  growClaim: {
    tool: applyTool,
    arguments: (claim: EntityOf<'persistent-volume-claim'>, newSizeGib: number) => {
      const { namespace } = claim.attributes;
      return apply(claim, {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: claim.name, namespace, uid: uidOf(claim) },
        spec: { resources: { requests: { storage: `${newSizeGib}Gi` } } },
      });
    },
  },
} satisfies KubernetesServer;
