import { entityId } from '../../../../shared/model/ids.ts';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import type { EntityKind } from '../../../../shared/model/kinds/registry.ts';
import type { Adapter, CollectContext, CollectEvent } from '../../collector.ts';
import type { McpSession } from '../../../mcp/session.ts';
import { DomainError } from '../../../platform/errors.ts';
import { mapCable, neighboursOf, type CableSurroundings } from './map-cables.ts';
import {
  mapAddresses,
  mapAggregates,
  mapPrefixes,
  mapRanges,
  mapVlans,
  mapVrfs,
  useOfPrefixes,
} from './map-ipam.ts';
import { mapDevice, mapRacks, mapSites } from './map-places.ts';
import { mapInterface, mapPort, type Neighbour } from './map-ports.ts';
import {
  mapCircuits,
  mapClusters,
  mapPowerFeeds,
  mapTunnels,
  mapVirtualMachines,
  siteOfTermination,
} from './map-services.ts';
import { devicePlaces, nameOf, portTypes, type DevicePlace, type PortType } from './names.ts';
import { readObjects, type Read } from './read-objects.ts';
import type { NetboxObject, NetboxType } from './schema.ts';

/** NetBox through its own MCP server (1.0 and later, whose object types are called `dcim.device`). */
export const netboxAdapter: Adapter = {
  id: 'netbox',
  title: 'NetBox',
  matches: (server) =>
    ['netbox_get_objects', 'netbox_get_object_by_id'].every((name) =>
      server.tools.some((tool) => tool.name === name),
    ),
  // What it also offers since, netbox_graphql_query, can ask for whatever the token may see: nothing here needs it.
  readOnlyTools: [
    'netbox_get_objects',
    'netbox_get_object_by_id',
    'netbox_get_changelogs',
    'netbox_search_objects',
  ],
  collect: collectNetbox,
};

/** What each object type is read for; the kind is what a record of it that does not fit is reported under. */
const readFor = {
  'dcim.region': 'site',
  'dcim.location': 'site',
  'tenancy.contactassignment': 'site',
  'dcim.site': 'site',
  'dcim.rackreservation': 'rack',
  'dcim.rack': 'rack',
  'dcim.devicetype': 'device',
  'dcim.virtualchassis': 'device',
  'dcim.module': 'device',
  'dcim.modulebay': 'device',
  'dcim.devicebay': 'device',
  'dcim.device': 'device',
  'dcim.interface': 'interface',
  'dcim.frontport': 'device-port',
  'dcim.rearport': 'device-port',
  'dcim.powerport': 'device-port',
  'dcim.poweroutlet': 'device-port',
  'dcim.consoleport': 'device-port',
  'dcim.consoleserverport': 'device-port',
  'dcim.cable': 'cable',
  'dcim.powerpanel': 'power-feed',
  'dcim.powerfeed': 'power-feed',
  'ipam.vlangroup': 'vlan',
  'ipam.vlan': 'vlan',
  'ipam.vrf': 'vrf',
  'ipam.aggregate': 'prefix',
  'ipam.prefix': 'prefix',
  'ipam.iprange': 'ip-range',
  'ipam.ipaddress': 'ip-address',
  'circuits.circuit': 'circuit',
  'circuits.circuittermination': 'circuit',
  'vpn.tunnel': 'tunnel',
  'vpn.tunneltermination': 'tunnel',
  'virtualization.cluster': 'cluster-record',
  'virtualization.virtualmachine': 'virtual-machine-record',
  'virtualization.vminterface': 'virtual-machine-record',
} as const satisfies Partial<Record<NetboxType, EntityKind>>;
type ReadType = keyof typeof readFor;

/** Types without which the rest still stands: when they cannot be read, that is only less detail. */
const details: ReadonlySet<ReadType> = new Set([
  'dcim.region',
  'dcim.location',
  'tenancy.contactassignment',
  'dcim.rackreservation',
  'dcim.devicetype',
  'dcim.virtualchassis',
  'dcim.module',
  'dcim.modulebay',
  'dcim.devicebay',
  'dcim.powerpanel',
  'ipam.vlangroup',
  'virtualization.vminterface',
  'vpn.tunnel',
  'vpn.tunneltermination',
  'dcim.consoleserverport',
]);

/** What a kind's records cannot be made without. */
const needs: Readonly<Partial<Record<EntityKind, readonly ReadType[]>>> = {
  site: ['dcim.site'],
  rack: ['dcim.rack'],
  switch: ['dcim.device'],
  router: ['dcim.device'],
  firewall: ['dcim.device'],
  device: ['dcim.device'],
  interface: ['dcim.interface', 'dcim.device', 'dcim.cable', 'ipam.ipaddress', 'circuits.circuittermination'],
  'device-port': [
    'dcim.frontport',
    'dcim.rearport',
    'dcim.powerport',
    'dcim.poweroutlet',
    'dcim.consoleport',
    'dcim.device',
    'dcim.cable',
    'circuits.circuittermination',
  ],
  cable: ['dcim.cable', 'dcim.device', 'circuits.circuittermination', 'dcim.powerfeed'],
  'power-feed': ['dcim.powerfeed', 'dcim.rack'],
  vlan: ['ipam.vlan'],
  vrf: ['ipam.vrf'],
  prefix: ['ipam.prefix', 'ipam.aggregate', 'ipam.iprange', 'ipam.ipaddress', 'dcim.site'],
  'ip-range': ['ipam.iprange'],
  'ip-address': ['ipam.ipaddress', 'ipam.prefix', 'dcim.device'],
  circuit: ['circuits.circuit', 'circuits.circuittermination', 'dcim.cable'],
  tunnel: ['vpn.tunnel', 'vpn.tunneltermination', 'dcim.device'],
  'cluster-record': ['virtualization.cluster'],
  'virtual-machine-record': ['virtualization.virtualmachine'],
};

const notRead = [
  ['wireless LANs and links', 'this adapter does not read them'],
  ['FHRP groups, services and L2VPNs', 'this adapter does not read them'],
  ['inventory items of devices', 'this adapter does not read them'],
  ['state, counters and neighbours', 'NetBox documents what should be; it does not observe devices'],
  ['BGP peers', 'NetBox has them only with a plug-in'],
] as const;

type Reads = { readonly [T in ReadType]: Read<T> };

async function* collectNetbox(session: McpSession, context: CollectContext): AsyncIterable<CollectEvent> {
  const reads: Partial<Record<ReadType, unknown>> = {};
  const types = Object.keys(readFor) as ReadType[];
  let gone: Awaited<ReturnType<typeof readOrReason>> | undefined;
  for (const [done, type] of types.entries()) {
    context.signal.throwIfAborted();
    yield { type: 'progress', done, total: types.length, message: `reading ${type}` };
    const read = gone ?? (await readOrReason(session, type, context));
    if (!read.ok && read.gone) gone = read;
    reads[type] = read;
    if (read.ok) {
      for (const reject of read.rejects) yield { type: 'reject', reject };
    } else if (details.has(type)) {
      yield { type: 'unavailable', what: type, reason: read.reason };
    }
  }
  yield* report(session.source, reads as Reads);
  for (const [what, reason] of notRead) yield { type: 'unavailable', what, reason };
  yield { type: 'progress', done: types.length, total: types.length, message: 'NetBox read' };
}

/**
 * One type that cannot be read does not cost the others theirs; a server that is gone is not asked again.
 * @throws when the run was cancelled.
 */
async function readOrReason<T extends ReadType>(
  session: McpSession,
  type: T,
  context: CollectContext,
): Promise<Read<T> & { readonly gone?: true }> {
  try {
    return await readObjects(session, type, readFor[type], context.call);
  } catch (error) {
    context.signal.throwIfAborted();
    const reason = `${type}: ${error instanceof Error ? error.message : String(error)}`;
    const gone = error instanceof DomainError && ['disconnected', 'untrusted'].includes(error.code);
    return { ok: false, reason, unsupported: false, ...(gone ? { gone: true } : {}) };
  }
}

/** Everything that was read as records, kind by kind; a kind that lacks what it needs is failed, with the reason. */
function* report(source: string, reads: Reads): Iterable<CollectEvent> {
  for (const [kind, records] of netboxRecords(source, reads)) {
    const missing = (needs[kind] ?? []).flatMap((type) => {
      const read = reads[type];
      return read.ok ? [] : [read];
    });
    if (missing.length > 0) {
      // What this release of NetBox does not have was not asked for: nothing is judged, and nothing failed.
      const failures = missing.filter((read) => !read.unsupported);
      if (failures.length > 0)
        yield { type: 'failed', kind, reason: failures.map((read) => read.reason).join('; ') };
      continue;
    }
    for (let start = 0; start < records.length; start += 500)
      yield { type: 'records', kind, records: records.slice(start, start + 500) };
    const unfit = deviceKinds.has(kind) ? unfitDevice(reads['dcim.device']) : undefined;
    yield unfit === undefined ? { type: 'complete', kind } : { type: 'failed', kind, reason: unfit };
  }
}

/** Which of these a device is shows in its role: one that cannot be read may be any of them. */
const deviceKinds: ReadonlySet<EntityKind> = new Set<EntityKind>(['router', 'firewall', 'switch', 'device']);

function unfitDevice(read: Read<'dcim.device'>): string | undefined {
  const unfit = read.ok ? read.rejects[0] : undefined;
  return unfit && `${unfit.name ?? 'a device'} does not fit: ${unfit.path}: ${unfit.reason}`;
}

/** Pure: NetBox's objects in, records out. */
export function netboxRecords(source: string, reads: Reads): ReadonlyMap<EntityKind, ObservedRecord[]> {
  const all = <T extends ReadType>(type: T): readonly NetboxObject<T>[] => {
    const read: Read<T> = reads[type];
    return read.ok ? read.objects : [];
  };
  const places = devicePlaces(source, all('dcim.device'));
  const terminations = all('circuits.circuittermination');
  const panels = all('dcim.powerpanel');
  const rackSites = new Map(all('dcim.rack').map((rack) => [rack.id, nameOf(rack.site) ?? '']));
  const around: CableSurroundings = {
    source,
    places,
    circuits: new Map(
      terminations.map((one) => [one.id, { circuit: one.circuit.id, site: nameOf(siteOfTermination(one)) }]),
    ),
    feeds: new Map(
      all('dcim.powerfeed').map((feed) => [
        feed.id,
        {
          site: nameOf(panels.find((panel) => panel.id === feed.power_panel.id)?.site),
          rack: nameOf(feed.rack),
        },
      ]),
    ),
  };
  const neighbours = neighboursOf(all('dcim.cable'), around);
  const space = {
    aggregates: all('ipam.aggregate'),
    prefixes: all('ipam.prefix'),
    ranges: all('ipam.iprange'),
    addresses: all('ipam.ipaddress'),
  };
  const use = useOfPrefixes(space);
  const records = new Map<EntityKind, ObservedRecord[]>();
  records.set(
    'site',
    mapSites(all('dcim.site'), all('dcim.region'), all('dcim.location'), all('tenancy.contactassignment')),
  );
  records.set('rack', mapRacks(source, all('dcim.rack'), all('dcim.rackreservation')));
  for (const kind of ['router', 'firewall', 'switch', 'device'] as const) records.set(kind, []);
  const deviceDetails = {
    types: all('dcim.devicetype'),
    chassis: all('dcim.virtualchassis'),
    modules: all('dcim.module'),
    moduleBays: all('dcim.modulebay'),
    deviceBays: all('dcim.devicebay'),
  };
  for (const device of all('dcim.device')) {
    const place = places.get(device.id);
    if (place) records.get(place.kind)?.push(mapDevice(source, device, place, deviceDetails));
  }
  records.set(
    'interface',
    interfaceRecords(source, all('dcim.interface'), space.addresses, places, neighbours),
  );
  records.set(
    'device-port',
    (Object.keys(portTypes) as PortType[]).flatMap((type) =>
      all(type).map((port) =>
        mapPort(source, type, port, placeOf(source, port, places), neighbours.get(`${type}/${port.id}`)),
      ),
    ),
  );
  records.set(
    'cable',
    all('dcim.cable').map((cable) => mapCable(cable, around)),
  );
  records.set('power-feed', mapPowerFeeds(source, all('dcim.powerfeed'), panels, rackSites));
  records.set('vlan', mapVlans(source, all('ipam.vlan'), all('ipam.vlangroup')));
  records.set('vrf', mapVrfs(all('ipam.vrf')));
  const siteIds = new Set(all('dcim.site').map((site) => site.id));
  records.set('prefix', [...mapPrefixes(source, space, siteIds, use), ...mapAggregates(space)]);
  records.set('ip-range', mapRanges(source, space.ranges));
  records.set('ip-address', mapAddresses(space.addresses, { source, places, use, prefixes: space.prefixes }));
  records.set('circuit', mapCircuits(source, all('circuits.circuit'), terminations, neighbours));
  records.set('tunnel', mapTunnels(source, all('vpn.tunnel'), all('vpn.tunneltermination'), places));
  records.set('cluster-record', mapClusters(source, all('virtualization.cluster')));
  records.set(
    'virtual-machine-record',
    mapVirtualMachines(source, all('virtualization.virtualmachine'), all('virtualization.vminterface')),
  );
  return records;
}

function interfaceRecords(
  source: string,
  interfaces: readonly NetboxObject<'dcim.interface'>[],
  addresses: readonly NetboxObject<'ipam.ipaddress'>[],
  places: ReadonlyMap<number, DevicePlace>,
  neighbours: ReadonlyMap<string, Neighbour>,
): ObservedRecord[] {
  const addressesOf = group(
    addresses.filter((ip) => ip.assigned_object_type === 'dcim.interface'),
    (ip) => ip.assigned_object_id,
  );
  const membersOf = group(interfaces, (port) => port.lag?.id);
  return interfaces.map((port) =>
    mapInterface(source, port, {
      place: placeOf(source, port, places),
      neighbour: neighbours.get(`dcim.interface/${port.id}`),
      addresses: (addressesOf.get(port.id) ?? []).map((ip) => ip.address),
      lagMembers: (membersOf.get(port.id) ?? []).map((member) => member.name),
    }),
  );
}

/** A port whose device did not fit is still a port: under the device's name, at no known site. */
function placeOf(
  source: string,
  port: {
    readonly device: {
      readonly id: number;
      readonly name?: string | undefined;
      readonly display?: string | undefined;
    };
  },
  places: ReadonlyMap<number, DevicePlace>,
): DevicePlace {
  const place = places.get(port.device.id);
  if (place) return place;
  const name = port.device.name ?? port.device.display ?? `device ${port.device.id}`;
  const entity = entityId(source, 'device', String(port.device.id));
  return { id: port.device.id, kind: 'device', name, site: undefined, rack: undefined, entity };
}

function group<T, K>(items: readonly T[], key: (item: T) => K | undefined): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const at = key(item);
    if (at === undefined) continue;
    const members = groups.get(at);
    if (members) members.push(item);
    else groups.set(at, [item]);
  }
  return groups;
}
