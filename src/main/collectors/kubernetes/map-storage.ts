import { z } from 'zod';
import { naturalKey } from '../../../shared/model/keys.ts';
import type { Relation } from '../../../shared/model/relation.ts';
import type { ClusterIndex } from './cluster-index.ts';
import { mapped, relation, type Mapped } from './mapping.ts';
import {
  bytes,
  conditionList,
  conditionsOf,
  flag,
  list,
  maybe,
  part,
  text,
  textList,
  textMap,
  time,
} from './raw.ts';

const classSchema = part({
  provisioner: text,
  reclaimPolicy: text,
  volumeBindingMode: text,
  allowVolumeExpansion: flag,
  parameters: textMap,
  mountOptions: textList,
});

export function mapStorageClasses(index: ClusterIndex): Mapped[] {
  return index.of('storage.k8s.io', 'StorageClass').map((object) => {
    const spec = classSchema.parse(object.raw);
    const { annotations } = object.metadata;
    return mapped(index, 'storage-class', object, {
      attributes: {
        provisioner: spec.provisioner,
        reclaimPolicy: spec.reclaimPolicy ?? 'Delete',
        bindingMode: spec.volumeBindingMode ?? 'Immediate',
        expandable: spec.allowVolumeExpansion ?? false,
        default: [
          'storageclass.kubernetes.io/is-default-class',
          'storageclass.beta.kubernetes.io/is-default-class',
        ].some((key) => annotations[key] === 'true'),
        // Parameters name secrets; they do not contain them.
        parameters: Object.keys(spec.parameters).length === 0 ? undefined : spec.parameters,
        mountOptions: spec.mountOptions.length === 0 ? undefined : spec.mountOptions,
      },
    });
  });
}

const volumeSchema = part({
  spec: part({
    capacity: part({ storage: bytes }),
    accessModes: textList,
    persistentVolumeReclaimPolicy: text,
    storageClassName: text,
    volumeMode: text,
    claimRef: maybe({ namespace: text, name: text, uid: text }),
    csi: maybe({ driver: text, volumeHandle: text, volumeAttributes: textMap }),
    nfs: maybe({ server: text, path: text }),
    hostPath: maybe({ path: text }),
    local: maybe({ path: text }),
    iscsi: maybe({ targetPortal: text, iqn: text }),
    fc: maybe({ wwids: textList, targetWWNs: textList }),
    vsphereVolume: maybe({ volumePath: text }),
    awsElasticBlockStore: maybe({ volumeID: text }),
    gcePersistentDisk: maybe({ pdName: text }),
    azureDisk: maybe({ diskURI: text }),
    rbd: maybe({ image: text, pool: text }),
    nodeAffinity: part({
      required: part({
        nodeSelectorTerms: list(
          z.object({ matchExpressions: list(z.object({ key: z.string(), values: textList })) }),
        ),
      }),
    }),
  }),
  status: part({ phase: text, reason: text, message: text, lastPhaseTransitionTime: time }),
});
type VolumeSpec = z.output<typeof volumeSchema>['spec'];

export function mapVolumes(index: ClusterIndex): Mapped[] {
  return index.of('', 'PersistentVolume').map((object) => {
    const { spec, status } = volumeSchema.parse(object.raw);
    const nodes = spec.nodeAffinity.required.nodeSelectorTerms.flatMap((term) =>
      term.matchExpressions.flatMap(({ key, values }) => (key === 'kubernetes.io/hostname' ? values : [])),
    );
    const { driver, backend, relations } = backendOf(spec);
    const storageClass = spec.storageClassName
      ? index.find('storage.k8s.io', 'StorageClass', undefined, spec.storageClassName)
      : undefined;
    return mapped(index, 'persistent-volume', object, {
      attributes: {
        phase: status.phase,
        reason: [status.reason, status.message].filter(Boolean).join(': ') || undefined,
        capacityBytes: spec.capacity.storage,
        accessModes: spec.accessModes.toSorted(),
        reclaimPolicy: spec.persistentVolumeReclaimPolicy,
        class: spec.storageClassName,
        volumeMode: spec.volumeMode,
        claim: spec.claimRef?.name && `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name}`,
        driver: driver ?? object.metadata.annotations['pv.kubernetes.io/provisioned-by'],
        backend,
        nodes: nodes.length === 0 ? undefined : [...new Set(nodes)].toSorted(),
        phaseSinceAt: status.lastPhaseTransitionTime,
      },
      relations: [
        ...relations,
        relation('member-of', storageClass && index.id('storage-class', storageClass)),
        ...nodes.map((name) => {
          const node = index.find('', 'Node', undefined, name);
          return relation('stored-on', node && index.id('k8s-node', node));
        }),
      ],
      unknown: { backend: backend ? undefined : 'the volume names no backend that is known here' },
    });
  });
}

function backendOf(spec: VolumeSpec): { driver?: string; backend?: string; relations: Relation[] } {
  if (spec.csi) {
    const { driver, volumeHandle, volumeAttributes } = spec.csi;
    return {
      ...(driver ? { driver } : {}),
      ...(volumeHandle ? { backend: volumeHandle } : {}),
      relations: csiBackends(volumeAttributes),
    };
  }
  if (spec.nfs?.server && spec.nfs.path) {
    return {
      driver: 'nfs',
      backend: `${spec.nfs.server}:${spec.nfs.path}`,
      relations: [{ type: 'backed-by', toKey: naturalKey.nfs(spec.nfs.server, spec.nfs.path) }],
    };
  }
  if (spec.fc) {
    return {
      driver: 'fc',
      backend: [...spec.fc.wwids, ...spec.fc.targetWWNs].join(', '),
      relations: spec.fc.wwids.map((wwid) => ({ type: 'backed-by', toKey: naturalKey.naa(wwid) })),
    };
  }
  const plain: readonly (readonly [string, string | undefined])[] = [
    ['hostPath', spec.hostPath?.path],
    ['local', spec.local?.path],
    ['iscsi', spec.iscsi && [spec.iscsi.targetPortal, spec.iscsi.iqn].filter(Boolean).join(' ')],
    ['vsphereVolume', spec.vsphereVolume?.volumePath],
    ['awsElasticBlockStore', spec.awsElasticBlockStore?.volumeID],
    ['gcePersistentDisk', spec.gcePersistentDisk?.pdName],
    ['azureDisk', spec.azureDisk?.diskURI],
    ['rbd', spec.rbd && [spec.rbd.pool, spec.rbd.image].filter(Boolean).join('/')],
  ];
  for (const [driver, backend] of plain) if (backend) return { driver, backend, relations: [] };
  return { relations: [] };
}

/**
 * Drivers say in the volume's attributes, each in words of its own, which LUN, export or array volume it is: the
 * device's identifier, server and share (csi-driver-nfs), or the array and the volume's name there.
 */
function csiBackends(attributes: Readonly<Record<string, string>>): Relation[] {
  const first = (...keys: string[]) => keys.map((key) => attributes[key]).find((value) => value);
  const relations: Relation[] = [];
  const device = first('wwid', 'wwn', 'naa', 'lunSerial');
  if (device && /[0-9a-f]{16}/i.test(device)) {
    relations.push({ type: 'backed-by', toKey: naturalKey.naa(device) });
  }
  const server = first('server');
  const share = first('share');
  if (server && share) relations.push({ type: 'backed-by', toKey: naturalKey.nfs(server, share) });
  // Ceph's driver names the cluster by its id.
  const array = first('array', 'arrayID', 'arrayName', 'backend', 'storageSystem', 'clusterID');
  const volume = first('internalName', 'volume', 'volumeName', 'imageName', 'name');
  if (array && volume) relations.push({ type: 'backed-by', toKey: naturalKey.volume(array, volume) });
  return relations;
}

const claimSchema = part({
  spec: part({
    accessModes: textList,
    resources: part({ requests: part({ storage: bytes }) }),
    volumeName: text,
    storageClassName: text,
    volumeMode: text,
  }),
  status: part({ phase: text, capacity: part({ storage: bytes }), conditions: conditionList }),
});

/** A kubelet's measure of one mounted claim, from its `/stats/summary`. */
export interface VolumeUsage {
  readonly usedBytes?: number;
  readonly capacityBytes?: number;
  readonly inodesUsedPercent?: number;
}

const summarySchema = part({
  pods: list(
    z.object({
      volume: list(
        z.object({
          pvcRef: z.object({ name: z.string(), namespace: z.string() }),
          usedBytes: bytes,
          capacityBytes: bytes,
          availableBytes: bytes,
          inodes: bytes,
          inodesUsed: bytes,
        }),
      ),
    }),
  ),
});

/** Reads kubelet summaries (one per node) into usage by `namespace/claim`. A claim mounted twice measures the same. */
export function volumeUsage(summaries: Iterable<unknown>): Map<string, VolumeUsage> {
  const found = new Map<string, VolumeUsage>();
  for (const summary of summaries) {
    for (const pod of summarySchema.parse(summary).pods) {
      for (const volume of pod.volume) {
        const { inodes, inodesUsed, usedBytes, capacityBytes } = volume;
        found.set(`${volume.pvcRef.namespace}/${volume.pvcRef.name}`, {
          ...(usedBytes === undefined ? {} : { usedBytes }),
          ...(capacityBytes === undefined ? {} : { capacityBytes }),
          ...(inodes && inodesUsed !== undefined ? { inodesUsedPercent: percent(inodesUsed, inodes) } : {}),
        });
      }
    }
  }
  return found;
}

const unmounted = 'no running pod on a node that gives statistics mounts it';

export function mapClaims(
  index: ClusterIndex,
  usage: ReadonlyMap<string, VolumeUsage>,
  noUsage: string | undefined,
): Mapped[] {
  return index.of('', 'PersistentVolumeClaim').map((object) => {
    const { spec, status } = claimSchema.parse(object.raw);
    const { name, namespace, annotations } = object.metadata;
    const className = spec.storageClassName ?? annotations['volume.beta.kubernetes.io/storage-class'];
    const storageClass = className
      ? index.find('storage.k8s.io', 'StorageClass', undefined, className)
      : undefined;
    const volume = spec.volumeName
      ? index.find('', 'PersistentVolume', undefined, spec.volumeName)
      : undefined;
    const used = usage.get(`${namespace ?? ''}/${name}`);
    const size = used?.capacityBytes;
    return mapped(index, 'persistent-volume-claim', object, {
      attributes: {
        phase: status.phase,
        class: className,
        requestedBytes: spec.resources.requests.storage,
        capacityBytes: status.capacity.storage,
        accessModes: spec.accessModes.toSorted(),
        volumeMode: spec.volumeMode,
        volume: spec.volumeName,
        expandable: storageClass
          ? (classSchema.parse(storageClass.raw).allowVolumeExpansion ?? false)
          : undefined,
        conditions: conditionsOf(status.conditions),
        usedBytes: used?.usedBytes,
        filesystemBytes: size,
        usedPercent: used?.usedBytes !== undefined && size ? percent(used.usedBytes, size) : undefined,
        inodesUsedPercent: used?.inodesUsedPercent,
      },
      relations: [
        relation('bound-to', volume && index.id('persistent-volume', volume)),
        relation('member-of', storageClass && index.id('storage-class', storageClass)),
      ],
      unknown: {
        usedBytes: used ? undefined : (noUsage ?? unmounted),
        usedPercent: used ? undefined : (noUsage ?? unmounted),
        capacityBytes: status.capacity.storage === undefined ? 'not bound to a volume' : undefined,
        expandable: storageClass ? undefined : 'its storage class was not seen',
      },
    });
  });
}

function percent(value: number, of: number): number {
  return Math.round((value / of) * 10_000) / 100;
}
