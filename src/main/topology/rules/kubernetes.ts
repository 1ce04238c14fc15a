import type { Entity } from '../../../shared/model/entity.ts';
import { isSchedulable } from '../../findings/kubernetes/verdicts.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { stated, states, type DependencyRule } from '../dependency.ts';

/** Kubernetes: pods on nodes, workloads of pods, services over workloads, claims on volumes. */
export const kubernetesDependencies: readonly DependencyRule[] = [
  states(['k8s-node'], 'member-of', ['k8s-cluster']),
  stated(['k8s-cluster'], 'member-of', ['k8s-node'], { need: { type: 'any' }, drawn: false }),
  states(['namespace', 'persistent-volume', 'storage-class'], 'part-of', ['k8s-cluster']),
  states(['workload', 'service', 'ingress', 'persistent-volume-claim', 'pod'], 'part-of', ['namespace']),
  states(['k8s-node'], 'runs-on', ['vm', 'host']),
  states(['pod'], 'runs-on', ['k8s-node'], {
    need: { type: 'failover', standby: otherNodes, becomes: 'restarts' },
    holds: isActive,
  }),
  states(['pod'], 'owned-by', ['workload']),
  stated(['workload'], 'owned-by', ['pod'], { need: { type: 'any' }, drawn: false }),
  states(['workload'], 'owned-by', ['workload']),
  states(['pod'], 'mounts', ['persistent-volume-claim'], { holds: isActive, drawn: false }),
  // Each replica of a stateful set has a claim of its own.
  states(['workload'], 'mounts', ['persistent-volume-claim'], { need: { type: 'any' } }),
  states(['service'], 'selects', ['workload'], { need: { type: 'any' } }),
  states(['ingress'], 'routes-to', ['service'], { need: { type: 'any' } }),
  states(['persistent-volume-claim'], 'bound-to', ['persistent-volume']),
  states(['persistent-volume'], 'backed-by', ['volume', 'lun', 'share', 'datastore']),
];

function isActive(entity: Entity): boolean {
  return (
    entity.kind === 'pod' &&
    entity.attributes.phase !== 'Succeeded' &&
    entity.attributes.phase !== 'Failed' &&
    entity.attributes.deletedAt === undefined
  );
}

/** Nodes that the scheduler could place a pod on instead. */
function otherNodes(view: InventoryView, pod: Entity, active: Entity): readonly Entity[] {
  // A daemon's pod belongs to its node, and a static one to nobody else; a bare pod is not made again.
  const owner = view.outbound(pod, 'owned-by').find((one) => one.kind === 'workload');
  if (owner?.kind !== 'workload' || owner.attributes.type === 'DaemonSet') return [];
  const cluster = view.outbound(active, 'member-of').find((one) => one.kind === 'k8s-cluster');
  if (cluster === undefined) return [];
  return view
    .inbound(cluster, 'member-of', 'k8s-node')
    .filter(
      (node) =>
        node.id !== active.id &&
        node.kind === 'k8s-node' &&
        node.attributes.ready !== false &&
        isSchedulable(node),
    );
}
