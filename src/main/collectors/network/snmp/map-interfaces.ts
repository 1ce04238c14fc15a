import type { EntityId } from '../../../../shared/model/ids.ts';
import { naturalKey } from '../../../../shared/model/keys.ts';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import type { Relation } from '../../../../shared/model/relation.ts';
import { normalMac, present, sortedNumbers, sortedTexts } from '../present.ts';
import { interfaceNames, isGlobal, type DeviceReading } from './reading.ts';
import type { Neighbour, RawInterface, Vlans } from './schema.ts';
import { interfaceId, vlanId } from './ids.ts';

const forms: Readonly<Record<string, string>> = {
  ethernetCsmacd: 'ethernet',
  fastEther: 'ethernet',
  gigabitEthernet: 'ethernet',
  softwareLoopback: 'loopback',
  ieee8023adLag: 'LAG',
  l2vlan: 'VLAN interface',
  l3ipvlan: 'VLAN interface',
  bridge: 'bridge',
  tunnel: 'tunnel',
  propVirtual: 'virtual',
};

const duplexes: Readonly<Record<string, string>> = { fullDuplex: 'full', halfDuplex: 'half' };

export function mapInterfaces(
  source: string,
  reading: DeviceReading,
  owner: EntityId | undefined,
  startedAt: string,
): ObservedRecord[] {
  const { device, system, interfaces, lldp, vlans } = reading;
  const list = interfaces.value?.list ?? [];
  const names = interfaceNames(list);
  const own = (name: string) => interfaceId(source, device.device, name);
  const macs = list.flatMap(({ ifPhysAddress }) => ifPhysAddress ?? []);
  return list.map((port) => {
    const name = names.get(port.ifIndex) ?? '';
    const lag = port.aggregate === undefined ? undefined : names.get(port.aggregate);
    const members = list.filter(({ aggregate }) => aggregate === port.ifIndex);
    const neighbours = (lldp.value?.neighbors ?? []).filter(({ ifIndex }) => ifIndex === port.ifIndex);
    const tags = vlansOf(port, vlans.value);
    const addresses = port.addresses.map(({ address }) => address);
    const isLag = port.ifTypeName === 'ieee8023adLag';
    const relations: Relation[] = [];
    if (owner !== undefined) relations.push({ type: 'part-of', to: owner });
    if (lag !== undefined) relations.push({ type: 'member-of', to: own(lag) });
    for (const vid of tags.carried) relations.push({ type: 'carries', to: vlanId(source, device.site, vid) });
    relations.push(...peerRelations(neighbours));
    return {
      nativeId: `${device.device}/${name}`,
      name,
      partition: device.device,
      attributes: {
        ...present({
          device: device.device,
          site: device.site,
          type: formOf(port),
          description: port.ifAlias,
          speedMbps: port.ifHighSpeed === 0 ? undefined : port.ifHighSpeed,
          duplex: duplexes[port.dot3StatsDuplexStatus ?? ''],
          mtu: port.ifMtu,
          mac: normalMac(port.ifPhysAddress),
          mode: tags.mode ?? (addresses.some(isGlobal) ? 'routed' : undefined),
          nativeVlan: tags.native,
          taggedVlans: tags.tagged,
          lag,
          isLag: isLag ? true : undefined,
          lagMembers: isLag ? sortedTexts(members.map(({ ifIndex }) => names.get(ifIndex) ?? '')) : undefined,
          addresses: sortedTexts(addresses.filter(isGlobal)),
          adminUp: adminUp(port),
          operUp: operUp(port),
          peer: sortedTexts(neighbours.map(peerName))[0],
          peerSource: neighbours.length > 0 ? 'lldp' : undefined,
          ...port.counters,
          lastChangeAt: changedAt(port, interfaces.value?.sysUpTime, startedAt),
        }),
        // A LAG without any active member is known to have none.
        ...(isLag && {
          lagActiveMembers: sortedTexts(
            members.filter((one) => operUp(one) === true).map(({ ifIndex }) => names.get(ifIndex) ?? ''),
          ),
        }),
      },
      relations,
      keys: keysOf(port, [device.device, system?.sysName], macs),
      unknown: lldp.notGiven.includes('LLDP-MIB')
        ? { peer: 'the device has no LLDP, or this account may not see it' }
        : {},
    } satisfies ObservedRecord;
  });
}

/** Neighbours call a port by whatever of its names they were told, and its device by its own or by ours. */
function keysOf(
  { ifName, ifDescr, ifPhysAddress }: RawInterface,
  devices: readonly (string | undefined)[],
  macs: readonly string[],
): string[] {
  const keys = new Set<string>();
  for (const device of devices)
    for (const name of [ifName, ifDescr])
      if (device !== undefined && name !== undefined) keys.add(naturalKey.port(device, name));
  // A bridge or a LAG has the address of one of its ports: then it names none of them.
  if (ifPhysAddress !== undefined && macs.filter((mac) => mac === ifPhysAddress).length === 1)
    keys.add(naturalKey.mac(ifPhysAddress));
  return [...keys];
}

function peerRelations(neighbours: readonly Neighbour[]): Relation[] {
  const keys = new Set<string>();
  for (const { sysName, portId, portDesc, portIdSubtype } of neighbours) {
    if (portIdSubtype === 'macAddress' && portId !== undefined) keys.add(naturalKey.mac(portId));
    if (sysName === undefined) continue;
    if (portIdSubtype !== 'macAddress' && portId !== undefined) keys.add(naturalKey.port(sysName, portId));
    if (portDesc !== undefined) keys.add(naturalKey.port(sysName, portDesc));
  }
  return [...keys].map((toKey) => ({ type: 'connected-to', toKey }));
}

function peerName({ sysName, chassisId, portId, portDesc, portIdSubtype }: Neighbour): string {
  const port = portIdSubtype === 'macAddress' ? (portDesc ?? portId) : (portId ?? portDesc);
  const system = sysName === undefined ? chassisId : (sysName.split('.')[0] ?? sysName);
  return [system, port].filter((part) => part !== undefined).join(' ');
}

function formOf({ ifTypeName, ifType }: RawInterface): string | undefined {
  if (ifTypeName !== undefined) return forms[ifTypeName] ?? ifTypeName;
  return ifType === undefined ? undefined : `ifType ${ifType}`;
}

const adminUp = ({ ifAdminStatus }: RawInterface): boolean | undefined =>
  ifAdminStatus === 'up' ? true : ifAdminStatus === 'down' ? false : undefined;

const operUp = ({ ifOperStatus }: RawInterface): boolean | undefined =>
  ifOperStatus === undefined || ifOperStatus === 'unknown' || ifOperStatus === 'testing'
    ? undefined
    : ifOperStatus === 'up';

interface Tags {
  readonly mode?: 'access' | 'trunk';
  readonly native?: number;
  readonly tagged: readonly number[];
  readonly carried: readonly number[];
}

function vlansOf({ ifIndex }: RawInterface, vlans: Vlans | undefined): Tags {
  const carrying = (vlans?.vlans ?? []).filter(({ egress }) => egress.includes(ifIndex));
  const tagged = sortedNumbers(
    carrying.filter(({ untagged }) => !untagged.includes(ifIndex)).map(({ vid }) => vid),
  );
  const native = vlans?.ports.find((port) => port.ifIndex === ifIndex)?.pvid;
  if (carrying.length === 0) return { tagged: [], carried: [] };
  return {
    mode: tagged.length > 0 ? 'trunk' : 'access',
    ...(native !== undefined && native > 0 && { native }),
    tagged,
    carried: sortedNumbers(carrying.map(({ vid }) => vid)),
  };
}

/** The device counts from when its agent started; 0 says only that nothing happened since. */
function changedAt(
  { ifLastChange }: RawInterface,
  sysUpTime: number | undefined,
  startedAt: string,
): string | undefined {
  if (!ifLastChange || sysUpTime === undefined || ifLastChange > sysUpTime) return undefined;
  const moment = Date.parse(startedAt) - (sysUpTime - ifLastChange) * 10;
  return new Date(Math.round(moment / 1_000) * 1_000).toISOString();
}
