import type { ObservedRecord } from '../../../../../shared/model/entity.ts';
import type { RejectedRecord } from '../../../../../shared/model/run.ts';
import { kindRead, rejectsOf, whyNot, type ArrayRead } from '../array-read.ts';
import { hostContext } from './host-context.ts';
import { mapDisks } from './map-disk.ts';
import { mapExports, mapHost } from './map-host.ts';
import { groupDevices, mapLogicalVolumes, mapLvmSnapshots, mapVolumeGroups } from './map-lvm.ts';
import { mapDatasets, mapZfsPools, mapZfsSnapshots, zfsDevices } from './map-zfs.ts';
import type { Feature, HostRead, Lvm, Zfs } from './read-host.ts';

export type HostArray =
  | { readonly is: 'array'; readonly array: ArrayRead }
  /** A host with nothing but disks of its own is no storage system. */
  | { readonly is: 'none' }
  /** It may be one: what would tell was not to be read. */
  | { readonly is: 'unread'; readonly reason: string };

export function hostArray(source: string, host: HostRead): HostArray {
  const features = [host.lvm, host.zfs, host.multipath, host.nfs] as const;
  if (features.every(({ is }) => is !== 'there')) {
    const unread = features.find((one) => one.is === 'unread');
    return unread?.is === 'unread' ? { is: 'unread', reason: unread.reason } : { is: 'none' };
  }
  const lvm = valueOf(host.lvm);
  const zfs = valueOf(host.zfs);
  const uses = new Map([...(lvm ? groupDevices(host, lvm) : []), ...(zfs ? zfsDevices(host, zfs) : [])]);
  const context = hostContext(source, host, uses);
  const pools = (): ObservedRecord[] => [
    ...(lvm ? mapVolumeGroups(context, lvm) : []),
    ...(zfs ? mapZfsPools(context, zfs) : []),
  ];
  const volumes = (): ObservedRecord[] => [
    ...(lvm ? mapLogicalVolumes(context, lvm) : []),
    ...(zfs ? mapDatasets(context, zfs) : []),
  ];
  const whyNoVolumes = [
    whyUnread(host.lvm),
    whyUnread(host.zfs),
    lvm && whyNot(lvm.volumes),
    zfs && whyNot(zfs.datasets),
  ];
  const { nfs } = host;
  return {
    is: 'array',
    array: {
      name: host.name,
      record: mapHost(context, pools()),
      kinds: [
        kindRead('disk', [whyNot(host.devices), whyUnread(host.multipath)], () => mapDisks(context)),
        kindRead('pool', [whyUnread(host.lvm), whyUnread(host.zfs), lvm && whyNot(lvm.volumes)], pools),
        kindRead('volume', whyNoVolumes, volumes),
        kindRead('storage-snapshot', [...whyNoVolumes, zfs && whyNot(zfs.snapshots)], () => [
          ...(lvm ? mapLvmSnapshots(context, lvm) : []),
          ...(zfs ? mapZfsSnapshots(context, zfs) : []),
        ]),
        kindRead('share', [whyUnread(nfs)], () =>
          nfs.is === 'there' ? mapExports(context, nfs.value, volumes()) : [],
        ),
        { kind: 'controller', records: [] },
        { kind: 'replication', records: [] },
      ],
      rejects: rejects(host, lvm, zfs),
      unavailable: [
        ...unavailable(host, lvm, zfs),
        {
          what: `LUNs and SMB shares that ${host.name} gives to others, and software RAID (md)`,
          reason: 'only LVM, ZFS, multipath and NFS are asked for',
        },
      ],
    },
  };
}

const valueOf = <T>(feature: Feature<T>): T | undefined =>
  feature.is === 'there' ? feature.value : undefined;
const whyUnread = (feature: Feature<unknown>): string | undefined =>
  feature.is === 'unread' ? feature.reason : undefined;

function rejects(host: HostRead, lvm: Lvm | undefined, zfs: Zfs | undefined): RejectedRecord[] {
  return [
    ...rejectsOf(host.devices),
    ...(lvm ? [...lvm.groups.rejects, ...rejectsOf(lvm.volumes), ...rejectsOf(lvm.physical)] : []),
    ...(zfs ? [...zfs.pools.rejects, ...rejectsOf(zfs.datasets), ...rejectsOf(zfs.snapshots)] : []),
    ...(host.multipath.is === 'there' ? host.multipath.value.rejects : []),
    ...(host.nfs.is === 'there'
      ? host.nfs.value.unread.map((line): RejectedRecord => ({
          kind: 'share',
          path: 'nfs-exports',
          reason: `expected a directory, a client and its options, it is ${JSON.stringify(line.slice(0, 120))}`,
        }))
      : []),
  ];
}

/** What is missing in records that are there. */
function unavailable(
  host: HostRead,
  lvm: Lvm | undefined,
  zfs: Zfs | undefined,
): { what: string; reason: string }[] {
  const parts = {
    'file systems': whyNot(host.fileSystems),
    'devices of volume groups': lvm && whyNot(lvm.physical),
    'devices of ZFS pools': zfs && whyNot(zfs.layouts),
  };
  return Object.entries(parts).flatMap(([what, reason]) =>
    reason === undefined ? [] : [{ what: `${what} of ${host.name}`, reason }],
  );
}
