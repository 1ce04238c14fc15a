import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import { entityId } from '../../../../shared/model/ids.ts';
import { naturalKey } from '../../../../shared/model/keys.ts';
import type { AttributesOf } from '../../../../shared/model/kinds/registry.ts';
import type { Relation } from '../../../../shared/model/relation.ts';
import type { ArrayContext } from './array-context.ts';
import type { RecordOf } from './lists.ts';
import { defined, instantOf, megabits, milliseconds, secondsOf } from '../shape.ts';

type Health = NonNullable<AttributesOf<'volume'>['state']>;

const stateHealth: Readonly<Record<string, Health>> = {
  online: 'ok',
  mixed: 'degraded',
  restricted: 'degraded',
  offline: 'offline',
  failed: 'failed',
  error: 'failed',
  inconsistent: 'failed',
};

export function mapAggregate(array: ArrayContext, aggregate: RecordOf<'aggregates'>): ObservedRecord {
  const { space, block_storage: blocks } = aggregate;
  return {
    nativeId: aggregate.uuid,
    name: `${array.name} ${aggregate.name}`,
    partition: array.name,
    attributes: defined({
      array: array.name,
      owner: aggregate.node?.name,
      state: stateHealth[aggregate.state] ?? 'unknown',
      vendorState: aggregate.state,
      raidType: blocks?.primary?.raid_type.replaceAll('_', '-').toUpperCase(),
      raidState: raidState(aggregate),
      diskCount: blocks?.primary?.disk_count,
      mediaType: blocks?.primary?.disk_class.replaceAll('_', ' '),
      encrypted: aggregate.data_encryption?.software_encryption_enabled,
      sizeBytes: space?.block_storage.size,
      usedBytes: space?.block_storage.used,
      freeBytes: space?.block_storage.available,
      savedBytes: space?.efficiency?.savings,
    }),
    relations: aggregate.node
      ? [array.partOf, { type: 'managed-by', to: entityId(array.source, 'controller', aggregate.node.uuid) }]
      : [array.partOf],
    unknown: { snapshotReservePercent: 'the interface of the array does not report it' },
  };
}

function raidState(aggregate: RecordOf<'aggregates'>): AttributesOf<'pool'>['raidState'] {
  const plexes = aggregate.block_storage?.plexes;
  if (plexes === undefined) return undefined;
  if (plexes.some(({ online }) => !online)) return 'failed';
  const groups = plexes.flatMap((plex) => plex.raid_groups);
  if (groups.some((group) => group.reconstruct_percent !== undefined)) return 'reconstructing';
  return groups.some(({ degraded }) => degraded) ? 'degraded' : 'normal';
}

export function mapVolume(array: ArrayContext, volume: RecordOf<'volumes'>): ObservedRecord {
  const { space, metric, efficiency } = volume;
  const [pool] = volume.aggregates ?? [];
  const { replications } = array;
  const relations: Relation[] = [array.partOf];
  if (pool) relations.push({ type: 'stored-on', to: entityId(array.source, 'pool', pool.uuid) });
  const mode = volume.autosize?.mode;
  return {
    nativeId: volume.uuid,
    name: volume.name,
    partition: array.name,
    attributes: defined({
      array: array.name,
      pool: pool?.name,
      tenant: volume.svm?.name,
      state: stateHealth[volume.state] ?? 'unknown',
      vendorState: volume.state,
      access: volume.type === 'dp' ? ('replica' as const) : ('read-write' as const),
      sizeBytes: space?.size,
      thin: volume.guarantee && volume.guarantee.type === 'none',
      autogrow: mode === undefined ? undefined : mode !== 'off',
      autogrowMaximumBytes: mode === 'off' ? space?.size : volume.autosize?.maximum,
      snapshotReservePercent: space?.snapshot?.reserve_percent,
      snapshotPolicy: volume.snapshot_policy?.name,
      qosPolicy: volume.qos?.policy.name ?? '',
      exportPolicy: volume.nas?.export_policy?.name ?? '',
      mountPath: volume.nas?.path ?? '',
      encrypted: volume.encryption?.enabled,
      deduplicated: efficiency?.dedupe === undefined ? undefined : efficiency.dedupe !== 'none',
      compressed: efficiency?.compression === undefined ? undefined : efficiency.compression !== 'none',
      replicated: replications.ok
        ? replications.records.some(
            ({ source }) => source.volume.name === volume.name && source.cluster?.name === array.name,
          )
        : undefined,
      createdAt: instantOf(volume.create_time),
      usedBytes: space?.used,
      freeBytes: space?.available,
      snapshotUsedBytes: space?.snapshot?.used,
      savedBytes: efficiency?.space_savings?.total,
      latencyMs: milliseconds(metric?.latency?.total),
      iops: metric?.iops?.total,
      throughputMbps: megabits(metric?.throughput?.total),
    }),
    relations,
    keys: [naturalKey.volume(array.name, volume.name)],
    unknown: replications.ok ? {} : { replicated: replications.reason },
  };
}

export function mapSnapshot(array: ArrayContext, snapshot: RecordOf<'snapshots'>): ObservedRecord {
  return {
    nativeId: `${snapshot.volume.uuid}:${snapshot.name}`,
    name: `${snapshot.volume.name} ${snapshot.name}`,
    partition: array.name,
    attributes: defined({
      array: array.name,
      volume: snapshot.volume.name,
      createdAt: instantOf(snapshot.create_time),
      expiresAt: instantOf(snapshot.expiry_time),
      scheduled: snapshot.snapmirror_label !== undefined,
      comment: snapshot.comment,
      sizeBytes: snapshot.size,
    }),
    relations: [{ type: 'part-of', to: entityId(array.source, 'volume', snapshot.volume.uuid) }],
    unknown: {
      locked: 'the interface of the array does not report it',
      ...(snapshot.expiry_time === undefined ? { expiresAt: 'no expiry is set' } : {}),
    },
  };
}

const relationshipTypes: Readonly<Record<string, string>> = {
  async: 'asynchronous',
  sync: 'synchronous',
  vault: 'vault',
};

export function mapRelationship(
  array: ArrayContext,
  relationship: RecordOf<'relationships'>,
): ObservedRecord {
  const { source, destination, transfer, policy } = relationship;
  const from = source.cluster?.name;
  const reasons = relationship.unhealthy_reason?.map(({ message }) => message) ?? [];
  const relations: Relation[] = [
    array.partOf,
    { type: 'replicates-to', toKey: naturalKey.volume(destination.cluster.name, destination.volume.name) },
  ];
  if (from !== undefined)
    relations.push({ type: 'backed-by', toKey: naturalKey.volume(from, source.volume.name) });
  return {
    nativeId: relationship.uuid,
    name: `${from ?? 'unknown'}:${source.volume.name} to ${destination.cluster.name}`,
    partition: array.name,
    attributes: defined({
      sourceArray: from,
      sourceVolume: source.volume.name,
      destinationArray: destination.cluster.name,
      destinationVolume: destination.volume.name,
      type: policy?.type === undefined ? undefined : (relationshipTypes[policy.type] ?? policy.type),
      policy: policy?.name,
      schedule: relationship.transfer_schedule?.name,
      state: relationship.state,
      healthy: relationship.healthy,
      unhealthyReason: relationship.healthy === undefined ? undefined : reasons.join('; '),
      lagSeconds: secondsOf(relationship.lag_time),
      lastTransferAt: instantOf(transfer?.end_time),
      lastTransferBytes: transfer?.bytes_transferred,
      lastTransferSeconds: secondsOf(transfer?.total_duration),
    }),
    relations,
    unknown: relationship.lag_time === undefined ? { lagSeconds: 'no transfer has been made yet' } : {},
  };
}
