import type { ObservedRecord } from '../../../../../shared/model/entity.ts';
import { entityId, type Instant } from '../../../../../shared/model/ids.ts';
import { naturalKey } from '../../../../../shared/model/keys.ts';
import { defined, instantOf } from '../../shape.ts';
import { partOfCluster } from './map-cluster.ts';
import { poolId } from './map-pool.ts';
import type { ClusterRead, Pool } from './read-cluster.ts';
import { tooMany, type Image, type PoolImages } from './read-images.ts';

interface ImagePool {
  readonly pool: Pool;
  readonly images: PoolImages;
}

function imagePools({ osdMap, images }: ClusterRead): ImagePool[] {
  if (!osdMap.ok) return [];
  return osdMap.value.pools.records.flatMap((pool) => {
    const found = images.get(pool.pool);
    return found ? [{ pool, images: found }] : [];
  });
}

/** Why images, snapshots or mirrors of some pool are not known; undefined when all are. */
export function whyNoImages(cluster: ClusterRead): string | undefined {
  return imagePools(cluster).flatMap(({ images: { list } }) => (list.ok ? [] : [list.reason]))[0];
}
export function whyNoSnapshots(cluster: ClusterRead): string | undefined {
  return (
    whyNoImages(cluster) ??
    imagePools(cluster).flatMap(({ images }) =>
      [...images.snapshots.values()].flatMap((part) => (part.ok ? [] : [part.reason])),
    )[0]
  );
}
export function whyNoMirrors(cluster: ClusterRead): string | undefined {
  return imagePools(cluster).flatMap(({ images: { mirrored } }) => (mirrored.ok ? [] : [mirrored.reason]))[0];
}

const isImage = ({ snapshot }: Image) => snapshot === undefined;
const idOf = (cluster: ClusterRead, pool: Pool, image: string): string =>
  `${poolId(cluster, pool.pool)}/${image}`;
const nameOf = (pool: Pool, image: string): string => `${pool.pool_name}/${image}`;

export function mapImages(source: string, cluster: ClusterRead): ObservedRecord[] {
  return imagePools(cluster).flatMap(({ pool, images }) =>
    images.list.ok
      ? images.list.value.records
          .filter(isImage)
          .map((image) => mapImage(source, cluster, { pool, images }, image))
      : [],
  );
}

function mapImage(
  source: string,
  cluster: ClusterRead,
  { pool, images }: ImagePool,
  image: Image,
): ObservedRecord {
  const info = images.infos.get(image.image);
  const why = info ? (info.ok ? undefined : info.reason) : tooMany;
  const mirroring = info?.ok === true ? info.value.mirroring : undefined;
  const mirrored = mirroring?.state === 'enabled';
  const unknown: Record<string, string> = {
    usedBytes: 'finding out reads every object of the image: the cluster is not burdened with it',
    latencyMs: 'the cluster does not report it by image',
  };
  if (why !== undefined) unknown['createdAt'] = unknown['replicated'] = unknown['access'] = why;
  return {
    nativeId: idOf(cluster, pool, image.image),
    name: nameOf(pool, image.image),
    partition: cluster.name,
    attributes: defined({
      array: cluster.name,
      pool: pool.pool_name,
      // An image has no state of its own: it is as well as its pool.
      state: poolState(cluster, pool),
      vendorState: poolState(cluster, pool) === 'ok' ? 'as its pool' : undefined,
      access:
        why !== undefined
          ? undefined
          : mirrored && mirroring?.primary === false
            ? ('replica' as const)
            : ('read-write' as const),
      sizeBytes: image.size,
      thin: true,
      replicated: why === undefined ? mirrored : undefined,
      createdAt: info?.ok === true ? moment(info.value.create_timestamp) : undefined,
    }),
    relations: [
      partOfCluster(source, cluster),
      { type: 'stored-on', to: entityId(source, 'pool', poolId(cluster, pool.pool)) },
    ],
    // Drivers name the cluster by its id, and the image with its pool or without.
    keys: [
      naturalKey.volume(cluster.fsid, nameOf(pool, image.image)),
      naturalKey.volume(cluster.fsid, image.image),
    ],
    unknown,
  };
}

function poolState({ poolStates, health }: ClusterRead, pool: Pool): 'ok' | 'unknown' {
  const well =
    poolStates.ok &&
    poolStates.value.some(({ pool_id: id }) => id === pool.pool) &&
    health.ok &&
    health.value.checks['PG_AVAILABILITY'] === undefined;
  return well ? 'ok' : 'unknown';
}

/** `Mon Nov 23 18:22:48 2026`, which is UTC because it was asked for so. */
function moment(text: string | undefined): Instant | undefined {
  const parsed = Date.parse(`${text ?? ''} UTC`);
  return Number.isNaN(parsed) ? undefined : instantOf(new Date(parsed).toISOString());
}

export function mapSnapshots(source: string, cluster: ClusterRead): ObservedRecord[] {
  return imagePools(cluster).flatMap(({ pool, images }) =>
    images.list.ok
      ? images.list.value.records.flatMap(
          (record) => mapSnapshot(source, cluster, { pool, images }, record) ?? [],
        )
      : [],
  );
}

function mapSnapshot(
  source: string,
  cluster: ClusterRead,
  { pool, images }: ImagePool,
  { image, snapshot, size }: Image,
): ObservedRecord | undefined {
  if (snapshot === undefined) return undefined;
  const known = images.snapshots.get(image);
  const more = known?.ok === true ? known.value.find(({ name }) => name === snapshot) : undefined;
  const createdAt = moment(more?.timestamp);
  return {
    nativeId: `${idOf(cluster, pool, image)}@${snapshot}`,
    name: `${nameOf(pool, image)}@${snapshot}`,
    partition: cluster.name,
    attributes: defined({
      array: cluster.name,
      volume: nameOf(pool, image),
      createdAt,
      locked: more?.protected === undefined ? undefined : String(more.protected) === 'true',
    }),
    relations: [{ type: 'part-of', to: entityId(source, 'volume', idOf(cluster, pool, image)) }],
    unknown: {
      sizeBytes: `the image had ${size} bytes; what the snapshot alone takes is not counted`,
      expiresAt: 'no expiry is set',
      scheduled: 'the cluster does not say who took it',
      ...(createdAt === undefined && {
        createdAt: known ? (known.ok ? 'the cluster does not report it' : known.reason) : tooMany,
      }),
    },
  };
}

export function mapMirrors(source: string, cluster: ClusterRead): ObservedRecord[] {
  return imagePools(cluster).flatMap(({ pool, images: { mirrored } }) =>
    mirrored.ok
      ? mirrored.value.records.map((image): ObservedRecord => {
          const receives = /replaying|syncing|bootstrap/.test(image.state);
          const [peer] = image.peer_sites;
          const healthy = /^up\+(?:replaying|stopped)$/.test(image.state);
          return {
            nativeId: `${poolId(cluster, pool.pool)}/mirror/${image.global_id}`,
            name: `${nameOf(pool, image.name)}${peer ? ` ${receives ? 'from' : 'to'} ${peer.site_name}` : ''}`,
            partition: cluster.name,
            attributes: defined({
              [receives ? 'destinationArray' : 'sourceArray']: cluster.name,
              [receives ? 'destinationVolume' : 'sourceVolume']: nameOf(pool, image.name),
              ...(peer && { [receives ? 'sourceArray' : 'destinationArray']: peer.site_name }),
              type: 'asynchronous',
              state: image.state,
              healthy,
              unhealthyReason: healthy ? undefined : image.description,
            }),
            relations: [
              partOfCluster(source, cluster),
              {
                type: receives ? 'replicates-to' : 'backed-by',
                to: entityId(source, 'volume', idOf(cluster, pool, image.name)),
              },
            ],
            unknown: { lagSeconds: 'the mirror reports entries behind, not time' },
          };
        })
      : [],
  );
}
