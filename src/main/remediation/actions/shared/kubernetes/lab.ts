import { z } from 'zod';
import type { Facts } from '../../../../../shared/model/plan.ts';
import { ask, askAll, fitting } from '../answer.ts';
import type { Deed, KubernetesServer, Node, ObjectKind, Workload } from './server.ts';

/** kubectl's own word for an object that is no more. */
const notFound = /\(NotFound\)/;

const page = z.object({
  items: z.array(z.unknown()),
  metadata: z.object({ continue: z.string().optional() }),
});
const identified = z.looseObject({ metadata: z.looseObject({ uid: z.string() }) });

const listTool = 'kubernetes_list_resources';
const named = ({ name, attributes: { cluster, namespace } }: Namespaced) => ({ cluster, namespace, name });
type Namespaced = Pick<Workload, 'name'> & {
  readonly attributes: { readonly cluster: string; readonly namespace: string };
};
const ofNode = ({ name, attributes: { cluster } }: Node) => ({ cluster, node: name });
const withKind = (workload: Workload) => ({ ...named(workload), kind: workload.attributes.type });
const nodeDeed = (tool: string): Deed<[Node]> => ({ tool, arguments: ofNode });

/** The simulated clusters. */
export const labKubernetes = {
  id: 'lab-kubernetes',
  get: (reader, cluster, name) =>
    ask(reader, {
      tool: 'kubernetes_get_resource',
      arguments: { cluster, ...name },
      schema: z.unknown(),
      gone: notFound,
    }),
  list: (reader, cluster, { apiVersion, kind, namespace }: ObjectKind) =>
    askAll(reader, {
      tool: listTool,
      arguments: { cluster, apiVersion, kind, ...(namespace !== undefined && { namespace }), limit: 500 },
      argument: 'continue',
      page: (data) => {
        const { items, metadata } = fitting(reader, listTool, page, data);
        return { items, next: metadata.continue };
      },
      item: identified,
      key: ({ metadata }) => metadata.uid,
    }),
  budgets: 'policy/v1',
  autoscalers: 'autoscaling/v2',
  scale: {
    tool: 'kubernetes_scale_workload',
    arguments: (workload: Workload, replicas: number) => ({ ...withKind(workload), replicas }),
  },
  setLimits: {
    tool: 'kubernetes_set_autoscaler_limits',
    arguments: (workload: Workload, autoscaler: string, limits) => ({
      ...named(workload),
      name: autoscaler,
      ...limits,
    }),
  },
  restart: {
    tool: 'kubernetes_rollout_restart',
    arguments: (workload: Workload, _: Facts) => withKind(workload),
  },
  undo: {
    tool: 'kubernetes_rollout_undo',
    // Its number, and not "the one before": what is approved is what is done.
    arguments: (workload: Workload, revision: number) => ({ ...named(workload), toRevision: revision }),
  },
  deletePod: { tool: 'kubernetes_delete_pod', arguments: named },
  cordon: nodeDeed('kubernetes_cordon_node'),
  uncordon: nodeDeed('kubernetes_uncordon_node'),
  drain: {
    tool: 'kubernetes_drain_node',
    arguments: (node: Node, { unmanaged }) => ({ ...ofNode(node), ignoreDaemonSets: true, force: unmanaged }),
  },
  growClaim: {
    tool: 'kubernetes_resize_claim',
    arguments: (claim, newSizeGib: number) => ({ ...named(claim), storage: `${newSizeGib}Gi` }),
  },
} satisfies KubernetesServer;
