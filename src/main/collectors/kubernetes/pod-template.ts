import { z } from 'zod';
import { anyMap, bytes, compact, cpu, flag, list, maybe, part, text, textMap, whole } from './raw.ts';

const requirements = part({
  requests: part({ cpu, memory: bytes }),
  limits: part({ cpu, memory: bytes }),
});

const containerSchema = z.object({
  name: z.string().min(1),
  image: text,
  resources: requirements,
  livenessProbe: anyMap.optional().catch(undefined),
  readinessProbe: anyMap.optional().catch(undefined),
  startupProbe: anyMap.optional().catch(undefined),
  securityContext: part({ privileged: flag }),
  ports: list(z.object({ name: text, containerPort: whole, hostPort: whole, protocol: text })),
  /** Always: a sidecar, which runs as long as the pod. */
  restartPolicy: text,
});

/** The specification of a pod, alone or as a template. */
export const podSpec = part({
  containers: list(containerSchema),
  initContainers: list(containerSchema),
  hostNetwork: flag,
  hostPID: flag,
  nodeName: text,
  serviceAccountName: text,
  nodeSelector: textMap,
  priorityClassName: text,
  tolerations: list(z.object({ key: text, operator: text, value: text, effect: text })),
  volumes: list(
    z.object({
      name: text,
      persistentVolumeClaim: maybe({ claimName: text }),
      ephemeral: maybe({}),
    }),
  ),
  overhead: part({ cpu, memory: bytes }),
});
export type PodSpec = z.output<typeof podSpec>;
type Container = z.output<typeof containerSchema>;

export function templateContainers(spec: PodSpec) {
  const describe = (container: Container, init: boolean) =>
    compact({
      name: container.name,
      image: container.image,
      init: init ? (true as const) : undefined,
      cpuRequestMillicores: container.resources.requests.cpu,
      cpuLimitMillicores: container.resources.limits.cpu,
      memoryRequestBytes: container.resources.requests.memory,
      memoryLimitBytes: container.resources.limits.memory,
      liveness: container.livenessProbe !== undefined,
      readiness: container.readinessProbe !== undefined,
      startup: container.startupProbe !== undefined,
      privileged: container.securityContext.privileged === true,
      ports: container.ports.map(
        (port) => `${port.containerPort ?? '?'}/${port.protocol ?? 'TCP'}${port.name ? ` ${port.name}` : ''}`,
      ),
    });
  return [
    ...spec.containers.map((container) => describe(container, false)),
    ...spec.initContainers.map((container) => describe(container, true)),
  ];
}

export function imagesOf(spec: PodSpec): string[] {
  return [...new Set(spec.containers.flatMap((container) => container.image ?? []))].toSorted();
}

export function isPrivileged(spec: PodSpec): boolean {
  return [...spec.containers, ...spec.initContainers].some(
    (container) => container.securityContext.privileged === true,
  );
}

/** Claims by name. A generic ephemeral volume's claim is named after pod and volume. */
export function claimsOf(spec: PodSpec, podName?: string): string[] {
  return [
    ...new Set(
      spec.volumes.flatMap((volume) => {
        if (volume.persistentVolumeClaim?.claimName) return [volume.persistentVolumeClaim.claimName];
        return volume.ephemeral && podName && volume.name ? [`${podName}-${volume.name}`] : [];
      }),
    ),
  ].toSorted();
}

type Resource = 'cpu' | 'memory';

/**
 * What the scheduler reserves: all containers and sidecars together, or the largest init container with the
 * sidecars started before it where that is more, plus the runtime's overhead. Undefined when nothing is asked for.
 */
export function podRequest(spec: PodSpec, resource: Resource): number | undefined {
  return effective(spec, resource, (container) => container.resources.requests[resource]);
}

/** Undefined also when one container is unlimited: then the pod is. */
export function podLimit(spec: PodSpec, resource: Resource): number | undefined {
  const unlimited = spec.containers.some((container) => container.resources.limits[resource] === undefined);
  return unlimited
    ? undefined
    : effective(spec, resource, (container) => container.resources.limits[resource]);
}

function effective(
  spec: PodSpec,
  resource: Resource,
  amount: (container: Container) => number | undefined,
): number | undefined {
  const all = [...spec.containers, ...spec.initContainers];
  if (all.every((container) => amount(container) === undefined)) return undefined;
  let sidecars = 0;
  let largestInit = 0;
  for (const container of spec.initContainers) {
    const own = amount(container) ?? 0;
    if (container.restartPolicy === 'Always') sidecars += own;
    largestInit = Math.max(largestInit, container.restartPolicy === 'Always' ? sidecars : sidecars + own);
  }
  const running = spec.containers.reduce((sum, container) => sum + (amount(container) ?? 0), sidecars);
  return Math.max(running, largestInit) + (spec.overhead[resource] ?? 0);
}

export function tolerationTexts(spec: PodSpec): string[] {
  return spec.tolerations
    .map(({ key, operator, value, effect }) =>
      [
        key ?? 'everything',
        operator === 'Exists' || value === undefined ? '' : `=${value}`,
        effect ? `:${effect}` : '',
      ].join(''),
    )
    .toSorted();
}
