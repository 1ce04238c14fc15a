import type { Entity, EntityOf } from '../../../shared/model/entity.ts';
import type { InventoryView } from '../../inventory/view.ts';
import type { BlastRadius } from '../../topology/blast-radius.ts';

/** @returns why nothing else does what the target does; undefined where something does, or nothing is known against it */
export function lastOfItsKind(view: InventoryView, target: Entity, radius: BlastRadius): string | undefined {
  if (target.kind === 'pod') return lastPod(view, target);
  if (target.kind === 'workload') return oneReplica(target);
  if (target.kind === 'host') return lastHost(view, target);
  if (target.kind === 'k8s-node') return lastNode(view, target);
  if (target.kind === 'interface') return lonePath(target, radius);
  if (target.kind === 'controller') return noPartner(target);
  const node = nodeOn(view, target);
  return node && lastNode(view, node);
}

/** The Kubernetes node that a machine is. */
export function nodeOn(view: InventoryView, machine: Entity): EntityOf<'k8s-node'> | undefined {
  if (machine.kind !== 'vm') return undefined;
  return view.inbound(machine, 'runs-on', 'k8s-node').find((one) => one.kind === 'k8s-node');
}

function noPartner({ attributes }: EntityOf<'controller'>): string | undefined {
  if (attributes.takeoverPossible !== false) return undefined;
  const why = attributes.takeoverBlockedBy;
  return `its partner cannot take over${why === undefined ? '' : `: ${why}`}`;
}

function lastPod(view: InventoryView, pod: EntityOf<'pod'>): string | undefined {
  const owner = view.outbound(pod, 'owned-by').find((one) => one.kind === 'workload');
  if (owner === undefined) return 'no workload would make it again';
  // One that does not serve is not what holds the rest up.
  if (pod.attributes.ready !== true) return undefined;
  const others = view
    .inbound(owner, 'owned-by', 'pod')
    .filter((one) => one.kind === 'pod' && one.id !== pod.id && one.attributes.ready === true);
  return others.length === 0 ? `it is the only ready pod of ${owner.name}` : undefined;
}

function oneReplica({ attributes, name }: EntityOf<'workload'>): string | undefined {
  const { type, desired, replicas, ready } = attributes;
  if (type === 'DaemonSet' || type === 'Job' || type === 'CronJob') return undefined;
  const wanted = desired ?? replicas;
  if (wanted === 1) return `${name} has one replica`;
  if (ready === 1 && wanted !== 0) return `${name} has one ready replica`;
  return undefined;
}

function lastHost(view: InventoryView, host: EntityOf<'host'>): string | undefined {
  const cluster = view.outbound(host, 'member-of').find((one) => one.kind === 'cluster');
  if (cluster === undefined) {
    return view.inbound(host, 'runs-on', 'vm').length > 0
      ? 'it stands alone: its VMs have nowhere to go'
      : undefined;
  }
  return usableHosts(view, cluster).some(({ id }) => id !== host.id)
    ? undefined
    : `it is the last usable host of ${cluster.name}`;
}

/** Hosts that can run something: connected, and not in maintenance. */
export function usableHosts(view: InventoryView, cluster: Entity): EntityOf<'host'>[] {
  return view
    .inbound(cluster, 'member-of', 'host')
    .filter((one): one is EntityOf<'host'> => one.kind === 'host')
    .filter(
      ({ attributes }) =>
        (attributes.connectionState ?? 'connected') === 'connected' && attributes.maintenanceMode !== true,
    );
}

function lastNode(view: InventoryView, node: EntityOf<'k8s-node'>): string | undefined {
  const cluster = view.outbound(node, 'member-of').find((one) => one.kind === 'k8s-cluster');
  if (cluster === undefined) return undefined;
  const others = view
    .inbound(cluster, 'member-of', 'k8s-node')
    .filter(
      (one) =>
        one.kind === 'k8s-node' &&
        one.id !== node.id &&
        one.attributes.ready !== false &&
        one.attributes.unschedulable !== true &&
        isWorker(one) === isWorker(node),
    );
  if (others.length > 0) return undefined;
  return `it is the last usable ${isWorker(node) ? 'node' : 'control-plane node'} of ${cluster.name}`;
}

export function isWorker({ attributes }: EntityOf<'k8s-node'>): boolean {
  return !(attributes.roles ?? []).some((role) => /^(?:control-plane|master|etcd)$/.test(role));
}

const wholes: ReadonlySet<string> = new Set(['host', 'switch', 'router', 'firewall', 'device']);

/** A port without which a device or a host is cut off. */
function lonePath(port: EntityOf<'interface'>, radius: BlastRadius): string | undefined {
  // What is down already carries nothing.
  if (port.attributes.operUp === false) return undefined;
  const cut = [...radius.affected.values()].filter(
    ({ entity, level }) => level === 'lost' && (wholes.has(entity.kind) || isAggregation(entity)),
  );
  const [first] = cut;
  if (first === undefined) return undefined;
  const more = cut.length - 1;
  return `it is the only way to ${first.entity.name}${more > 0 ? ` and ${more} more` : ''}`;
}

function isAggregation(entity: Entity): boolean {
  return entity.kind === 'interface' && entity.attributes.isLag === true;
}
