import type { EntityOf } from '../../../shared/model/entity.ts';
import { usableWithout } from '../../capacity/formulas.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { isSchedulable } from './verdicts.ts';

/** One resource over the nodes that take ordinary pods. */
export interface ResourceCapacity {
  readonly title: 'CPU' | 'Memory' | 'Pods';
  readonly unit: 'millicores' | 'bytes' | 'pods';
  readonly allocatable: number;
  readonly requested: number;
  /** Allocatable when the largest node is gone. */
  readonly usableWithoutLargest: number;
}

export interface ClusterCapacity {
  /** Nodes that take ordinary pods: neither cordoned nor tainted against them. */
  readonly nodes: readonly EntityOf<'k8s-node'>[];
  readonly controlPlanes: number;
  readonly cpu: ResourceCapacity;
  readonly memory: ResourceCapacity;
  readonly pods: ResourceCapacity;
}

export interface NodeRequests {
  readonly cpuMillicores: number;
  readonly memoryBytes: number;
  readonly pods: number;
}

export function nodesOf(view: InventoryView, cluster: EntityOf<'k8s-cluster'>): EntityOf<'k8s-node'>[] {
  return view
    .inbound(cluster, 'member-of', 'k8s-node')
    .filter((entity): entity is EntityOf<'k8s-node'> => entity.kind === 'k8s-node');
}

/** What the pods on a node ask for; finished pods ask for nothing. */
export function requestsOn(view: InventoryView, node: EntityOf<'k8s-node'>): NodeRequests {
  const pods = view.all('pod');
  let ofPods = requests.get(pods);
  if (!ofPods) requests.set(pods, (ofPods = new WeakMap()));
  let found = ofPods.get(node);
  if (!found) {
    found = requestsOf(view.inbound(node, 'runs-on', 'pod').filter((entity) => entity.kind === 'pod'));
    ofPods.set(node, found);
  }
  return found;
}

/** By the list of all pods, which a view hands out unchanged while none of them changes. */
const requests = new WeakMap<Pods, WeakMap<EntityOf<'k8s-node'>, NodeRequests>>();

/** What pods ask for that no node has taken yet: they are what a full cluster shows first. */
function requestsUnscheduled(view: InventoryView, cluster: EntityOf<'k8s-cluster'>): NodeRequests {
  return requestsOf(
    unscheduled(view.all('pod')).filter(
      ({ source, attributes }) => attributes.cluster === cluster.name && source === cluster.source,
    ),
  );
}

type Pods = readonly EntityOf<'pod'>[];

/** By the list of all pods: there are many more of them than of those that wait, and each cluster asks. */
const waiting = new WeakMap<Pods, Pods>();

function unscheduled(all: Pods): Pods {
  let found = waiting.get(all);
  if (!found) {
    found = all.filter(
      ({ attributes, relations }) =>
        attributes.node === undefined && relations.every(({ type }) => type !== 'runs-on'),
    );
    waiting.set(all, found);
  }
  return found;
}

function requestsOf(all: readonly EntityOf<'pod'>[]): NodeRequests {
  const live = all.filter((pod) => !isFinished(pod));
  return {
    cpuMillicores: sum(live.map(({ attributes }) => attributes.cpuRequestMillicores ?? 0)),
    memoryBytes: sum(live.map(({ attributes }) => attributes.memoryRequestBytes ?? 0)),
    pods: live.length,
  };
}

export function isFinished(pod: EntityOf<'pod'>): boolean {
  return pod.attributes.phase === 'Succeeded' || pod.attributes.phase === 'Failed';
}

/** Why requests cannot be added up; undefined when they can. */
export function podsUnknown(cluster: EntityOf<'k8s-cluster'> | undefined): string | undefined {
  return cluster?.unknown['pods'];
}

/** Rules and several sections of several documents ask one view for the same. */
const capacities = new WeakMap<InventoryView, Map<EntityOf<'k8s-cluster'>, ClusterCapacity | undefined>>();

/** Undefined when no node that takes pods says what it has to give, or pods could not be read. */
export function clusterCapacity(
  view: InventoryView,
  cluster: EntityOf<'k8s-cluster'>,
): ClusterCapacity | undefined {
  let known = capacities.get(view);
  if (!known) capacities.set(view, (known = new Map()));
  if (!known.has(cluster)) known.set(cluster, computeCapacity(view, cluster));
  return known.get(cluster);
}

function computeCapacity(view: InventoryView, cluster: EntityOf<'k8s-cluster'>): ClusterCapacity | undefined {
  const all = nodesOf(view, cluster);
  const nodes = all.filter(isSchedulable);
  const known = nodes.every(
    ({ attributes }) =>
      attributes.allocatableCpuMillicores !== undefined &&
      attributes.allocatableMemoryBytes !== undefined &&
      attributes.allocatablePods !== undefined,
  );
  if (nodes.length === 0 || !known || podsUnknown(cluster) !== undefined) return undefined;
  const asked = [...nodes.map((node) => requestsOn(view, node)), requestsUnscheduled(view, cluster)];
  const resource = (
    title: ResourceCapacity['title'],
    unit: ResourceCapacity['unit'],
    allocatable: readonly number[],
    requested: readonly number[],
  ): ResourceCapacity => ({
    title,
    unit,
    allocatable: sum(allocatable),
    requested: sum(requested),
    usableWithoutLargest: usableWithout(allocatable, 1),
  });
  return {
    nodes,
    controlPlanes: all.filter((node) =>
      (node.attributes.roles ?? []).some((role) => role === 'control-plane' || role === 'master'),
    ).length,
    cpu: resource(
      'CPU',
      'millicores',
      nodes.map((node) => node.attributes.allocatableCpuMillicores ?? 0),
      asked.map((entry) => entry.cpuMillicores),
    ),
    memory: resource(
      'Memory',
      'bytes',
      nodes.map((node) => node.attributes.allocatableMemoryBytes ?? 0),
      asked.map((entry) => entry.memoryBytes),
    ),
    pods: resource(
      'Pods',
      'pods',
      nodes.map((node) => node.attributes.allocatablePods ?? 0),
      asked.map((entry) => entry.pods),
    ),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
