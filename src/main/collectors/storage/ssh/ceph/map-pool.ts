import type { ObservedRecord } from '../../../../../shared/model/entity.ts';
import type { AttributesOf } from '../../../../../shared/model/kinds/registry.ts';
import { defined } from '../../shape.ts';
import { monitorAddresses, partOfCluster } from './map-cluster.ts';
import type { ClusterRead, Pool } from './read-cluster.ts';

export const poolId = ({ fsid }: ClusterRead, pool: number): string => `${fsid}/${pool}`;

export function mapPools(source: string, cluster: ClusterRead): ObservedRecord[] {
  const { osdMap } = cluster;
  return osdMap.ok ? osdMap.value.pools.records.map((pool) => mapPool(source, cluster, pool)) : [];
}

function mapPool(source: string, cluster: ClusterRead, pool: Pool): ObservedRecord {
  const space = cluster.space.ok ? cluster.space.value.pools.find(({ id }) => id === pool.pool) : undefined;
  const states = redundancyOf(cluster, pool);
  const unknown: Record<string, string> = {
    snapshotReservePercent: 'Ceph reserves nothing for snapshots',
    diskCount: 'pools share all disks that their rule allows',
    owner: 'pools belong to no host',
    ...(mediaType(cluster, pool) === undefined && {
      mediaType: 'its rule, or the classes of disks, were not read',
    }),
    encrypted: 'the cluster does not say whether its OSDs are encrypted',
  };
  if (!space)
    for (const name of ['sizeBytes', 'usedBytes', 'freeBytes'])
      unknown[name] = cluster.space.ok ? 'it is not listed' : cluster.space.reason;
  if ('reason' in states) unknown['raidState'] = unknown['state'] = states.reason;
  const quota = pool.quota_max_bytes > 0 ? pool.quota_max_bytes : undefined;
  const free =
    space &&
    Math.min(space.stats.max_avail, quota === undefined ? Infinity : Math.max(0, quota - space.stats.stored));
  return {
    nativeId: poolId(cluster, pool.pool),
    name: `${cluster.name} ${pool.pool_name}`,
    partition: cluster.name,
    attributes: defined({
      array: cluster.name,
      state: 'state' in states ? states.state : undefined,
      vendorState: 'state' in states ? (states.said ?? 'all copies there') : undefined,
      raidType: redundancy(cluster, pool),
      raidState: 'raidState' in states ? states.raidState : undefined,
      mediaType: mediaType(cluster, pool),
      sizeBytes: space && free !== undefined ? space.stats.stored + free : undefined,
      quotaBytes: quota,
      sharesRoom: true,
      usedBytes: space?.stats.stored,
      freeBytes: free,
      savedBytes: space && Math.max(0, space.stats.compress_under_bytes - space.stats.compress_bytes_used),
    }),
    relations: [partOfCluster(source, cluster)],
    unknown,
  };
}

/** `3 copies, 2 needed`, or `erasure code 4+2`. */
function redundancy({ osdMap }: ClusterRead, pool: Pool): string | undefined {
  if (pool.type === 1) return `${pool.size} copies, ${pool.min_size} needed`;
  const profile = osdMap.ok ? osdMap.value.erasure_code_profiles[pool.erasure_code_profile ?? ''] : undefined;
  return profile ? `erasure code ${profile.k}+${profile.m}` : `erasure code of ${pool.size} parts`;
}

type Redundancy =
  | {
      readonly state: NonNullable<AttributesOf<'pool'>['state']>;
      readonly raidState: NonNullable<AttributesOf<'pool'>['raidState']>;
      readonly said?: string;
    }
  | { readonly reason: string };

function redundancyOf({ poolStates, health }: ClusterRead, pool: Pool): Redundancy {
  if (!poolStates.ok) return { reason: poolStates.reason };
  const states = poolStates.value.find(({ pool_id: id }) => id === pool.pool);
  if (!states) return { reason: 'it is not listed' };
  const {
    unfound_objects: unfound = 0,
    degraded_objects: degraded = 0,
    misplaced_objects: misplaced = 0,
  } = states.recovery;
  if (unfound > 0)
    return { state: 'degraded', raidState: 'failed', said: `${unfound} objects are not found` };
  // Which placement groups cannot be reached is said of all pools together: none of them is called well then.
  const unavailable = health.ok ? health.value.checks['PG_AVAILABILITY'] : undefined;
  if (unavailable) return { reason: `the cluster says: ${unavailable.summary.message}` };
  if (degraded > 0)
    return { state: 'ok', raidState: 'degraded', said: `${degraded} objects have too few copies` };
  if (misplaced > 0)
    return { state: 'ok', raidState: 'reconstructing', said: `${misplaced} objects are being moved` };
  return { state: 'ok', raidState: 'normal' };
}

/** The class of disks that its rule is bound to, or all that the cluster has. */
function mediaType({ rules, osdSpace }: ClusterRead, pool: Pool): string | undefined {
  const rule = rules.ok ? rules.value.find(({ rule_id: id }) => id === pool.crush_rule) : undefined;
  const root = rule?.steps.find(({ op }) => op === 'take')?.item_name;
  if (root === undefined) return undefined;
  if (root.includes('~')) return root.slice(root.indexOf('~') + 1);
  const classes = new Set(osdSpace.ok ? osdSpace.value.nodes.flatMap((osd) => osd.device_class ?? []) : []);
  return classes.size === 0 ? undefined : [...classes].toSorted().join(', ');
}

export function mapFileSystems(source: string, cluster: ClusterRead): ObservedRecord[] {
  const { fileSystems } = cluster;
  if (!fileSystems.ok) return [];
  const addresses = monitorAddresses(cluster);
  return fileSystems.value.records.map((one) => ({
    nativeId: `${cluster.fsid}/fs/${one.name}`,
    name: one.name,
    partition: cluster.name,
    attributes: defined({
      array: cluster.name,
      protocol: 'cephfs',
      path: '/',
      server: addresses.length === 0 ? undefined : addresses.join(', '),
    }),
    relations: [partOfCluster(source, cluster)],
    unknown: {
      access: 'who may mount it stands in the cluster’s keys, which are not read',
      policy: 'CephFS has none',
    },
  }));
}
