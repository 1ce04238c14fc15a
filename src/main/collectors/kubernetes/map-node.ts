import { z } from 'zod';
import { naturalKey } from '../../../shared/model/keys.ts';
import type { Relation } from '../../../shared/model/relation.ts';
import type { ApiObject, ClusterIndex } from './cluster-index.ts';
import { mapped, type Mapped } from './mapping.ts';
import { bytes, conditionList, conditionsOf, cpu, flag, list, part, text, textList } from './raw.ts';

const resources = part({ cpu, memory: bytes, 'ephemeral-storage': bytes, pods: bytes });
const schema = part({
  spec: part({
    podCIDR: text,
    podCIDRs: textList,
    providerID: text,
    unschedulable: flag,
    taints: list(z.object({ key: z.string(), value: text, effect: text })),
  }),
  status: part({
    capacity: resources,
    allocatable: resources,
    conditions: conditionList,
    addresses: list(z.object({ type: z.string(), address: z.string().min(1) })),
    nodeInfo: part({
      systemUUID: text,
      kernelVersion: text,
      osImage: text,
      containerRuntimeVersion: text,
      kubeletVersion: text,
      kubeProxyVersion: text,
      architecture: text,
    }),
    images: list(z.unknown()),
  }),
});

const usageSchema = part({ usage: part({ cpu, memory: bytes }) });

export function mapNodes(index: ClusterIndex): Mapped[] {
  const noUsage = index.missing('metrics.k8s.io', 'NodeMetrics') ?? 'no metrics for this node';
  return index.of('', 'Node').map((object) => {
    const { spec, status } = schema.parse(object.raw);
    const { labels } = object.metadata;
    const ready = status.conditions.find((condition) => condition.type === 'Ready');
    const address = (type: string) => status.addresses.find((entry) => entry.type === type)?.address;
    const metrics = index.find('metrics.k8s.io', 'NodeMetrics', undefined, object.metadata.name);
    const usage = metrics && usageSchema.parse(metrics.raw).usage;
    const podCidrs = spec.podCIDRs.length > 0 ? spec.podCIDRs : spec.podCIDR ? [spec.podCIDR] : undefined;
    return mapped(index, 'k8s-node', object, {
      attributes: {
        roles: rolesOf(labels),
        ready: ready && ready.status === 'True',
        readyReason: ready?.reason,
        readySinceAt: ready?.lastTransitionTime,
        conditions: conditionsOf(status.conditions.filter((condition) => condition.type !== 'Ready')),
        unschedulable: spec.unschedulable ?? false,
        taints: spec.taints
          .map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect ?? '?'}`)
          .toSorted(),
        kubeletVersion: status.nodeInfo.kubeletVersion,
        kubeProxyVersion: status.nodeInfo.kubeProxyVersion,
        runtime: status.nodeInfo.containerRuntimeVersion,
        os: status.nodeInfo.osImage,
        kernel: status.nodeInfo.kernelVersion,
        architecture: status.nodeInfo.architecture,
        internalIp: address('InternalIP'),
        externalIp: address('ExternalIP'),
        hostname: address('Hostname'),
        podCidrs,
        providerId: spec.providerID,
        systemUuid: status.nodeInfo.systemUUID,
        zone: labels['topology.kubernetes.io/zone'] ?? labels['failure-domain.beta.kubernetes.io/zone'],
        region: labels['topology.kubernetes.io/region'] ?? labels['failure-domain.beta.kubernetes.io/region'],
        instanceType:
          labels['node.kubernetes.io/instance-type'] ?? labels['beta.kubernetes.io/instance-type'],
        allocatableCpuMillicores: status.allocatable.cpu,
        allocatableMemoryBytes: status.allocatable.memory,
        allocatableEphemeralBytes: status.allocatable['ephemeral-storage'],
        allocatablePods: status.allocatable.pods,
        capacityCpuMillicores: status.capacity.cpu,
        capacityMemoryBytes: status.capacity.memory,
        heartbeatAt: ready?.lastHeartbeatTime,
        images: status.images.length,
        usedCpuMillicores: usage?.cpu,
        usedMemoryBytes: usage?.memory,
      },
      relations: [
        { type: 'member-of', to: index.clusterId() },
        ...machineOf(spec.providerID, status.nodeInfo),
      ],
      unknown: {
        ready: ready ? undefined : 'the node reports no condition Ready',
        usedCpuMillicores: usage?.cpu === undefined ? noUsage : undefined,
        usedMemoryBytes: usage?.memory === undefined ? noUsage : undefined,
        systemUuid: status.nodeInfo.systemUUID ? undefined : 'the node reports no system UUID',
      },
    });
  });
}

const uuid = /[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}/i;

/** The machine under the node, as the cloud provider (`vsphere://…`) or the BIOS names it. */
function machineOf(providerId: string | undefined, info: { systemUUID?: string | undefined }): Relation[] {
  const found = [providerId, info.systemUUID].flatMap((value) => uuid.exec(value ?? '')?.[0] ?? []);
  return [...new Set(found.map((value) => naturalKey.uuid(value)))].map((toKey) => ({
    type: 'runs-on',
    toKey,
  }));
}

function rolesOf(labels: ApiObject['metadata']['labels']): string[] {
  const roles = Object.entries(labels).flatMap(([key, value]) =>
    key.startsWith('node-role.kubernetes.io/')
      ? [key.slice('node-role.kubernetes.io/'.length)]
      : key === 'kubernetes.io/role'
        ? [value]
        : [],
  );
  // "master" is the former name of control-plane; clusters carry both.
  const named = roles.filter((role) => role !== 'master' || !roles.includes('control-plane'));
  return named.length === 0 ? ['worker'] : [...new Set(named)].toSorted();
}
