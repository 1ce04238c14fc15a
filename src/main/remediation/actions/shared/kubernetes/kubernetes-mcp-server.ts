import { z } from 'zod';
import type { EntityOf } from '../../../../../shared/model/entity.ts';
import type { Facts } from '../../../../../shared/model/plan.ts';
import { ask, unreadable } from '../answer.ts';
import { numberOf } from '../facts.ts';
import { uidOf } from './object.ts';
import { restartsKey } from './restarts-key.ts';
import type { Deed, KubernetesServer, Limits, Narrowing, Node, ObjectKind, Workload } from './server.ts';

/** The API server's own sentence, as the last of what the tool says; a server that is not there says another. */
const notFound = /^failed to get resource: [\w.]+ "[^"]*" not found$/;

const listTool = 'resources_list';
const applyTool = 'resources_create_or_update';
const list = z.object({ items: z.array(z.looseObject({})) });

/** Which cluster a call is for is said with each of them: the server's own choice may change at any time. */
const of = (cluster: string) => ({ context: cluster });

const ofWorkload = ({ name, attributes: { cluster, namespace, type } }: Workload) => ({
  apiVersion: 'apps/v1',
  kind: type,
  namespace,
  name,
  ...of(cluster),
});

/**
 * Server-side apply of nothing but what is to be different: whatever is left out stays as it is and whose it is. The
 * uid keeps an object of the same name from being taken for this one.
 */
const apply = (cluster: string, object: Readonly<Record<string, unknown>>) => ({
  resource: JSON.stringify(object),
  ...of(cluster),
});

const setSchedulable = (unschedulable: boolean): Deed<[Node]> => ({
  tool: applyTool,
  arguments: (node) =>
    apply(node.attributes.cluster, {
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

/** `kubernetes-mcp-server` of the npm registry: a program in Go that speaks with API servers itself. */
export const kubernetesMcpServer = {
  id: 'kubernetes-mcp-server',
  get: (reader, cluster, { apiVersion, kind, namespace, name }) =>
    ask(reader, {
      tool: 'resources_get',
      arguments: { apiVersion, kind, name, ...(namespace !== undefined && { namespace }), ...of(cluster) },
      schema: z.looseObject({ metadata: z.looseObject({ name: z.literal(name) }) }),
      gone: notFound,
    }),
  async list(reader, cluster, { apiVersion, kind, namespace }: ObjectKind, narrow) {
    const found = await ask(reader, {
      tool: listTool,
      arguments: {
        apiVersion,
        kind,
        ...(namespace !== undefined && { namespace }),
        ...selector(narrow),
        ...of(cluster),
      },
      schema: list,
    });
    const items = found?.items ?? [];
    if (items.some((item) => !('metadata' in item)))
      throw unreadable(reader, listTool, 'it is a table: start the server with --list-output yaml');
    return items;
  },
  budgets: 'policy/v1',
  autoscalers: 'autoscaling/v1',
  applies: true,
  scale: {
    tool: 'resources_scale',
    arguments: (workload: Workload, replicas: number) => ({ ...ofWorkload(workload), scale: replicas }),
  },
  setLimits: {
    tool: applyTool,
    arguments: (
      { attributes: { cluster, namespace } }: Workload,
      autoscaler: string,
      { minReplicas, maxReplicas }: Limits,
    ) =>
      apply(cluster, {
        apiVersion: 'autoscaling/v1',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name: autoscaler, namespace },
        spec: { minReplicas, maxReplicas },
      }),
  },
  restart: {
    tool: applyTool,
    // A number and not a moment: the plan that is approved is the one that is carried out.
    arguments: (workload: Workload, now: Facts) => {
      const { cluster, namespace, type } = workload.attributes;
      const annotations = { [restartsKey]: String(numberOf(now, 'restarts') + 1) };
      return apply(cluster, {
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
    arguments: ({ name, attributes: { cluster, namespace } }: EntityOf<'pod'>) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      namespace,
      name,
      ...of(cluster),
    }),
  },
  cordon: setSchedulable(true),
  uncordon: setSchedulable(false),
  growClaim: {
    tool: applyTool,
    arguments: (claim: EntityOf<'persistent-volume-claim'>, newSizeGib: number) => {
      const { cluster, namespace } = claim.attributes;
      return apply(cluster, {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: claim.name, namespace, uid: uidOf(claim) },
        spec: { resources: { requests: { storage: `${newSizeGib}Gi` } } },
      });
    },
  },
} satisfies KubernetesServer;
