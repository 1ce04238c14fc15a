import type { Node, Pod, PodMaker, PodTemplate } from './kinds.ts';
import type { KubeObject } from './api.ts';
import {
  all,
  get,
  iso,
  isTerminating,
  ownedBy,
  ownerReference,
  put,
  recordEvent,
  remove,
  setCondition,
  suffix,
  type Cluster,
  type PodStep,
} from './cluster.ts';
import { addResources, fits, type Used } from './resources.ts';

const secondMs = 1_000;
/** The kubelet waits 10 s before the first restart, twice as long before each next one, at most 5 minutes. */
const firstBackoffSeconds = 10;
const longestBackoffSeconds = 300;
/** How long a crashing container lives. */
const crashAfterMs = 4_000;
/** Between a pod's deletion and its end. */
const graceMs = 5_000;
/** A node that is silent for so long loses its pods (default tolerationSeconds). */
export const evictionAfterMs = 300_000;

/** Makes a pod of a template; it starts by itself as time goes on. */
export function createPod(cluster: Cluster, owner: KubeObject, template: PodTemplate, name?: string): Pod {
  const createdAt = cluster.now();
  const pod: Pod = put(cluster, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: name ?? `${owner.metadata.name}-${suffix(cluster)}`,
      ...(name === undefined ? { generateName: `${owner.metadata.name}-` } : {}),
      namespace: owner.metadata.namespace ?? 'kube-system',
      creationTimestamp: iso(createdAt),
      labels: { ...template.metadata.labels },
      ...(template.metadata.annotations ? { annotations: { ...template.metadata.annotations } } : {}),
      ownerReferences: [ownerReference(owner)],
    },
    spec: structuredClone(template.spec),
    status: { phase: 'Pending', conditions: [], containerStatuses: [], qosClass: qosOf(template) },
  });
  cluster.load.set(pod.metadata.uid ?? '', 0.15 + cluster.random.unit() * 0.5);
  schedule(cluster, pod);
  if (cluster.settling) settle(cluster, pod);
  return pod;
}

/** Gives the pod a node, if one has room; DaemonSets choose theirs themselves. */
export function schedule(cluster: Cluster, pod: Pod): void {
  const now = cluster.now();
  const node =
    pod.spec.nodeName === undefined
      ? pickNode(cluster, pod)
      : get(cluster, 'Node', undefined, pod.spec.nodeName);
  if (!node) {
    const message = `0/${all(cluster, 'Node').length} nodes are available: no node has room for the pod or tolerates it.`;
    setCondition(
      pod.status.conditions,
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message },
      iso(now),
    );
    recordEvent(cluster, pod, {
      type: 'Warning',
      reason: 'FailedScheduling',
      message,
      component: 'default-scheduler',
    });
    return;
  }
  pod.spec.nodeName = node.metadata.name;
  setCondition(pod.status.conditions, { type: 'PodScheduled', status: 'True' }, iso(now));
  recordEvent(cluster, pod, {
    type: 'Normal',
    reason: 'Scheduled',
    message: `Successfully assigned ${pod.metadata.namespace ?? ''}/${pod.metadata.name} to ${node.metadata.name}`,
    component: 'default-scheduler',
  });
  const address = node.status.addresses[0]?.address;
  if (address) pod.status.hostIP = address;
  cluster.addresses += 1;
  pod.status.podIP = pod.spec.hostNetwork ? (address ?? '') : podAddress(cluster.addresses);
  pod.status.startTime = iso(now);
  waiting(cluster, pod, 'ContainerCreating');
  next(cluster, pod, { type: 'start', at: now + cluster.random.int(3, 9) * secondMs });
}

function pickNode(cluster: Cluster, pod: Pod): Node | undefined {
  const tolerated = (node: Node) =>
    (node.spec.taints ?? []).every((taint) =>
      pod.spec.tolerations?.some(
        (toleration) => toleration.key === undefined || toleration.key === taint['key'],
      ),
    );
  const selected = (node: Node) =>
    Object.entries(pod.spec.nodeSelector ?? {}).every(
      ([key, value]) => node.metadata.labels?.[key] === value,
    );
  const used = new Map<string, Used>();
  const siblings = new Map<string, number>();
  for (const other of all(cluster, 'Pod')) {
    const node = other.spec.nodeName;
    if (node === undefined || other.status.phase === 'Succeeded') continue;
    used.set(node, addResources(used.get(node), other.spec));
    if (sameApp(other, pod)) siblings.set(node, (siblings.get(node) ?? 0) + 1);
  }
  return all(cluster, 'Node')
    .filter(
      (node) =>
        node.spec.unschedulable !== true &&
        !cluster.silent.has(node.metadata.name) &&
        tolerated(node) &&
        selected(node) &&
        fits(node, used.get(node.metadata.name), pod.spec),
    )
    .map((node) => ({
      node,
      siblings: siblings.get(node.metadata.name) ?? 0,
      cpu: used.get(node.metadata.name)?.cpu ?? 0,
    }))
    .toSorted((a, b) => a.siblings - b.siblings || a.cpu - b.cpu)[0]?.node;
}

function sameApp(a: Pod, b: Pod): boolean {
  return (
    a.metadata.namespace === b.metadata.namespace && a.metadata.labels?.['app'] === b.metadata.labels?.['app']
  );
}

function podAddress(number: number): string {
  return `10.${60 + (Math.floor(number / 62_500) % 60)}.${Math.floor(number / 250) % 250}.${(number % 250) + 2}`;
}

function next(cluster: Cluster, pod: Pod, step: PodStep): void {
  cluster.steps.set(pod.metadata.uid ?? '', step);
}

/** Skips the start: the pod has been running for long. */
function settle(cluster: Cluster, pod: Pod): void {
  if (!cluster.steps.has(pod.metadata.uid ?? '')) return;
  running(cluster, pod, cluster.now());
  if (pod.spec.restartPolicy === 'OnFailure') finished(cluster, pod, cluster.now() + 40 * secondMs);
  else ready(cluster, pod, cluster.now(), true);
  cluster.steps.delete(pod.metadata.uid ?? '');
}

/** Brings every pod to where it is by now. */
export function stepPods(cluster: Cluster): void {
  for (const pod of all(cluster, 'Pod')) stepPod(cluster, pod);
}

function stepPod(cluster: Cluster, pod: Pod): void {
  const now = cluster.now();
  const node = pod.spec.nodeName;
  // Nobody tells the API server what becomes of pods on a silent node.
  if (node !== undefined && cluster.silent.has(node)) return;
  if (isTerminating(pod)) {
    if (now >= Date.parse(String(pod.metadata['deletionTimestamp']))) remove(cluster, pod);
    return;
  }
  if (node === undefined) {
    schedule(cluster, pod);
    return;
  }
  for (let turns = 0; turns < 5_000; turns++) {
    const step = cluster.steps.get(pod.metadata.uid ?? '');
    if (!step || step.at > now) return;
    takeStep(cluster, pod, step);
  }
}

function takeStep(cluster: Cluster, pod: Pod, step: PodStep): void {
  switch (step.type) {
    case 'start':
    case 'retry': {
      const fault = faultOf(cluster, pod);
      const backoffSeconds = step.type === 'retry' ? step.backoffSeconds : firstBackoffSeconds;
      if (fault?.type === 'missing') {
        waiting(cluster, pod, step.type === 'start' ? 'ErrImagePull' : 'ImagePullBackOff');
        recordEvent(cluster, pod, {
          type: 'Warning',
          reason: 'Failed',
          message: `Failed to pull image "${faultyImage(cluster, pod)}": manifest unknown`,
          component: 'kubelet',
        });
        next(cluster, pod, retry(step.at, backoffSeconds));
        return;
      }
      running(cluster, pod, step.at);
      if (fault?.type === 'crash') {
        next(cluster, pod, { type: 'crash', at: step.at + crashAfterMs, backoffSeconds });
      } else if (pod.spec.restartPolicy === 'OnFailure') {
        next(cluster, pod, { type: 'finish', at: step.at + cluster.random.int(20, 90) * secondMs });
      } else {
        next(cluster, pod, { type: 'ready', at: step.at + cluster.random.int(4, 12) * secondMs });
      }
      return;
    }
    case 'crash':
      crashed(cluster, pod, step.at);
      next(cluster, pod, retry(step.at, step.backoffSeconds));
      return;
    case 'ready':
      ready(cluster, pod, step.at, true);
      cluster.steps.delete(pod.metadata.uid ?? '');
      return;
    case 'finish':
      finished(cluster, pod, step.at);
      cluster.steps.delete(pod.metadata.uid ?? '');
      return;
    default:
      step satisfies never;
  }
}

function retry(at: number, backoffSeconds: number): PodStep {
  return {
    type: 'retry',
    at: at + backoffSeconds * secondMs,
    backoffSeconds: Math.min(backoffSeconds * 2, longestBackoffSeconds),
  };
}

function faultOf(cluster: Cluster, pod: Pod) {
  return cluster.faults.get(faultyImage(cluster, pod));
}

function faultyImage(cluster: Cluster, pod: Pod): string {
  return pod.spec.containers.find((container) => cluster.faults.has(container.image))?.image ?? '';
}

function waiting(cluster: Cluster, pod: Pod, reason: string): void {
  cluster.resourceVersion += 1;
  pod.status.phase = 'Pending';
  pod.status.containerStatuses = pod.spec.containers.map((container) => {
    const before = pod.status.containerStatuses.find((status) => status.name === container.name);
    const faulty = reason === 'ContainerCreating' || cluster.faults.has(container.image);
    return {
      name: container.name,
      image: container.image,
      imageID: '',
      ready: false,
      started: false,
      restartCount: before?.restartCount ?? 0,
      state: {
        waiting: {
          reason: faulty ? reason : 'ContainerCreating',
          ...(reason === 'ContainerCreating'
            ? {}
            : { message: `Back-off pulling image "${container.image}"` }),
        },
      },
      lastState: before?.lastState ?? {},
    };
  });
  notReady(pod, iso(cluster.now()), 'ContainersNotReady');
}

function running(cluster: Cluster, pod: Pod, at: number): void {
  cluster.resourceVersion += 1;
  pod.status.phase = 'Running';
  pod.status.containerStatuses = pod.spec.containers.map((container) => {
    const before = pod.status.containerStatuses.find((status) => status.name === container.name);
    return {
      name: container.name,
      image: container.image,
      imageID: `${container.image.replace(/:[^:/]+$/, '')}@sha256:${stableHex(container.image)}`,
      ready: false,
      started: true,
      restartCount: before?.restartCount ?? 0,
      state: { running: { startedAt: iso(at) } },
      lastState: before?.lastState ?? {},
    };
  });
  notReady(pod, iso(at), 'ContainersNotReady');
  recordEvent(cluster, pod, {
    type: 'Normal',
    reason: 'Started',
    message: 'Started container',
    component: 'kubelet',
  });
}

function notReady(pod: Pod, at: string, reason: string): void {
  for (const type of ['Ready', 'ContainersReady']) {
    setCondition(pod.status.conditions, { type, status: 'False', reason }, at);
  }
  for (const type of ['Initialized']) setCondition(pod.status.conditions, { type, status: 'True' }, at);
}

export function ready(cluster: Cluster, pod: Pod, atMs: number, is: boolean): void {
  const at = iso(atMs);
  for (const status of pod.status.containerStatuses) status.ready = is;
  for (const type of ['Ready', 'ContainersReady']) {
    setCondition(pod.status.conditions, { type, status: is ? 'True' : 'False' }, at);
  }
  cluster.resourceVersion += 1;
}

function crashed(cluster: Cluster, pod: Pod, at: number): void {
  cluster.resourceVersion += 1;
  for (const status of pod.status.containerStatuses) {
    const container = pod.spec.containers.find((spec) => spec.name === status.name);
    if (!container || cluster.faults.get(container.image)?.type !== 'crash') continue;
    status.lastState = {
      terminated: {
        exitCode: 1,
        reason: 'Error',
        startedAt: iso(at - crashAfterMs),
        finishedAt: iso(at),
      },
    };
    status.restartCount += 1;
    status.ready = false;
    status.started = false;
    status.state = {
      waiting: {
        reason: 'CrashLoopBackOff',
        message: `back-off restarting failed container=${status.name} pod=${pod.metadata.name}_${pod.metadata.namespace ?? ''}`,
      },
    };
  }
  notReady(pod, iso(at), 'ContainersNotReady');
  recordEvent(cluster, pod, {
    type: 'Warning',
    reason: 'BackOff',
    message: `Back-off restarting failed container in pod ${pod.metadata.name}`,
    component: 'kubelet',
  });
}

function finished(cluster: Cluster, pod: Pod, atMs: number): void {
  cluster.resourceVersion += 1;
  const at = iso(atMs);
  pod.status.phase = 'Succeeded';
  for (const status of pod.status.containerStatuses) {
    status.ready = false;
    status.started = false;
    status.state = {
      terminated: {
        exitCode: 0,
        reason: 'Completed',
        startedAt: status.state['running']?.['startedAt'],
        finishedAt: at,
      },
    };
  }
  for (const type of ['Ready', 'ContainersReady']) {
    setCondition(pod.status.conditions, { type, status: 'False', reason: 'PodCompleted' }, at);
  }
}

/** A container that the kernel killed and the kubelet started again at once. */
export function restartInPlace(cluster: Cluster, pod: Pod): void {
  const now = cluster.now();
  const status = pod.status.containerStatuses[0];
  if (!status) return;
  const startedAt = status.state['running']?.['startedAt'];
  status.lastState = { terminated: { exitCode: 137, reason: 'OOMKilled', startedAt, finishedAt: iso(now) } };
  status.restartCount += 1;
  status.state = { running: { startedAt: iso(now) } };
  notReady(pod, iso(now), 'ContainersNotReady');
  status.ready = false;
  next(cluster, pod, { type: 'ready', at: now + 8 * secondMs });
}

/** Pods that were running on a node that is back report ready again after a moment. */
export function resumePods(cluster: Cluster, node: string): void {
  for (const pod of all(cluster, 'Pod')) {
    const resting = !cluster.steps.has(pod.metadata.uid ?? '') && pod.status.phase === 'Running';
    if (pod.spec.nodeName !== node || !resting || isTerminating(pod)) continue;
    next(cluster, pod, { type: 'ready', at: cluster.now() + 10 * secondMs });
  }
}

/** Ends a pod after its grace period; what owns it makes another. */
export function terminate(cluster: Cluster, pod: Pod): void {
  if (isTerminating(pod)) return;
  const now = cluster.now();
  pod.metadata['deletionTimestamp'] = iso(now + graceMs);
  pod.metadata['deletionGracePeriodSeconds'] = graceMs / secondMs;
  ready(cluster, pod, now, false);
  recordEvent(cluster, pod, {
    type: 'Normal',
    reason: 'Killing',
    message: 'Stopping container',
    component: 'kubelet',
  });
}

export function isReady(pod: Pod): boolean {
  return pod.status.conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True');
}

function qosOf(template: PodTemplate): string {
  const resources = template.spec.containers.map((container) => container.resources);
  if (resources.every(({ requests, limits }) => !requests && !limits)) return 'BestEffort';
  const guaranteed = resources.every(
    ({ requests, limits }) =>
      limits?.cpu !== undefined &&
      limits.memory !== undefined &&
      (requests?.cpu ?? limits.cpu) === limits.cpu &&
      (requests?.memory ?? limits.memory) === limits.memory,
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

function stableHex(text: string): string {
  let hash = 0x811c9dc5;
  return Array.from({ length: 8 }, (_, lane) => {
    for (const character of `${lane}${text}`)
      hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
    return (hash >>> 0).toString(16).padStart(8, '0');
  }).join('');
}

export function podsOf(cluster: Cluster, owner: PodMaker): Pod[] {
  return ownedBy(cluster, owner, 'Pod');
}
