import type { Budget, Pod } from './kinds.ts';
import type { KubeObject } from './api.ts';
import { all, get, iso, isTerminating, keyOf, type Cluster } from './cluster.ts';
import { isReady } from './pods.ts';
import { quantity, requestsOf } from './resources.ts';
import { filesystemBytes } from './volumes.ts';

/*
 * What a real cluster's controllers and kubelets write from the pods as they are; the lab works it out when asked.
 */

export function endpointSlices(cluster: Cluster): KubeObject[] {
  return all(cluster, 'Service').map((service) => {
    const pods = selectedPods(cluster, service, selectorOf(service));
    return {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: `${service.metadata.name}-slice`,
        namespace: service.metadata.namespace ?? 'default',
        uid: `${service.metadata.uid ?? ''}-slice`,
        creationTimestamp: service.metadata.creationTimestamp ?? '',
        labels: { 'kubernetes.io/service-name': service.metadata.name },
      },
      addressType: 'IPv4',
      endpoints:
        service.metadata.name === 'kubernetes'
          ? controlPlanes(cluster).map((address) => ({ addresses: [address], conditions: { ready: true } }))
          : pods
              .filter((pod) => pod.status.podIP !== undefined)
              .map((pod) => ({
                addresses: [pod.status.podIP],
                conditions: { ready: isReady(pod) },
                nodeName: pod.spec.nodeName,
                targetRef: {
                  kind: 'Pod',
                  namespace: pod.metadata.namespace,
                  name: pod.metadata.name,
                  uid: pod.metadata.uid,
                },
              })),
    };
  });
}

function controlPlanes(cluster: Cluster): string[] {
  return cluster.blueprint.nodes.filter((node) => node.role === 'control-plane').map((node) => node.ip);
}

function selectorOf(service: KubeObject): Record<string, string> | undefined {
  return (service['spec'] as { selector?: Record<string, string> } | undefined)?.selector;
}

export function selectedPods(
  cluster: Cluster,
  object: KubeObject,
  selector: Record<string, string> | undefined,
): Pod[] {
  if (!selector) return [];
  return all(cluster, 'Pod').filter(
    (pod) =>
      pod.metadata.namespace === object.metadata.namespace &&
      !isTerminating(pod) &&
      pod.status.phase !== 'Succeeded' &&
      Object.entries(selector).every(([key, value]) => pod.metadata.labels?.[key] === value),
  );
}

export function withBudgetStatus(cluster: Cluster, object: KubeObject): KubeObject {
  const budget = object as Budget;
  const pods = selectedPods(cluster, budget, budget.spec.selector.matchLabels);
  const healthy = pods.filter(isReady).length;
  return {
    ...budget,
    status: {
      expectedPods: pods.length,
      currentHealthy: healthy,
      desiredHealthy: budget.spec.minAvailable,
      disruptionsAllowed: Math.max(0, healthy - budget.spec.minAvailable),
      observedGeneration: 1,
    },
  };
}

export function withQuotaStatus(cluster: Cluster, object: KubeObject): KubeObject {
  const { hard } = object['spec'] as { hard: Record<string, string> };
  const pods = all(cluster, 'Pod').filter(
    (pod) => pod.metadata.namespace === object.metadata.namespace && pod.status.phase !== 'Succeeded',
  );
  const claims = all(cluster, 'PersistentVolumeClaim').filter(
    (claim) => claim.metadata.namespace === object.metadata.namespace,
  );
  const requests = pods.map((pod) => requestsOf(pod.spec));
  const sum = (member: 'cpu' | 'memory') => requests.reduce((total, entry) => total + entry[member], 0);
  const used: Record<string, string> = {
    pods: String(pods.length),
    'requests.cpu': `${Math.round(sum('cpu') * 1_000)}m`,
    'requests.memory': String(sum('memory')),
    'requests.storage': String(
      claims.reduce((total, claim) => total + quantity(claim.spec.resources.requests.storage), 0),
    ),
  };
  return {
    ...object,
    status: { hard, used: Object.fromEntries(Object.keys(hard).map((name) => [name, used[name] ?? '0'])) },
  };
}

/** What a pod uses now: a drifting share of what it asks for; 0 when it does not run. */
export function usageOf(cluster: Cluster, pod: Pod): { cpu: number; memory: number } {
  if (pod.status.phase !== 'Running' || !isReady(pod)) return { cpu: 0, memory: 0 };
  const load = cluster.load.get(pod.metadata.uid ?? '') ?? 0.3;
  const requests = requestsOf(pod.spec);
  return {
    cpu: Math.max(0.002, requests.cpu) * load,
    memory: Math.max(32 * 2 ** 20, requests.memory) * (0.45 + load / 2),
  };
}

export function podMetrics(cluster: Cluster): KubeObject[] {
  return all(cluster, 'Pod')
    .filter((pod) => isReady(pod) && !cluster.silent.has(pod.spec.nodeName ?? ''))
    .map((pod) => {
      const usage = usageOf(cluster, pod);
      return {
        apiVersion: 'metrics.k8s.io/v1beta1',
        kind: 'PodMetrics',
        metadata: {
          name: pod.metadata.name,
          namespace: pod.metadata.namespace ?? '',
          creationTimestamp: iso(cluster.now()),
        },
        timestamp: iso(cluster.now()),
        window: '15s',
        containers: [{ name: pod.spec.containers[0]?.name ?? '', usage: usageTexts(usage) }],
      };
    });
}

export function nodeMetrics(cluster: Cluster): KubeObject[] {
  const totals = new Map<string, { cpu: number; memory: number }>();
  for (const pod of all(cluster, 'Pod')) {
    const usage = usageOf(cluster, pod);
    const node = pod.spec.nodeName ?? '';
    const before = totals.get(node) ?? { cpu: 0.15, memory: 1.2 * 2 ** 30 };
    totals.set(node, { cpu: before.cpu + usage.cpu, memory: before.memory + usage.memory });
  }
  return all(cluster, 'Node')
    .filter((node) => !cluster.silent.has(node.metadata.name))
    .map((node) => ({
      apiVersion: 'metrics.k8s.io/v1beta1',
      kind: 'NodeMetrics',
      metadata: { name: node.metadata.name, creationTimestamp: iso(cluster.now()) },
      timestamp: iso(cluster.now()),
      window: '20s',
      usage: usageTexts(totals.get(node.metadata.name) ?? { cpu: 0.15, memory: 1.2 * 2 ** 30 }),
    }));
}

function usageTexts(usage: { cpu: number; memory: number }): { cpu: string; memory: string } {
  return { cpu: `${Math.round(usage.cpu * 1e9)}n`, memory: `${Math.round(usage.memory / 1_024)}Ki` };
}

/** A kubelet's /stats/summary, as far as anybody reads it. */
export function statsSummary(cluster: Cluster, node: string): Record<string, unknown> {
  const pods = all(cluster, 'Pod').filter(
    (pod) => pod.spec.nodeName === node && pod.status.phase === 'Running',
  );
  return {
    node: { nodeName: node },
    pods: pods.map((pod) => ({
      podRef: { name: pod.metadata.name, namespace: pod.metadata.namespace, uid: pod.metadata.uid },
      volume: (pod.spec.volumes ?? []).flatMap((volume) => {
        const claimName = (volume['persistentVolumeClaim'] as { claimName?: string } | undefined)?.claimName;
        const claim =
          claimName === undefined
            ? undefined
            : get(cluster, 'PersistentVolumeClaim', pod.metadata.namespace, claimName);
        if (!claim) return [];
        const capacityBytes = filesystemBytes(claim);
        const usedBytes = Math.min(
          capacityBytes,
          cluster.volumeUse.get(keyOf(claim.metadata.namespace, claim.metadata.name)) ?? 0,
        );
        return [
          {
            name: volume['name'],
            pvcRef: { name: claim.metadata.name, namespace: claim.metadata.namespace },
            capacityBytes,
            usedBytes,
            availableBytes: capacityBytes - usedBytes,
            inodes: 3_276_800,
            inodesUsed: Math.floor((usedBytes / capacityBytes) * 400_000),
            inodesFree: 3_276_800 - Math.floor((usedBytes / capacityBytes) * 400_000),
          },
        ];
      }),
    })),
  };
}

const settleMs = 60_000;

/** Scales what has an autoscaler by its average use, one step a minute at most. */
export function runAutoscalers(cluster: Cluster): void {
  const now = cluster.now();
  for (const scaler of all(cluster, 'HorizontalPodAutoscaler')) {
    const { scaleTargetRef, minReplicas, maxReplicas, metrics } = scaler.spec;
    const target = get(cluster, 'Deployment', scaler.metadata.namespace, scaleTargetRef.name);
    if (!target) continue;
    const pods = selectedPods(cluster, target, target.spec.selector.matchLabels).filter(isReady);
    const use = pods.map((pod) => {
      const requested = requestsOf(pod.spec).cpu;
      return requested === 0 ? 0 : usageOf(cluster, pod).cpu / requested;
    });
    const average = use.length === 0 ? 0 : use.reduce((sum, value) => sum + value, 0) / use.length;
    const wanted = metrics[0]?.resource.target.averageUtilization ?? 80;
    const current = target.spec.replicas ?? 1;
    const ideal = Math.ceil((current * average * 100) / wanted);
    const desired = Math.min(
      maxReplicas,
      Math.max(minReplicas, Math.abs(ideal - current) <= 1 ? current : ideal),
    );
    const last = Date.parse(scaler.status.lastScaleTime ?? '');
    const rest = !Number.isNaN(last) && now - last < settleMs;
    if (desired !== current && !rest) {
      target.spec.replicas = desired > current ? current + 1 : current - 1;
      target.metadata['generation'] = Number(target.metadata['generation'] ?? 1) + 1;
      scaler.status.lastScaleTime = iso(now);
    }
    const since = scaler.metadata.creationTimestamp;
    scaler.status = {
      ...scaler.status,
      currentReplicas: current,
      desiredReplicas: desired,
      currentMetrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', current: { averageUtilization: Math.round(average * 100) } },
        },
      ],
      conditions: [
        { type: 'AbleToScale', status: 'True', reason: 'ReadyForNewScale', lastTransitionTime: since },
        { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound', lastTransitionTime: since },
      ],
    };
  }
}
