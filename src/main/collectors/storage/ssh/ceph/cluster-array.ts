import { kindRead, rejectsOf, whyNot, type ArrayRead } from '../array-read.ts';
import { mapCluster, mapHosts } from './map-cluster.ts';
import {
  mapImages,
  mapMirrors,
  mapSnapshots,
  whyNoImages,
  whyNoMirrors,
  whyNoSnapshots,
} from './map-image.ts';
import { mapOsds } from './map-osd.ts';
import { mapFileSystems, mapPools } from './map-pool.ts';
import type { ClusterRead } from './read-cluster.ts';

export function clusterArray(source: string, cluster: ClusterRead): ArrayRead {
  const { osdMap, daemons, images, fileSystems } = cluster;
  const whyNoMap = whyNot(osdMap);
  return {
    name: cluster.name,
    record: mapCluster(cluster),
    kinds: [
      kindRead('controller', [...Object.values(daemons).map(whyNot), whyNoMap], () =>
        mapHosts(source, cluster),
      ),
      kindRead('disk', [whyNoMap], () => mapOsds(source, cluster)),
      kindRead('pool', [whyNoMap], () => mapPools(source, cluster)),
      kindRead('volume', [whyNoMap, whyNoImages(cluster)], () => mapImages(source, cluster)),
      kindRead('storage-snapshot', [whyNoMap, whyNoSnapshots(cluster)], () => mapSnapshots(source, cluster)),
      kindRead('replication', [whyNoMap, whyNoMirrors(cluster)], () => mapMirrors(source, cluster)),
      kindRead('share', [whyNot(fileSystems)], () => mapFileSystems(source, cluster)),
    ],
    rejects: [
      ...(osdMap.ok ? [...osdMap.value.osds.rejects, ...osdMap.value.pools.rejects] : []),
      ...rejectsOf(fileSystems),
      ...[...images.values()].flatMap(({ list, mirrored }) => [...rejectsOf(list), ...rejectsOf(mirrored)]),
    ],
    unavailable: [
      {
        what: `buckets of ${cluster.name}`,
        reason: 'radosgw-admin is not asked: whoever may list buckets may also delete them',
      },
      {
        what: `images in namespaces of pools of ${cluster.name}`,
        reason: 'only the images of each pool itself are listed',
      },
      ...unread(cluster),
    ],
  };
}

/** What is missing in records that are there. */
function unread(cluster: ClusterRead): { what: string; reason: string }[] {
  const parts = {
    health: cluster.health,
    space: cluster.space,
    'use of OSDs': cluster.osdSpace,
    'states of pools': cluster.poolStates,
    rules: cluster.rules,
    monitors: cluster.monitors,
    versions: cluster.versions,
  };
  return Object.entries(parts).flatMap(([what, part]) =>
    part.ok ? [] : [{ what: `${what} of ${cluster.name}`, reason: part.reason }],
  );
}
