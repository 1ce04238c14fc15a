import type { ObservedRecord } from '../../../../../shared/model/entity.ts';
import { entityId } from '../../../../../shared/model/ids.ts';
import { naturalKey } from '../../../../../shared/model/keys.ts';
import type { AttributesOf } from '../../../../../shared/model/kinds/registry.ts';
import type { Relation } from '../../../../../shared/model/relation.ts';
import { defined } from '../../shape.ts';
import { hostId, partOfCluster } from './map-cluster.ts';
import type { ClusterRead, Osd } from './read-cluster.ts';

/** Each OSD is a disk of the cluster: what it stores on, where it stands, whether it takes data. */
export function mapOsds(source: string, cluster: ClusterRead): ObservedRecord[] {
  const { osdMap } = cluster;
  return osdMap.ok ? osdMap.value.osds.records.map((osd) => mapOsd(source, cluster, osd)) : [];
}

function mapOsd(source: string, cluster: ClusterRead, osd: Osd): ObservedRecord {
  const { osdSpace, daemons } = cluster;
  const space = osdSpace.ok ? osdSpace.value.nodes.find(({ id }) => id === osd.osd) : undefined;
  const daemon = daemons.osd.ok ? daemons.osd.value.find(({ id }) => id === osd.osd) : undefined;
  const host = daemon?.hostname ?? hostInTree(cluster, osd.osd);
  const device = deviceOf(daemon?.device_ids);
  const name = `osd.${osd.osd}`;
  const unknown: Record<string, string> = {
    temperatureCelsius: 'the cluster does not report it',
    wearPercent: 'the cluster does not report it',
  };
  if (!space)
    unknown['usedBytes'] = unknown['capacityBytes'] = osdSpace.ok ? 'it is not listed' : osdSpace.reason;
  if (host === undefined)
    unknown['owner'] = daemons.osd.ok ? 'it stands below no host in the CRUSH map' : daemons.osd.reason;
  if (!device) unknown['serial'] = 'the cluster knows of no device, or of several, that it lies on';
  const relations: Relation[] = [partOfCluster(source, cluster)];
  if (host !== undefined && daemon?.hostname !== undefined)
    relations.push({ type: 'part-of', to: entityId(source, 'controller', hostId(cluster, host)) });
  return {
    nativeId: `${cluster.fsid}/${name}`,
    name: `${cluster.name} ${name}`,
    partition: cluster.name,
    attributes: defined({
      array: cluster.name,
      osd: name,
      vendor: device?.vendor,
      model: device?.model,
      serial: device?.serial,
      type: space?.device_class,
      capacityBytes: space && space.kb * 1024,
      owner: host,
      // One that is out keeps what it has until that lies elsewhere, and takes nothing.
      role: osd.in === 1 ? ('data' as const) : ('unassigned' as const),
      state: stateOf(osd),
      vendorState: `${osd.up === 1 ? 'up' : 'down'}, ${osd.in === 1 ? 'in' : 'out'}`,
      usedBytes: space && space.kb_used * 1024,
    }),
    relations,
    keys: device ? [naturalKey.serial(device.serial)] : [],
    unknown,
  };
}

/** One that is down and out has failed as well: being taken out is what the cluster does to it after ten minutes. */
function stateOf({ up, in: isIn }: Osd): NonNullable<AttributesOf<'disk'>['state']> {
  if (up !== 1) return 'failed';
  return isIn === 1 ? 'ok' : 'offline';
}

function hostInTree({ tree }: ClusterRead, osd: number): string | undefined {
  if (!tree.ok) return undefined;
  const { nodes } = tree.value;
  for (let below = osd, steps = 0; steps < nodes.length; steps += 1) {
    const above = nodes.find(({ children }) => children.includes(below));
    if (!above) return undefined;
    if (above.type === 'host') return above.name;
    below = above.id;
  }
  return undefined;
}

/** `sdb=ATA_ST4000NM0035_ZC1234AB`: vendor, model and serial number, where it lies on one device. */
function deviceOf(
  ids: string | undefined,
): { readonly vendor?: string; readonly model: string; readonly serial: string } | undefined {
  const entries = (ids ?? '').split(',').filter((entry) => entry.includes('='));
  const [entry] = entries;
  if (entries.length !== 1 || entry === undefined) return undefined;
  const words = entry
    .slice(entry.indexOf('=') + 1)
    .split('_')
    .filter((one) => one !== '');
  const serial = words.at(-1);
  if (serial === undefined || words.length < 2) return undefined;
  const [vendor, ...model] = words.slice(0, -1);
  return vendor === undefined || model.length === 0
    ? { model: vendor ?? '', serial }
    : { vendor, model: model.join(' '), serial };
}
