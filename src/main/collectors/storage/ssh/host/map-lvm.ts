import type { ObservedRecord } from '../../../../../shared/model/entity.ts';
import { entityId, instant } from '../../../../../shared/model/ids.ts';
import { naturalKey } from '../../../../../shared/model/keys.ts';
import type { AttributesOf } from '../../../../../shared/model/kinds/registry.ts';
import { defined } from '../../shape.ts';
import { lunsBehind, type HostContext, type PoolUse } from './host-context.ts';
import {
  isSnapshot,
  isThinPool,
  logicalVolumeName,
  lvmMoment,
  type LogicalVolume,
  type VolumeGroup,
} from './lvm.ts';
import type { HostRead, Lvm } from './read-host.ts';

type Health = NonNullable<AttributesOf<'volume'>['state']>;

const groupId = (host: HostRead, group: string): string => `${host.name}/lvm/${group}`;
const volumeId = (host: HostRead, volume: LogicalVolume): string =>
  `${host.name}/lvm/${logicalVolumeName(volume)}`;

const volumesOf = ({ volumes }: Lvm): readonly LogicalVolume[] => (volumes.ok ? volumes.value.records : []);

/** Which devices a volume group takes, by path. */
export function groupDevices(host: HostRead, { physical }: Lvm): (readonly [string, PoolUse])[] {
  return (physical.ok ? physical.value.records : []).flatMap(
    ({ pv_name: path, vg_name: group, pv_missing: missing }) =>
      group === ''
        ? []
        : [
            [
              path,
              {
                id: groupId(host, group),
                pool: group,
                role: 'data',
                state: missing === undefined ? undefined : 'MISSING',
              },
            ] as const,
          ],
  );
}

export function mapVolumeGroups(context: HostContext, lvm: Lvm): ObservedRecord[] {
  const volumes = volumesOf(lvm);
  return [
    ...lvm.groups.records.map((group) => mapGroup(context, lvm, group)),
    ...volumes.filter(isThinPool).map((pool) => mapThinPool(context, pool)),
  ];
}

function mapGroup(context: HostContext, lvm: Lvm, group: VolumeGroup): ObservedRecord {
  const { host } = context;
  const name = group.vg_name;
  const own = volumesOf(lvm).filter(({ vg_name: of }) => of === name);
  const layouts = new Set(
    own.flatMap(({ lv_layout: layout }) =>
      layout.split(',').filter((one) => /^(?:linear|striped|mirror|raid\d+)$/.test(one)),
    ),
  );
  const redundant = own.filter(({ lv_layout: layout }) => /\b(?:mirror|raid(?!0)\d+)\b/.test(layout));
  const missing = group.vg_missing_pv_count;
  const exported = group.vg_attr[2] === 'x';
  const raidState = redundant.some((volume) => volume.lv_health_status !== undefined)
    ? ('degraded' as const)
    : redundant.length > 0 && missing === 0
      ? ('normal' as const)
      : missing > 0
        ? ('failed' as const)
        : undefined;
  const disks = lvm.physical.ok
    ? lvm.physical.value.records.filter(({ vg_name: of }) => of === name).map(({ pv_name: path }) => path)
    : [];
  return {
    nativeId: groupId(host, name),
    name: `${host.name} ${name}`,
    partition: host.name,
    attributes: defined({
      array: host.name,
      state: missing > 0 ? 'degraded' : exported ? 'offline' : 'ok',
      vendorState:
        missing > 0 ? `${missing} of ${group.pv_count} devices missing` : exported ? 'exported' : 'complete',
      raidType: lvm.volumes.ok && layouts.size > 0 ? [...layouts].toSorted().join(', ') : undefined,
      raidState: lvm.volumes.ok ? raidState : undefined,
      diskCount: group.pv_count,
      sizeBytes: group.vg_size,
      freeBytes: group.vg_free,
    }),
    relations: [context.partOf, ...lunsBehind(context, disks)],
    unknown: {
      usedBytes: 'volumes take their size at once: what is allotted is not what is used',
      snapshotReservePercent: 'LVM reserves nothing for snapshots',
      ...(raidState === undefined && {
        raidState: lvm.volumes.ok ? 'none of its volumes has a second copy' : lvm.volumes.reason,
      }),
      ...(!lvm.volumes.ok && { raidType: lvm.volumes.reason }),
    },
  };
}

/** A pool of a volume group that thin volumes promise from. */
function mapThinPool(context: HostContext, pool: LogicalVolume): ObservedRecord {
  const { host } = context;
  const used = shareOf(pool);
  return {
    nativeId: volumeId(host, pool),
    name: `${host.name} ${logicalVolumeName(pool)}`,
    partition: host.name,
    attributes: defined({
      array: host.name,
      ...stateOf(pool),
      raidType: 'thin pool',
      sizeBytes: pool.lv_size,
      usedBytes: used,
      freeBytes: used === undefined ? undefined : pool.lv_size - used,
    }),
    relations: [
      context.partOf,
      { type: 'stored-on', to: entityId(context.source, 'pool', groupId(host, pool.vg_name)) },
    ],
    unknown: {
      raidState: 'the volume group says it',
      snapshotReservePercent: 'LVM reserves nothing for snapshots',
      ...(used === undefined && { usedBytes: 'it is not active' }),
    },
  };
}

/** What is used of a thin volume or pool. */
function shareOf({ data_percent: share, lv_size: size }: LogicalVolume): number | undefined {
  const percent = Number(share ?? Number.NaN);
  return Number.isNaN(percent) ? undefined : Math.round((size * percent) / 100);
}

/** The fifth letter of its attributes says whether it is there for anybody. */
function stateOf({ lv_attr: attributes, lv_health_status: health }: LogicalVolume): {
  readonly state: Health;
  readonly vendorState: string;
} {
  if (health === 'partial') return { state: 'failed', vendorState: 'devices of it are missing' };
  switch (attributes.charAt(4)) {
    case 'a':
      return health === undefined
        ? { state: 'ok', vendorState: 'active' }
        : { state: 'degraded', vendorState: health };
    case '-':
      return { state: 'offline', vendorState: 'not active' };
    case 's':
      return { state: 'degraded', vendorState: 'suspended' };
    case 'I':
    case 'S':
      return { state: 'failed', vendorState: 'snapshot no longer valid' };
    default:
      return { state: 'unknown', vendorState: attributes };
  }
}

export function mapLogicalVolumes(context: HostContext, lvm: Lvm): ObservedRecord[] {
  return volumesOf(lvm)
    .filter((volume) => !isThinPool(volume) && !isSnapshot(volume))
    .map((volume) => mapVolume(context, lvm, volume));
}

function mapVolume(context: HostContext, lvm: Lvm, volume: LogicalVolume): ObservedRecord {
  const { host, source } = context;
  const name = logicalVolumeName(volume);
  const thin = volume.pool_lv !== undefined;
  const pool = volumesOf(lvm).find(
    (one) => one.vg_name === volume.vg_name && one.lv_name === volume.pool_lv && isThinPool(one),
  );
  const mounted = mountOf(host, volume);
  const used = thin ? shareOf(volume) : mounted?.usedBytes;
  const createdAt = lvmMoment(volume.lv_time);
  return {
    nativeId: volumeId(host, volume),
    name,
    partition: host.name,
    attributes: defined({
      array: host.name,
      pool: pool ? logicalVolumeName(pool) : volume.vg_name,
      ...stateOf(volume),
      access: volume.lv_attr[1]?.toLowerCase() === 'r' ? ('read-only' as const) : ('read-write' as const),
      sizeBytes: volume.lv_size,
      thin,
      mountPath: host.fileSystems.ok ? (mounted?.target ?? '') : undefined,
      createdAt: createdAt && instant(createdAt),
      usedBytes: used,
      freeBytes: thin ? undefined : mounted?.freeBytes,
    }),
    relations: [
      context.partOf,
      {
        type: 'stored-on',
        to: entityId(source, 'pool', pool ? volumeId(host, pool) : groupId(host, volume.vg_name)),
      },
    ],
    keys: [naturalKey.volume(host.name, name)],
    unknown: {
      ...(used === undefined && {
        usedBytes: host.fileSystems.ok ? 'no file system of it is mounted' : host.fileSystems.reason,
      }),
      ...(!host.fileSystems.ok && { mountPath: host.fileSystems.reason }),
    },
  };
}

/** The device mapper doubles the dashes of both names and puts one between them. */
function mountOf({ fileSystems }: HostRead, { vg_name: group, lv_name: name }: LogicalVolume) {
  if (!fileSystems.ok) return undefined;
  const mapped = `/dev/mapper/${group.replaceAll('-', '--')}-${name.replaceAll('-', '--')}`;
  return fileSystems.value.find(({ source }) => source === mapped || source === `/dev/${group}/${name}`);
}

export function mapLvmSnapshots(context: HostContext, lvm: Lvm): ObservedRecord[] {
  const { host, source } = context;
  return volumesOf(lvm)
    .filter(isSnapshot)
    .map((snapshot) => {
      const createdAt = lvmMoment(snapshot.lv_time);
      const origin = volumesOf(lvm).find(
        (one) => one.vg_name === snapshot.vg_name && one.lv_name === snapshot.origin,
      );
      return {
        nativeId: volumeId(host, snapshot),
        name: logicalVolumeName(snapshot),
        partition: host.name,
        attributes: defined({
          array: host.name,
          volume: `${snapshot.vg_name}/${snapshot.origin ?? ''}`,
          createdAt: createdAt && instant(createdAt),
          sizeBytes: snapshot.pool_lv === undefined ? snapshot.lv_size : shareOf(snapshot),
        }),
        relations: [
          origin
            ? { type: 'part-of' as const, to: entityId(source, 'volume', volumeId(host, origin)) }
            : context.partOf,
        ],
        unknown: { expiresAt: 'no expiry is set', scheduled: 'LVM does not say who took it' },
      };
    });
}
