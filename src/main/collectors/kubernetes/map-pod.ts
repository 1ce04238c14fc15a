import { z } from 'zod';
import type { ClusterIndex } from './cluster-index.ts';
import { mapped, relation, type Mapped } from './mapping.ts';
import { controllerOf, controllerText, entityOf, workloadOf } from './ownership.ts';
import { claimsOf, isPrivileged, podLimit, podRequest, podSpec } from './pod-template.ts';
import {
  bytes,
  compact,
  conditionList,
  cpu,
  flag,
  integer,
  list,
  maybe,
  part,
  text,
  time,
  whole,
} from './raw.ts';

const terminated = maybe({
  exitCode: integer,
  reason: text,
  message: text,
  startedAt: time,
  finishedAt: time,
});
const statusSchema = z.object({
  name: z.string().min(1),
  image: text,
  ready: flag,
  restartCount: whole,
  state: part({
    waiting: maybe({ reason: text, message: text }),
    running: maybe({ startedAt: time }),
    terminated,
  }),
  lastState: part({ terminated }),
});
type ContainerStatus = z.output<typeof statusSchema>;

const schema = part({
  spec: podSpec,
  status: part({
    phase: text,
    reason: text,
    message: text,
    podIP: text,
    qosClass: text,
    startTime: time,
    conditions: conditionList,
    containerStatuses: list(statusSchema),
    initContainerStatuses: list(statusSchema),
  }),
});

const usageSchema = part({ containers: list(z.object({ usage: part({ cpu, memory: bytes }) })) });

export function mapPods(index: ClusterIndex): Mapped[] {
  return index.of('', 'Pod').map((object) => {
    const { spec, status } = schema.parse(object.raw);
    const { namespace, name } = object.metadata;
    const ready = status.conditions.find((condition) => condition.type === 'Ready');
    const scheduled = status.conditions.find((condition) => condition.type === 'PodScheduled');
    const node = spec.nodeName ? index.find('', 'Node', undefined, spec.nodeName) : undefined;
    const owner = workloadOf(index, object) ?? controllerOf(index, object);
    const metrics = index.find('metrics.k8s.io', 'PodMetrics', namespace, name);
    const usage = metrics && usageSchema.parse(metrics.raw).containers.map((container) => container.usage);
    const noUsage = index.missing('metrics.k8s.io', 'PodMetrics', namespace) ?? 'no metrics for this pod';
    const init = status.initContainerStatuses.map((container) => describe(container, true));
    const containers = status.containerStatuses.map((container) => describe(container, false));
    const claims = claimsOf(spec, name);
    return mapped(index, 'pod', object, {
      attributes: {
        phase: status.phase,
        reason: status.reason ?? (scheduled?.status === 'False' ? scheduled.reason : undefined),
        message: status.message ?? (scheduled?.status === 'False' ? scheduled.message : undefined),
        ready: ready ? ready.status === 'True' : status.phase === undefined ? undefined : false,
        readySinceAt: ready?.lastTransitionTime,
        node: spec.nodeName,
        podIp: status.podIP,
        owner: controllerText(object),
        qosClass: status.qosClass,
        serviceAccount: spec.serviceAccountName,
        hostNetwork: spec.hostNetwork ?? false,
        hostPid: spec.hostPID ?? false,
        privileged: isPrivileged(spec),
        claims: claims.length === 0 ? undefined : claims,
        containers: [...containers, ...init].toSorted((a, b) => (a.name ?? '').localeCompare(b.name ?? '')),
        restarts: containers.reduce((sum, container) => sum + (container.restarts ?? 0), 0),
        cpuRequestMillicores: podRequest(spec, 'cpu') ?? 0,
        memoryRequestBytes: podRequest(spec, 'memory') ?? 0,
        cpuLimitMillicores: podLimit(spec, 'cpu'),
        memoryLimitBytes: podLimit(spec, 'memory'),
        usedCpuMillicores: usage && total(usage.map((entry) => entry.cpu)),
        usedMemoryBytes: usage && total(usage.map((entry) => entry.memory)),
        startedAt: status.startTime,
        deletedAt: object.metadata.deletionTimestamp,
      },
      relations: [
        relation('runs-on', node && index.id('k8s-node', node)),
        relation('owned-by', owner && entityOf(index, owner)),
        ...claims.map((claim) => {
          const found = index.find('', 'PersistentVolumeClaim', namespace, claim);
          return relation('mounts', found && index.id('persistent-volume-claim', found));
        }),
      ],
      unknown: {
        node: spec.nodeName ? undefined : 'not scheduled to a node',
        podIp: status.podIP ? undefined : 'the pod has no address',
        usedCpuMillicores: usage ? undefined : noUsage,
        usedMemoryBytes: usage ? undefined : noUsage,
      },
    });
  });
}

function describe(container: ContainerStatus, init: boolean) {
  const { waiting, running, terminated } = container.state;
  const last = container.lastState.terminated;
  return compact({
    name: container.name,
    image: container.image,
    init: init ? (true as const) : undefined,
    ready: container.ready ?? false,
    restarts: container.restartCount ?? 0,
    state: waiting ? 'waiting' : running ? 'running' : terminated ? 'terminated' : 'unknown',
    reason: waiting?.reason ?? terminated?.reason,
    message: (waiting?.message ?? terminated?.message)?.slice(0, 1_000),
    // A waiting container says not since when; it waits at least since it last ended.
    sinceAt: running?.startedAt ?? terminated?.finishedAt ?? (waiting ? last?.finishedAt : undefined),
    lastExitCode: last?.exitCode ?? terminated?.exitCode,
    lastReason: last?.reason,
    lastFinishedAt: last?.finishedAt,
  });
}

function total(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0);
}
