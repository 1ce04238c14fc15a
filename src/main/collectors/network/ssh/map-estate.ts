import { entityId } from '../../../../shared/model/ids.ts';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import { formatNetwork, parseIp, sizeOf, usableHosts } from '../../../../shared/model/ip-network.ts';
import { naturalKey } from '../../../../shared/model/keys.ts';
import { present } from '../present.ts';
import { addressesOf } from './addresses.ts';
import type { HostReading } from './read-host.ts';

/** Bridges that the software of hosts makes for itself, with the same addresses on each of them. */
const ofOneHost = /^(?:docker|virbr|lxcbr|lxdbr|podman|cni|br-[0-9a-f]{12}$)/;

export function mapAddresses(source: string, reading: HostReading): ObservedRecord[] {
  const { host } = reading;
  return addressesOf(reading).map(({ port, address, family, vrf }) => {
    const parsed = parseIp(address);
    return {
      nativeId: `${host.name}/${port}/${address}`,
      name: address,
      partition: host.name,
      attributes: { address, family, vrf, status: 'active', assignedTo: `${host.name} ${port}` },
      relations: [
        { type: 'assigned-to', to: entityId(source, 'interface', `${host.name}/${port}`) },
        { type: 'member-of', to: entityId(source, 'vrf', vrf) },
        ...(parsed && isNetwork(parsed)
          ? ([
              { type: 'part-of', to: entityId(source, 'prefix', `${vrf}/${formatNetwork(parsed)}`) },
            ] as const)
          : []),
      ],
      keys: ofOneHost.test(port) ? [] : [naturalKey.ip(address)],
    };
  });
}

const isNetwork = ({ family, length }: { family: number; length: number }) =>
  length < (family === 4 ? 32 : 128);

/** Prefixes are what interfaces are in; what fills them is the hosts' own addresses and the neighbours they resolved. */
export function mapPrefixes(source: string, readings: readonly HostReading[]): ObservedRecord[] {
  const prefixes = new Map<string, { prefix: string; vrf: string; used: Set<string> }>();
  for (const reading of readings) {
    const own = new Map<string, Set<string>>();
    for (const { port, address, vrf } of addressesOf(reading)) {
      const parsed = parseIp(address);
      if (!parsed || !isNetwork(parsed)) continue;
      const prefix = formatNetwork(parsed);
      const key = `${vrf}/${prefix}`;
      const entry = prefixes.get(key) ?? { prefix, vrf, used: new Set<string>() };
      entry.used.add(bare(address));
      prefixes.set(key, entry);
      own.set(port, (own.get(port) ?? new Set()).add(key));
    }
    if (reading.neighbours.is !== 'answered') continue;
    for (const { dst, dev, lladdr } of reading.neighbours.value) {
      if (dst === undefined || dev === undefined || lladdr === undefined) continue;
      for (const key of own.get(dev) ?? []) {
        const length = key.slice(key.lastIndexOf('/') + 1);
        const parsed = parseIp(`${dst}/${length}`);
        const entry = prefixes.get(key);
        if (parsed && entry && formatNetwork(parsed) === entry.prefix) entry.used.add(dst);
      }
    }
  }
  return [...prefixes].map(([nativeId, { prefix, vrf, used }]) => {
    const network = parseIp(prefix);
    return {
      nativeId,
      name: prefix,
      attributes: present({
        prefix,
        family: network?.family ?? 4,
        type: 'network',
        vrf,
        status: 'active',
        usedPercent: network && Math.round((10_000 * used.size) / Number(usableHosts(network))) / 100,
        usedCount: used.size,
        sizeCount: network && Number(sizeOf(network)),
      }),
      relations: [{ type: 'member-of', to: entityId(source, 'vrf', vrf) }],
    };
  });
}

const bare = (address: string) => address.replace(/\/\d+$/, '');

/** Those that some port carries or stands on; hosts do not name them. */
export function mapVlans(interfaces: readonly ObservedRecord[]): ObservedRecord[] {
  const ids = new Set(
    interfaces.flatMap(({ attributes }) => [
      ...[attributes['nativeVlan']].filter((id) => typeof id === 'number'),
      ...(Array.isArray(attributes['taggedVlans'])
        ? attributes['taggedVlans'].filter((id): id is number => typeof id === 'number')
        : []),
    ]),
  );
  return [...ids]
    .filter((id) => id > 0)
    .toSorted((a, b) => a - b)
    .map((vid) => ({
      nativeId: String(vid),
      name: `VLAN ${vid}`,
      attributes: { vid },
      keys: [naturalKey.vlan(vid)],
    }));
}

/** Those that have an address, a device of their own or a BGP session; every host has its default one. */
export function mapVrfs(readings: readonly HostReading[]): ObservedRecord[] {
  const names = new Set(
    readings.flatMap((reading) => [
      ...addressesOf(reading).map(({ vrf }) => vrf),
      ...(reading.links.is === 'answered'
        ? reading.links.value
            .filter(({ linkinfo }) => linkinfo?.info_kind === 'vrf')
            .map(({ ifname }) => ifname)
        : []),
      ...(reading.bgp.is === 'answered' ? reading.bgp.value.map(({ vrf }) => vrf) : []),
    ]),
  );
  return [...names].toSorted().map((name) => ({ nativeId: name, name, attributes: {} }));
}
