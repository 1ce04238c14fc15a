import { entityId } from '../../../../shared/model/ids.ts';
import { naturalKey } from '../../../../shared/model/keys.ts';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import type { Relation } from '../../../../shared/model/relation.ts';
import { normalMac, present, sortedNumbers, sortedTexts } from '../present.ts';
import { unmasked } from './unmasked.ts';
import { addressesOf, vrfOf } from './addresses.ts';
import { bridgeVlansOf } from '../../../ssh/answers/bridge-vlans.ts';
import type { RawLink } from '../../../ssh/answers/kernel.ts';
import type { LldpNeighbour } from './lldp-schema.ts';
import { deviceEntity } from './map-device.ts';
import type { VlanMembership } from '../../../ssh/answers/open-vswitch.ts';
import { portsOf, type Port } from './ports.ts';
import type { HostReading } from './read-host.ts';

export function mapInterfaces(source: string, reading: HostReading): ObservedRecord[] {
  const { ports } = portsOf(reading);
  const neighbours = Map.groupBy(
    reading.lldp.is === 'answered' ? reading.lldp.value : [],
    ({ localPort }) => localPort,
  );
  const surroundings = surroundingsOf(reading, ports);
  return ports.map((port) =>
    mapInterface(source, reading, port, neighbours.get(port.name) ?? [], surroundings),
  );
}

/** What several ports of a host say of each other. */
interface Surroundings {
  readonly links: ReadonlyMap<string, RawLink>;
  readonly names: ReadonlySet<string>;
  readonly vlans: ReadonlyMap<string, VlanMembership>;
  readonly addresses: ReadonlyMap<string, readonly string[]>;
  /** MAC addresses of their own, once for each that has it. */
  readonly macs: readonly string[];
}

function surroundingsOf(reading: HostReading, ports: readonly Port[]): Surroundings {
  const links = new Map(ports.flatMap(({ link }) => (link ? [[link.ifname, link] as const] : [])));
  const addresses = new Map<string, string[]>();
  for (const { port, address } of addressesOf(reading))
    addresses.set(port, [...(addresses.get(port) ?? []), address]);
  return {
    links,
    names: new Set(ports.map(({ name }) => name)),
    vlans:
      reading.bridgeVlans.is === 'answered' ? bridgeVlansOf(reading.bridgeVlans.value, links) : new Map(),
    addresses,
    macs: ports.flatMap(({ link }) => ownMac(link) ?? []),
  };
}

function mapInterface(
  source: string,
  reading: HostReading,
  port: Port,
  neighbours: readonly LldpNeighbour[],
  { links, names, vlans, addresses, macs }: Surroundings,
): ObservedRecord {
  const { host, speeds, lldp } = reading;
  const { name, link, member, switchPort, isBond } = port;
  const own = (other: string) => entityId(source, 'interface', `${host.name}/${other}`);
  const kind = link?.linkinfo?.info_kind;
  const master = link?.master === undefined ? undefined : links.get(link.master);
  const masterKind = link?.linkinfo?.info_slave_kind ?? master?.linkinfo?.info_kind;
  // The members of a bond carry what the bond carries; the VLANs are the bond's.
  const inBond = switchPort !== undefined && !isBond && switchPort.members.length > 1;
  const lag =
    masterKind === 'bond' || masterKind === 'team' ? link?.master : inBond ? switchPort.name : undefined;
  const vlan = vlans.get(name) ?? (switchPort && !inBond ? switchPort.vlans : undefined);
  const own_vlan = kind === 'vlan' ? Number(link?.linkinfo?.info_data?.id) : Number.NaN;
  const found = addresses.get(name) ?? [];
  const members = membersOf(port, links);
  const mac = normalMac(link?.address ?? member?.mac);
  const speed = kind === undefined || kind === 'bond' ? speeds.get(name) : undefined;
  // Both ends of a pair that stay on this host.
  const pair =
    kind === 'veth' && link?.link_netnsid === undefined && link?.link !== undefined && names.has(link.link)
      ? link.link
      : undefined;
  const carried = sortedNumbers(
    [vlan?.nativeVlan, ...(vlan?.taggedVlans ?? []), own_vlan].filter(
      (id): id is number => id !== undefined && id > 0,
    ),
  );

  const relations: Relation[] = [{ type: 'part-of', to: deviceEntity(source, host) }];
  if (lag !== undefined) relations.push({ type: 'member-of', to: own(lag) });
  for (const id of carried) relations.push({ type: 'carries', to: entityId(source, 'vlan', String(id)) });
  if (pair !== undefined) relations.push({ type: 'connected-to', to: own(pair) });
  relations.push(...neighbourRelations(neighbours));
  // Several can be heard on one port; the same one is shown each time.
  const [farName] = sortedTexts(neighbours.map(nameOfNeighbour).filter((text) => text !== ''));

  return {
    nativeId: `${host.name}/${name}`,
    name,
    partition: host.name,
    attributes: {
      ...(members && { isLag: true, lagActiveMembers: members.active }),
      ...present({
        device: host.name,
        type: typeOf(port),
        description: unmasked(link?.ifalias),
        speedMbps: speed?.mbps,
        duplex: speed?.duplex,
        mtu: link?.mtu ?? member?.mtu,
        mac: mac === '00:00:00:00:00:00' ? undefined : mac,
        mode: vlan?.mode ?? (found.length > 0 ? 'routed' : undefined),
        nativeVlan: vlan?.nativeVlan,
        taggedVlans: Number.isNaN(own_vlan) ? vlan?.taggedVlans : [own_vlan],
        lag,
        lagMembers: members?.all,
        parent: kind === 'veth' || link?.link_netnsid !== undefined ? undefined : link?.link,
        bridge: masterKind === 'bridge' ? link?.master : switchPort?.bridge,
        vrf: found.length > 0 || masterKind === 'vrf' ? vrfOf(link, links) : undefined,
        addresses: sortedTexts(found),
        adminUp: link ? link.flags.includes('UP') : isBond ? true : member?.adminUp,
        operUp: isBond ? (members?.active.length ?? 0) > 0 : operUp(link, member?.linkUp),
        peer: farName ?? (pair === undefined ? undefined : `${host.name} ${pair}`),
        peerSource: farName === undefined ? undefined : 'lldp',
        inOctets: link?.stats64?.rx?.bytes,
        outOctets: link?.stats64?.tx?.bytes,
        inErrors: link?.stats64?.rx?.errors,
        outErrors: link?.stats64?.tx?.errors,
        inDiscards: link?.stats64?.rx?.dropped,
        outDiscards: link?.stats64?.tx?.dropped,
      }),
    },
    relations,
    keys: keysOf(reading, name, ownMac(link), macs),
    unknown: {
      ...(lldp.is !== 'answered' && pair === undefined && { peer: lldp.reason }),
      ...unseenSwitch(reading, masterKind),
    },
  };
}

/** Whether a port is one of Open vSwitch is not known where that cannot be asked. */
function unseenSwitch(
  { openVSwitch }: HostReading,
  masterKind: string | undefined,
): Readonly<Record<string, string>> {
  if (openVSwitch.is === 'answered' || openVSwitch.is === 'absent' || masterKind !== undefined) return {};
  const { reason } = openVSwitch;
  return { bridge: reason, mode: reason, nativeVlan: reason, taggedVlans: reason, lag: reason };
}

function keysOf(
  { host, facts }: HostReading,
  name: string,
  mac: string | undefined,
  macs: readonly string[],
) {
  const keys = new Set([naturalKey.port(host.name, name)]);
  // LLDP names it by what the host calls itself, which need not be what the site calls it.
  if (facts.hostname !== undefined) keys.add(naturalKey.port(facts.hostname, name));
  // One that several have names none of them.
  if (mac !== undefined && macs.filter((one) => one === mac).length === 1) keys.add(naturalKey.mac(mac));
  return [...keys];
}

/** What stands on another interface has its address, and is not what a neighbour sees. */
const borrowing: ReadonlySet<string> = new Set(['bridge', 'openvswitch', 'vlan', 'bond', 'team']);

/** The address that a neighbour sees: members of a bond use that of the bond, and tell by LLDP the one they were made with. */
function ownMac(link: RawLink | undefined): string | undefined {
  if (!link || borrowing.has(link.linkinfo?.info_kind ?? '')) return undefined;
  const mac = normalMac(link.permaddr ?? link.linkinfo?.info_slave_data?.perm_hwaddr ?? link.address);
  return mac === '00:00:00:00:00:00' ? undefined : mac;
}

function neighbourRelations(neighbours: readonly LldpNeighbour[]): Relation[] {
  const keys = new Set<string>();
  for (const { system, port, portMac } of neighbours) {
    if (system !== undefined && port !== undefined) keys.add(naturalKey.port(system, port));
    if (portMac !== undefined) keys.add(naturalKey.mac(portMac));
  }
  return [...keys].map((toKey) => ({ type: 'connected-to', toKey }));
}

const nameOfNeighbour = ({ system, port }: LldpNeighbour): string =>
  [shortHost(system), port].filter((part) => part !== undefined && part !== '').join(' ');

const shortHost = (name: string | undefined) =>
  name === undefined || /^[\d.]+$/.test(name) ? name : name.split('.')[0];

/** A link that does not tell its state, as a loopback, is up when it is enabled and carries. */
function operUp(link: RawLink | undefined, seen: boolean | undefined): boolean | undefined {
  if (!link) return seen;
  const state = link.operstate ?? 'UNKNOWN';
  return (
    state === 'UP' || (state === 'UNKNOWN' && link.flags.includes('UP') && link.flags.includes('LOWER_UP'))
  );
}

function membersOf(
  { name, link, switchPort, isBond }: Port,
  links: ReadonlyMap<string, RawLink>,
): { all: string[]; active: string[] } | undefined {
  if (isBond && switchPort)
    return {
      all: sortedTexts(switchPort.members.map((one) => one.name)),
      active: sortedTexts(switchPort.members.filter(({ active }) => active).map((one) => one.name)),
    };
  const kind = link?.linkinfo?.info_kind;
  if (kind !== 'bond' && kind !== 'team') return undefined;
  const members = [...links.values()].filter(({ master }) => master === name);
  return {
    all: sortedTexts(members.map(({ ifname }) => ifname)),
    active: sortedTexts(members.filter(isActive).map(({ ifname }) => ifname)),
  };
}

const isActive = (link: RawLink) => {
  const slave = link.linkinfo?.info_slave_data;
  return slave?.mii_status === undefined ? link.operstate === 'UP' : slave.mii_status.toUpperCase() === 'UP';
};

const kinds: Readonly<Record<string, string>> = {
  bridge: 'bridge',
  bond: 'LAG',
  team: 'LAG',
  vlan: 'VLAN interface',
  veth: 'virtual Ethernet',
};

function typeOf({ name, link, member, switchPort, isBond }: Port): string {
  if (isBond) return 'LAG';
  if (switchPort !== undefined && name === switchPort.bridge) return 'bridge';
  if (member !== undefined && member.type !== '' && member.type !== 'system')
    return `virtual (Open vSwitch ${member.type})`;
  const kind = link?.linkinfo?.info_kind;
  if (kind !== undefined) return kinds[kind] ?? `virtual (${kind})`;
  if (link?.link_type === 'loopback') return 'loopback';
  return link?.link_type === 'ether' ? 'ethernet' : (link?.link_type ?? 'unknown');
}
