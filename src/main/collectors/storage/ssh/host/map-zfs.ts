import type { ObservedRecord } from '../../../../../shared/model/entity.ts';
import { entityId, instant } from '../../../../../shared/model/ids.ts';
import { naturalKey } from '../../../../../shared/model/keys.ts';
import type { AttributesOf } from '../../../../../shared/model/kinds/registry.ts';
import { defined } from '../../shape.ts';
import { lunsBehind, type HostContext, type PoolUse } from './host-context.ts';
import type { HostRead, Zfs } from './read-host.ts';
import { layoutDevices, layoutType, type Dataset, type ZfsPool } from './zfs.ts';

type Health = NonNullable<AttributesOf<'pool'>['state']>;

/** As `zpool` calls pools and devices. */
export const zfsHealth: Readonly<Record<string, Health>> = {
  ONLINE: 'ok',
  DEGRADED: 'degraded',
  FAULTED: 'failed',
  UNAVAIL: 'failed',
  SUSPENDED: 'failed',
  REMOVED: 'failed',
  OFFLINE: 'offline',
  AVAIL: 'ok',
  INUSE: 'ok',
};

const poolId = (host: HostRead, guid: string): string => `${host.name}/zfs/${guid}`;
const datasetsOf = ({ datasets }: Zfs): readonly Dataset[] => (datasets.ok ? datasets.value.records : []);
const poolNameOf = (dataset: string): string => /^[^/@]+/.exec(dataset)?.[0] ?? dataset;

/** Which devices its pools take, by path. */
export function zfsDevices(host: HostRead, { pools, layouts }: Zfs): (readonly [string, PoolUse])[] {
  if (!layouts.ok) return [];
  return pools.records.flatMap(({ name, guid }) => {
    const layout = layouts.value.get(name);
    return (layout ? layoutDevices(layout) : []).map(
      ({ path, state, role }) => [path, { id: poolId(host, guid), pool: name, role, state }] as const,
    );
  });
}

export function mapZfsPools(context: HostContext, zfs: Zfs): ObservedRecord[] {
  return zfs.pools.records.map((pool) => mapPool(context, zfs, pool));
}

function mapPool(context: HostContext, zfs: Zfs, pool: ZfsPool): ObservedRecord {
  const { host } = context;
  const layout = zfs.layouts.ok ? zfs.layouts.value.get(pool.name) : undefined;
  const devices = layout ? layoutDevices(layout) : [];
  // What volumes can use: parity and reserves are taken off only there.
  const root = datasetsOf(zfs).find(({ name }) => name === pool.name);
  const sizeBytes = root?.available === undefined ? undefined : root.used + root.available;
  return {
    nativeId: poolId(host, pool.guid),
    name: `${host.name} ${pool.name}`,
    partition: host.name,
    attributes: defined({
      array: host.name,
      state: zfsHealth[pool.health] ?? 'unknown',
      vendorState: pool.health,
      raidType: layout && layoutType(layout),
      raidState: raidState(pool, layout?.scan),
      diskCount: layout && devices.filter(({ role }) => role === 'data').length,
      encrypted: root && root.encryption !== undefined && root.encryption !== 'off',
      sizeBytes,
      usedBytes: root?.used,
      freeBytes: root?.available,
    }),
    relations: [
      context.partOf,
      ...lunsBehind(
        context,
        devices.map(({ path }) => path),
      ),
    ],
    unknown: {
      snapshotReservePercent: 'ZFS reserves nothing for snapshots',
      ...(sizeBytes === undefined && {
        sizeBytes: zfs.datasets.ok ? 'its root dataset is not listed' : zfs.datasets.reason,
      }),
      ...(!zfs.layouts.ok && { raidType: zfs.layouts.reason }),
    },
  };
}

function raidState({ health }: ZfsPool, scan: string | undefined): AttributesOf<'pool'>['raidState'] {
  if (scan?.startsWith('resilver in progress') === true) return 'reconstructing';
  if (health === 'ONLINE') return 'normal';
  if (health === 'DEGRADED') return 'degraded';
  return zfsHealth[health] === 'failed' ? 'failed' : 'unknown';
}

export function mapDatasets(context: HostContext, zfs: Zfs): ObservedRecord[] {
  const { host, source } = context;
  return datasetsOf(zfs).map((dataset) => {
    const pool = zfs.pools.records.find(({ name }) => name === poolNameOf(dataset.name));
    const on = (value: string | undefined) => value !== undefined && value !== 'off';
    const isVolume = dataset.type === 'volume';
    const room = dataset.available === undefined ? undefined : dataset.used + dataset.available;
    return {
      nativeId: `${host.name}/zfs/${dataset.guid}`,
      name: dataset.name,
      partition: host.name,
      attributes: defined({
        array: host.name,
        pool: pool?.name,
        state: pool ? (zfsHealth[pool.health] ?? 'unknown') : undefined,
        vendorState: pool?.health,
        access: dataset.readonly === 'on' ? ('read-only' as const) : ('read-write' as const),
        sizeBytes: isVolume ? dataset.volsize : (dataset.quota ?? room),
        thin: isVolume ? dataset.refreservation === undefined : undefined,
        mountPath: isVolume ? '' : (dataset.mountpoint ?? ''),
        encrypted: on(dataset.encryption),
        deduplicated: on(dataset.dedup),
        compressed: on(dataset.compression),
        createdAt: instant(dataset.creation),
        usedBytes: dataset.used,
        freeBytes: dataset.available,
        snapshotUsedBytes: dataset.usedbysnapshots,
      }),
      relations: [
        context.partOf,
        ...(pool
          ? [{ type: 'stored-on' as const, to: entityId(source, 'pool', poolId(host, pool.guid)) }]
          : []),
      ],
      keys: [naturalKey.volume(host.name, dataset.name)],
      unknown: pool ? {} : { pool: 'no pool of its name is listed' },
    };
  });
}

export function mapZfsSnapshots(context: HostContext, zfs: Zfs): ObservedRecord[] {
  const { host, source } = context;
  return (zfs.snapshots.ok ? zfs.snapshots.value.records : []).map((snapshot) => {
    const [of = ''] = snapshot.name.split('@');
    const dataset = datasetsOf(zfs).find(({ name }) => name === of);
    return {
      nativeId: `${host.name}/zfs/${snapshot.guid}`,
      name: snapshot.name,
      partition: host.name,
      attributes: defined({
        array: host.name,
        volume: of,
        createdAt: instant(snapshot.creation),
        locked: snapshot.userrefs === undefined ? undefined : snapshot.userrefs > 0,
        sizeBytes: snapshot.used,
      }),
      relations: [
        dataset
          ? { type: 'part-of' as const, to: entityId(source, 'volume', `${host.name}/zfs/${dataset.guid}`) }
          : context.partOf,
      ],
      unknown: { expiresAt: 'no expiry is set', scheduled: 'ZFS does not say who took it' },
    };
  });
}
