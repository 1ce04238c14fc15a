import type { Entity, EntityOf } from '../../../shared/model/entity.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { isWorker, nodeOn, usableHosts } from './last-replica.ts';

/** Hosts that vSAN places two copies and a witness on. */
const vsanHosts = 3;
/** With HA, somewhere for machines to start again. */
const haHosts = 2;

/** @returns what needs a majority or a minimum that the target is counted in */
export function neededForQuorum(view: InventoryView, target: Entity): string | undefined {
  if (target.kind === 'pod') return etcdPod(target) ?? majorityOfSet(view, target);
  if (target.kind === 'host') return minimumOfHosts(view, target);
  const node = target.kind === 'k8s-node' ? target : nodeOn(view, target);
  return node && controlPlane(view, node);
}

function controlPlane(view: InventoryView, node: EntityOf<'k8s-node'>): string | undefined {
  if (isWorker(node)) return undefined;
  const cluster = view.outbound(node, 'member-of').find((one) => one.kind === 'k8s-cluster');
  const members = (cluster ? view.inbound(cluster, 'member-of', 'k8s-node') : [node]).filter(
    (one) => one.kind === 'k8s-node' && !isWorker(one),
  );
  const ready = members.filter((one) => one.kind === 'k8s-node' && one.attributes.ready !== false);
  return `it is one of ${members.length} control-plane nodes, of which ${ready.length} are ready and ${majority(members.length)} are needed`;
}

function etcdPod({ name, attributes }: EntityOf<'pod'>): string | undefined {
  return attributes.namespace === 'kube-system' && name.startsWith('etcd')
    ? 'it is a member of etcd'
    : undefined;
}

/** Members of a stateful set of three or more may vote: below a majority they are taken for lost. */
function majorityOfSet(view: InventoryView, pod: EntityOf<'pod'>): string | undefined {
  const owner = view.outbound(pod, 'owned-by').find((one) => one.kind === 'workload');
  if (owner?.kind !== 'workload' || owner.attributes.type !== 'StatefulSet') return undefined;
  const wanted = owner.attributes.desired ?? owner.attributes.replicas ?? 0;
  if (wanted < 3 || pod.attributes.ready !== true) return undefined;
  const others = view
    .inbound(owner, 'owned-by', 'pod')
    .filter((one) => one.kind === 'pod' && one.id !== pod.id && one.attributes.ready === true);
  return others.length < majority(wanted)
    ? `without it ${others.length} of ${wanted} pods of ${owner.name} are ready, and a majority is ${majority(wanted)}`
    : undefined;
}

function minimumOfHosts(view: InventoryView, host: EntityOf<'host'>): string | undefined {
  const cluster = view.outbound(host, 'member-of').find((one) => one.kind === 'cluster');
  if (cluster?.kind !== 'cluster') return undefined;
  const left = usableHosts(view, cluster).filter(({ id }) => id !== host.id).length;
  if (cluster.attributes.vsanEnabled === true && left < vsanHosts) {
    return `without it ${left} usable hosts are left in ${cluster.name}, and vSAN needs ${vsanHosts}`;
  }
  if (cluster.attributes.haEnabled === true && left < haHosts) {
    return `without it ${left} usable hosts are left in ${cluster.name}, and HA needs ${haHosts}`;
  }
  return undefined;
}

function majority(members: number): number {
  return Math.floor(members / 2) + 1;
}
