import { z } from 'zod';
import type { Entity } from '../../../../shared/model/entity.ts';
import type { Facts } from '../../../../shared/model/plan.ts';
import { known } from '../shared/facts.ts';
import { askObjects, objectOf, owned, type Asking } from '../shared/kubernetes/object.ts';
import { isReadyNode, rawNode } from '../shared/kubernetes/node.ts';
import { labelSelector, selects } from '../shared/kubernetes/selects.ts';

const rawPod = z.object({
  metadata: owned.extend({ namespace: z.string() }),
  spec: z.object({
    nodeName: z.string().optional(),
    volumes: z.array(z.object({ emptyDir: z.unknown().optional() })).optional(),
  }),
  status: z.object({ phase: z.string() }),
});
type RawPod = z.output<typeof rawPod>;

const count = z.number().int().nonnegative();
const rawBudget = z.object({
  metadata: owned.extend({ namespace: z.string() }),
  spec: z.object({ selector: labelSelector.optional() }),
  status: z.object({ desiredHealthy: count.optional(), expectedPods: count.optional() }).optional(),
});
type RawBudget = z.output<typeof rawBudget>;

/** Owners whose pods a drain leaves where they are. */
const stays: ReadonlySet<string> = new Set(['DaemonSet', 'Node']);

const ownerOf = ({ metadata }: RawPod): string | undefined => metadata.ownerReferences?.[0]?.kind;

/** A budget that wants every pod it covers healthy lets none go, however long it is waited for. */
const letsNoneGo = ({ status }: RawBudget): boolean =>
  status?.expectedPods !== undefined &&
  status.expectedPods > 0 &&
  (status.desiredHealthy ?? 0) >= status.expectedPods;

const covers = ({ metadata, spec }: RawBudget, pod: RawPod): boolean =>
  metadata.namespace === pod.metadata.namespace &&
  spec.selector !== undefined &&
  selects(spec.selector, pod.metadata.labels ?? {});

const namesShown = 5;

/** What is on a node that would move, what would be lost, what stands against it, and where it could go. */
export async function aroundNode(target: Entity, asking: Asking): Promise<Facts> {
  const { name, attributes } = objectOf('k8s-node', target);
  const { cluster } = attributes;
  const pods = await askObjects(asking, cluster, { apiVersion: 'v1', kind: 'Pod' }, rawPod, {
    fields: `spec.nodeName=${name}`,
  });
  const moving = pods
    .map(({ object }) => object)
    .filter(
      ({ spec, status }) =>
        spec.nodeName === name && status.phase !== 'Succeeded' && status.phase !== 'Failed',
    )
    .filter((pod) => !stays.has(ownerOf(pod) ?? ''));
  const budgets = await askObjects(
    asking,
    cluster,
    { apiVersion: asking.server.budgets, kind: 'PodDisruptionBudget' },
    rawBudget,
  );
  const fast = budgets
    .map(({ object }) => object)
    .filter((budget) => letsNoneGo(budget) && moving.some((pod) => covers(budget, pod)))
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
  const nodes = await askObjects(asking, cluster, { apiVersion: 'v1', kind: 'Node' }, rawNode);
  return known({
    pods: moving.length,
    unmanaged: moving.filter((pod) => ownerOf(pod) === undefined).length,
    withLocalData: moving.filter(({ spec }) => spec.volumes?.some(({ emptyDir }) => emptyDir !== undefined))
      .length,
    heldFastBy: fast.length === 0 ? null : fast.toSorted().slice(0, namesShown).join(', '),
    otherNodes: nodes.filter(
      ({ object: node }) =>
        node.metadata.name !== name && node.spec.unschedulable !== true && isReadyNode(node),
    ).length,
  });
}
