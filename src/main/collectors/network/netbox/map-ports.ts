import { entityId, type EntityId } from '../../../../shared/model/ids.ts';
import { naturalKey } from '../../../../shared/model/keys.ts';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import type { Relation } from '../../../../shared/model/relation.ts';
import { normalMac, present, sortedNumbers, sortedTexts } from '../present.ts';
import { labelsOf, nameOf, portTypes, type DevicePlace, type PortType } from './names.ts';
import type { NetboxObject, Reference } from './schema.ts';

/** Where a port's cable leads: in words, and as an entity when it is one. */
export interface Neighbour {
  readonly says: string;
  readonly entity: EntityId | undefined;
}

/** Nominal speed that an interface type's name carries, in Mbit/s. */
export function speedOfType(type: string | undefined): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(m|g|t)?base/i.exec(type ?? '');
  if (!match) return undefined;
  const scale = { m: 1, g: 1000, t: 1_000_000 }[match[2]?.toLowerCase() ?? 'm'] ?? 1;
  return Number(match[1]) * scale;
}

const modes: Readonly<Record<string, string>> = {
  access: 'access',
  tagged: 'trunk',
  'tagged-all': 'trunk-all',
  'q-in-q': 'q-in-q',
};

function cableName(cable: { id: number; label: string | undefined } | null | undefined): string | undefined {
  return cable ? (cable.label ?? `#${cable.id}`) : undefined;
}

export interface InterfaceSurroundings {
  readonly place: DevicePlace;
  readonly neighbour: Neighbour | undefined;
  readonly addresses: readonly string[];
  readonly lagMembers: readonly string[];
}

export function mapInterface(
  source: string,
  port: NetboxObject<'dcim.interface'>,
  { place, neighbour, addresses, lagMembers }: InterfaceSurroundings,
): ObservedRecord {
  const mac = normalMac(port.mac_address);
  const vlans = [port.untagged_vlan, ...port.tagged_vlans].flatMap((vlan) => vlan ?? []);
  const relations: Relation[] = [{ type: 'part-of', to: place.entity }];
  if (port.lag) relations.push({ type: 'member-of', to: entityId(source, 'interface', String(port.lag.id)) });
  // NetBox traces cables through patch panels and circuits; what the cable itself ends on is the `peer` in words.
  if (port.connected_endpoints_type === 'dcim.interface')
    for (const id of sortedNumbers(port.connected_endpoints.map((end) => end.id)))
      relations.push({ type: 'connected-to', to: entityId(source, 'interface', String(id)) });
  for (const id of sortedNumbers(vlans.map((vlan) => vlan.id)))
    relations.push({ type: 'carries', to: entityId(source, 'vlan', String(id)) });
  const keys = [naturalKey.port(place.name, port.name)];
  if (mac !== undefined) keys.push(naturalKey.mac(mac));
  return {
    nativeId: String(port.id),
    name: port.name,
    ...(place.site === undefined ? {} : { partition: place.site }),
    attributes: present({
      intent: true,
      device: place.name,
      site: place.site,
      type: port.type?.label,
      label: port.label,
      description: port.description,
      // NetBox keeps the speed in kbit/s.
      speedMbps: port.speed === undefined ? speedOfType(port.type?.value) : port.speed / 1000,
      duplex: ['full', 'half', 'auto'].includes(port.duplex?.value ?? '') ? port.duplex?.value : undefined,
      mtu: port.mtu,
      mac,
      mode: modes[port.mode?.value ?? ''],
      nativeVlan: port.untagged_vlan?.vid,
      taggedVlans: sortedNumbers(port.tagged_vlans.flatMap((vlan) => vlan.vid ?? [])),
      lag: nameOf(port.lag),
      isLag: port.type?.value === 'lag',
      lagMembers: sortedTexts(lagMembers),
      parent: nameOf(port.parent),
      bridge: nameOf(port.bridge),
      vrf: nameOf(port.vrf),
      addresses: sortedTexts(addresses),
      adminUp: port.enabled,
      inService: Boolean(port.cable) || port.mark_connected === true,
      managementOnly: port.mgmt_only,
      peer: neighbour?.says,
      peerSource: neighbour === undefined ? undefined : 'cable',
      cable: cableName(port.cable),
      wirelessRole: port.rf_role?.label,
      poeMode: port.poe_mode?.label,
      poeType: port.poe_type?.label,
    }),
    relations,
    keys,
    labels: labelsOf(port),
    unknown: { operUp: 'NetBox documents interfaces, it does not observe them' },
  };
}

/** The members that only some port types have. */
interface PortObject {
  readonly id: number;
  readonly name: string;
  readonly label: string | undefined;
  readonly description: string | undefined;
  readonly type: { readonly label: string } | undefined;
  readonly cable?: { readonly id: number; readonly label: string | undefined } | null | undefined;
  readonly mark_connected: boolean | undefined;
  readonly tags: NetboxObject<'dcim.rearport'>['tags'];
  readonly custom_fields: Readonly<Record<string, unknown>>;
  readonly rear_port?: Reference | undefined;
  readonly rear_port_position?: number | undefined;
  readonly positions?: number | undefined;
  readonly power_port?: Reference | undefined;
  readonly feed_leg?: { readonly label: string } | undefined;
  readonly maximum_draw?: number | undefined;
  readonly allocated_draw?: number | undefined;
  readonly speed?: { readonly value: string } | undefined;
}

export function mapPort(
  source: string,
  type: PortType,
  port: PortObject,
  place: DevicePlace,
  neighbour: Neighbour | undefined,
): ObservedRecord {
  const { prefix, function: does } = portTypes[type];
  const position = port.rear_port_position === undefined ? '' : ` position ${port.rear_port_position}`;
  const rear = nameOf(port.rear_port);
  const relations: Relation[] = [{ type: 'part-of', to: place.entity }];
  if (neighbour?.entity !== undefined && !neighbour.entity.includes(':circuit:'))
    relations.push({
      type: does === 'power-inlet' ? 'powered-by' : 'connected-to',
      to: neighbour.entity,
    });
  if (port.rear_port)
    relations.push({ type: 'backed-by', to: entityId(source, 'device-port', `rear-${port.rear_port.id}`) });
  if (port.power_port)
    relations.push({
      type: 'powered-by',
      to: entityId(source, 'device-port', `power-${port.power_port.id}`),
    });
  return {
    nativeId: `${prefix}-${port.id}`,
    name: port.name,
    ...(place.site === undefined ? {} : { partition: place.site }),
    attributes: present({
      intent: true,
      device: place.name,
      site: place.site,
      function: does,
      type: port.type?.label,
      label: port.label,
      description: port.description,
      positions: port.positions,
      behind: rear === undefined ? nameOf(port.power_port) : `${rear}${position}`,
      feedLeg: port.feed_leg?.label,
      maximumWatts: port.maximum_draw,
      allocatedWatts: port.allocated_draw,
      speedBps: port.speed === undefined ? undefined : Number(port.speed.value),
      peer: neighbour?.says,
      cable: cableName(port.cable),
      inService: Boolean(port.cable) || port.mark_connected === true,
    }),
    relations,
    keys: [],
    labels: labelsOf(port),
  };
}
