import { entityId, type EntityId } from '../../../../shared/model/ids.ts';
import { naturalKey } from '../../../../shared/model/keys.ts';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import type { EntityKind } from '../../../../shared/model/kinds/registry.ts';
import type { Relation } from '../../../../shared/model/relation.ts';
import { deviceKindOfRole } from '../device-role.ts';
import { normalMac, present, sortedNumbers, sortedTexts } from '../present.ts';
import type {
  RawBgp,
  RawChannel,
  RawDevice,
  RawEnvironment,
  RawInterface,
  RawNeighbour,
  RawRoutes,
} from './schema.ts';

/** Everything that one device was asked for; what it did not answer is absent. */
export interface DeviceReading {
  readonly device: RawDevice;
  readonly interfaces: readonly RawInterface[] | undefined;
  readonly neighbours: readonly RawNeighbour[] | undefined;
  readonly channels: readonly RawChannel[] | undefined;
  readonly bgp: readonly RawBgp[] | undefined;
  readonly routes: RawRoutes | undefined;
  readonly environment: RawEnvironment | undefined;
  readonly config: { readonly digest: string; readonly saved: boolean } | undefined;
  readonly macs: readonly { readonly port: string; readonly mac: string }[] | undefined;
  readonly arpCount: number | undefined;
}

export function deviceEntity(source: string, device: Pick<RawDevice, 'role' | 'serial'>): EntityId {
  return entityId(source, deviceKindOfRole(device.role), device.serial);
}

export function mapDevice(
  source: string,
  reading: DeviceReading,
): { kind: EntityKind; record: ObservedRecord } {
  const { device, environment, routes, config } = reading;
  const relations: Relation[] = [{ type: 'located-in', to: entityId(source, 'site', device.site) }];
  if (device.rack !== undefined)
    relations.push({ type: 'located-in', to: entityId(source, 'rack', device.rack) });
  const keys = [naturalKey.host(device.hostname), naturalKey.serial(device.serial)];
  if (device.mgmt_ip !== undefined) keys.push(naturalKey.ip(device.mgmt_ip));
  const silent = 'the device does not answer';
  return {
    kind: deviceKindOfRole(device.role),
    record: {
      nativeId: device.serial,
      name: device.hostname,
      partition: device.site,
      attributes: present({
        role: device.role,
        reachable: device.reachable,
        manufacturer: device.vendor,
        model: device.model,
        os: device.os,
        osVersion: device.os_version,
        serial: device.serial,
        assetTag: device.asset_tag,
        managementIp: device.mgmt_ip,
        site: device.site,
        rack: device.rack,
        position: device.rack_unit,
        heightU: device.height_units,
        face: device.rack_unit === undefined ? undefined : 'front',
        localAsn: device.local_as,
        warrantyUntilAt: device.warranty_end,
        powerSupplies: environment?.power_supplies.map(component),
        fans: environment?.fans.map(component),
        staticRoutes: routes?.static.map((route) => ({
          prefix: route.prefix,
          nextHop: route.next_hop,
          ...present({ interface: route.interface }),
        })),
        configSaved: config?.saved,
        configDigest: config?.digest,
        maximumWatts: environment?.power_maximum_w,
        upsOnBattery: device.ups?.on_battery,
        upsMinutesLeft: device.ups?.minutes_left,
        upsLoadPercent: device.ups?.load_percent,
        powerWatts: environment?.power_draw_w,
        uptimeSeconds: device.uptime_seconds,
        lastSeenAt: device.last_seen,
        cpuPercent: device.cpu_percent,
        memoryPercent: device.memory_percent,
        temperatureCelsius: environment?.inlet_temperature_c,
        routeCount: routes && Object.values(routes.summary).reduce((sum, n) => sum + n, 0),
        macCount: reading.macs?.length,
        arpCount: reading.arpCount,
      }),
      relations,
      keys,
      // A device that is silent keeps what it last said of itself.
      unknown: device.reachable
        ? {}
        : Object.fromEntries(
            ['powerSupplies', 'fans', 'staticRoutes', 'configSaved', 'configDigest', 'maximumWatts'].map(
              (name) => [name, silent],
            ),
          ),
    },
  };
}

function component(part: { name: string; state: string }) {
  const states: Readonly<Record<string, string>> = { ok: 'ok', failed: 'critical', absent: 'absent' };
  return { name: part.name, state: states[part.state] ?? 'unknown' };
}

/** `10,20-22` as devices write VLAN lists. */
export function vlanList(text: string | undefined): number[] {
  return sortedNumbers(
    (text ?? '').split(',').flatMap((part) => {
      const match = /^(\d+)(?:-(\d+))?$/.exec(part.trim());
      if (!match) return [];
      const first = Number(match[1]);
      const last = Math.min(Number(match[2] ?? first), 4095);
      return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
    }),
  );
}

const forms: Readonly<Record<string, string>> = {
  physical: 'ethernet',
  'port-channel': 'LAG',
  vlan: 'VLAN interface',
  loopback: 'loopback',
};

export function mapInterfaces(source: string, reading: DeviceReading): ObservedRecord[] {
  const { device } = reading;
  const neighbours = new Map((reading.neighbours ?? []).map((one) => [one.local_port, one]));
  const macs = new Map<string, string[]>();
  for (const entry of reading.macs ?? []) macs.set(entry.port, [...(macs.get(entry.port) ?? []), entry.mac]);
  const channels = new Map((reading.channels ?? []).map((channel) => [channel.name, channel]));
  return (reading.interfaces ?? []).map((port) =>
    mapInterface(
      source,
      device,
      port,
      neighbours.get(port.name),
      macs.get(port.name),
      channels.get(port.name),
    ),
  );
}

function mapInterface(
  source: string,
  device: RawDevice,
  port: RawInterface,
  neighbour: RawNeighbour | undefined,
  macs: readonly string[] | undefined,
  channel: RawChannel | undefined,
): ObservedRecord {
  const own = (name: string) => entityId(source, 'interface', `${device.serial}/${name}`);
  const tagged = vlanList(port.switchport?.trunk_vlans);
  const vlans = sortedNumbers([port.switchport?.native_vlan, ...tagged].flatMap((vlan) => vlan ?? []));
  const mac = normalMac(port.mac);
  const relations: Relation[] = [{ type: 'part-of', to: deviceEntity(source, device) }];
  if (port.channel_group !== undefined) relations.push({ type: 'member-of', to: own(port.channel_group) });
  for (const vlan of vlans) relations.push({ type: 'carries', to: entityId(source, 'vlan', String(vlan)) });
  relations.push(...peerRelations(neighbour, macs));
  const keys = [naturalKey.port(device.hostname, port.name)];
  if (mac !== undefined) keys.push(naturalKey.mac(mac));
  return {
    nativeId: `${device.serial}/${port.name}`,
    name: port.name,
    partition: device.site,
    attributes: {
      // A LAG without any active member is known to have none.
      ...(channel && {
        lagActiveMembers: sortedTexts(
          channel.members.filter((member) => member.state === 'bundled').map((member) => member.port),
        ),
      }),
      ...present({
        device: device.hostname,
        site: device.site,
        type: forms[port.type] ?? port.type,
        description: port.description,
        speedMbps: megabits(port.speed_bps),
        duplex: port.duplex,
        mtu: port.mtu,
        mac,
        mode: port.switchport?.mode ?? ((port.ip_addresses?.length ?? 0) > 0 ? 'routed' : undefined),
        nativeVlan: port.switchport?.native_vlan,
        taggedVlans: tagged,
        lag: port.channel_group,
        isLag: port.type === 'port-channel',
        lagMembers: channel && sortedTexts(channel.members.map((member) => member.port)),
        vrf: port.vrf,
        addresses: sortedTexts((port.ip_addresses ?? []).map((one) => one.address)),
        adminUp: port.admin_status === 'up',
        operUp: port.oper_status === 'up',
        peer: neighbour ? `${shortHost(neighbour.remote_system)} ${neighbour.remote_port}` : macs?.[0],
        peerSource: neighbour ? 'lldp' : macs?.[0] === undefined ? undefined : 'mac-table',
        opticType: port.optic?.type,
        opticSerial: port.optic?.serial,
        opticReceiveDbm: port.optic?.rx_dbm,
        opticTransmitDbm: port.optic?.tx_dbm,
        ...rates(port),
        inOctets: port.counters?.in_octets,
        outOctets: port.counters?.out_octets,
        inErrors: port.counters?.in_errors,
        outErrors: port.counters?.out_errors,
        inDiscards: port.counters?.in_discards,
        outDiscards: port.counters?.out_discards,
        lastChangeAt: port.last_change,
      }),
    },
    relations,
    keys,
  };
}

/** A neighbour is known by its port's name; a host that announces nothing by its adapter's address. */
function peerRelations(neighbour: RawNeighbour | undefined, macs: readonly string[] | undefined): Relation[] {
  const keys = new Set<string>();
  if (neighbour) {
    keys.add(naturalKey.port(neighbour.remote_system, neighbour.remote_port));
    if (neighbour.remote_chassis !== undefined) keys.add(naturalKey.mac(neighbour.remote_chassis));
  } else if (macs?.length === 1) {
    for (const mac of macs) keys.add(naturalKey.mac(mac));
  }
  return [...keys].map((toKey) => ({ type: 'connected-to', toKey }));
}

/** Load and errors over the interval that the device itself reports (300 s). */
function rates(port: RawInterface): Record<string, unknown> {
  const rate = port.rates_5min;
  if (!rate) return {};
  const busiest = Math.max(rate.in_bps, rate.out_bps);
  const errors = rate.in_errors_per_second + rate.out_errors_per_second;
  const packets = rate.in_pps + rate.out_pps + errors;
  return {
    inMbps: round(rate.in_bps / 1e6),
    outMbps: round(rate.out_bps / 1e6),
    utilisationPercent: port.speed_bps === undefined ? undefined : round((100 * busiest) / port.speed_bps),
    errorsPerSecond: round(errors),
    errorPercent: packets === 0 ? 0 : round((100 * errors) / packets),
  };
}

const round = (value: number) => Math.round(value * 100) / 100;
const megabits = (bits: number | undefined) => (bits === undefined ? undefined : bits / 1e6);
export const shortHost = (name: string) => (/^[\d.]+$/.test(name) ? name : (name.split('.')[0] ?? name));

export function mapBgp(
  source: string,
  reading: DeviceReading,
  deviceOfAddress: ReadonlyMap<string, RawDevice>,
): ObservedRecord[] {
  const { device } = reading;
  return (reading.bgp ?? []).map((peer) => {
    const far = deviceOfAddress.get(peer.peer_address);
    const vrf = peer.vrf ?? 'default';
    const relations: Relation[] = [{ type: 'part-of', to: deviceEntity(source, device) }];
    if (far && peer.local_address !== undefined)
      relations.push({
        type: 'peers-with',
        to: entityId(source, 'bgp-peer', `${far.serial}/${vrf}/${peer.local_address}`),
      });
    return {
      nativeId: `${device.serial}/${vrf}/${peer.peer_address}`,
      name: `${device.hostname} → ${far?.hostname ?? peer.peer_address}`,
      partition: device.site,
      attributes: present({
        device: device.hostname,
        site: device.site,
        vrf,
        peerAddress: peer.peer_address,
        localAddress: peer.local_address,
        localAsn: peer.local_as,
        remoteAsn: peer.remote_as,
        type:
          peer.local_as === undefined || peer.remote_as === undefined
            ? undefined
            : peer.local_as === peer.remote_as
              ? 'internal'
              : 'external',
        adminUp: peer.admin_status === 'start',
        state: peer.state.toLowerCase().replaceAll(/(?<=open)(?=sent|confirm)/g, '-'),
        peerName: far?.hostname,
        description: peer.description,
        uptimeSeconds: peer.uptime_seconds,
        prefixesReceived: peer.prefixes_received,
        prefixesSent: peer.prefixes_sent,
      }),
      relations,
    };
  });
}
