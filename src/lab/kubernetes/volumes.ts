import type { Claim } from './kinds.ts';
import { all, keyOf, put, uid, type Cluster } from './cluster.ts';
import { quantity } from './resources.ts';

/** Where a cluster's volumes lie: datastores of the VM cluster under it, each on one volume of an array. */
export interface Backing {
  readonly datastore: string;
  readonly array: string;
  readonly volume: string;
}

const backings = new WeakMap<Cluster, readonly Backing[]>();

export function setBackings(cluster: Cluster, from: readonly Backing[]): void {
  backings.set(cluster, from);
}

/** A bound claim and its volume, partly full. */
export function createVolume(
  cluster: Cluster,
  wanted: { namespace: string; claim: string; size: string; labels: Record<string, string> },
): void {
  const { namespace, claim, size, labels } = wanted;
  const claimUid = uid(cluster);
  const name = `pvc-${claimUid}`;
  const places = backings.get(cluster) ?? [];
  const backing = places[all(cluster, 'PersistentVolume').length % Math.max(1, places.length)];
  put<Claim>(cluster, {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: claim, namespace, uid: claimUid, labels, finalizers: ['kubernetes.io/pvc-protection'] },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'san-gold',
      volumeMode: 'Filesystem',
      volumeName: name,
      resources: { requests: { storage: size } },
    },
    status: { phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: size } },
  });
  put(cluster, {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {
      name,
      annotations: { 'pv.kubernetes.io/provisioned-by': 'csi.vsphere.vmware.com' },
      finalizers: ['kubernetes.io/pv-protection'],
    },
    spec: {
      capacity: { storage: size },
      accessModes: ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Delete',
      storageClassName: 'san-gold',
      volumeMode: 'Filesystem',
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name: claim, uid: claimUid },
      csi: {
        driver: 'csi.vsphere.vmware.com',
        volumeHandle: uid(cluster),
        fsType: 'ext4',
        volumeAttributes: {
          type: 'vSphere CNS Block Volume',
          ...(backing ? { datastore: backing.datastore, array: backing.array, volume: backing.volume } : {}),
        },
      },
    },
    status: { phase: 'Bound', lastPhaseTransitionTime: new Date(cluster.now()).toISOString() },
  });
  cluster.volumeUse.set(
    keyOf(namespace, claim),
    Math.floor(quantity(size) * (0.2 + cluster.random.unit() * 0.45)),
  );
}

/** A file system is a little smaller than its volume. */
export function filesystemBytes(claim: Claim): number {
  return Math.floor(quantity(claim.status.capacity.storage) * 0.98);
}
