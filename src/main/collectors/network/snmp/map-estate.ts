import { entityId } from '../../../../shared/model/ids.ts';
import { formatNetwork, parseIp } from '../../../../shared/model/ip-network.ts';
import { naturalKey } from '../../../../shared/model/keys.ts';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import type { Relation } from '../../../../shared/model/relation.ts';
import { present } from '../present.ts';
import { interfaceId, vlanNativeId } from './ids.ts';
import { interfaceNames, isGlobal, type DeviceReading } from './reading.ts';

/** Each VLAN once, called as most of its switches call it. */
export function mapVlans(readings: readonly DeviceReading[]): ObservedRecord[] {
  const found = new Map<string, { vid: number; site: string | undefined; names: Map<string, number> }>();
  for (const { device, vlans } of readings)
    for (const { vid, name } of vlans.value?.vlans ?? []) {
      const key = vlanNativeId(device.site, vid);
      const entry = found.get(key) ?? { vid, site: device.site, names: new Map() };
      found.set(key, entry);
      if (name !== undefined) entry.names.set(name, (entry.names.get(name) ?? 0) + 1);
    }
  return [...found].map(([nativeId, { vid, site, names }]) => {
    const [name] = [...names].toSorted(
      ([a, often], [b, oftener]) => oftener - often || (a < b ? -1 : 1),
    )[0] ?? [`VLAN ${vid}`];
    return {
      nativeId,
      name,
      attributes: present({ vid, site, status: 'active' }),
      keys: [naturalKey.vlan(vid)],
    };
  });
}

interface SeenAddress {
  readonly device: string;
  readonly site: string | undefined;
  readonly port: string;
  readonly address: string;
  readonly role: string | undefined;
}

export function addressesSeen(readings: readonly DeviceReading[]): SeenAddress[] {
  return readings.flatMap(({ device, interfaces }) => {
    const list = interfaces.value?.list ?? [];
    const names = interfaceNames(list);
    return list.flatMap((one) =>
      one.addresses
        .filter(({ address }) => isGlobal(address) && parseIp(address) !== undefined)
        .map(({ address, type }) => ({
          device: device.device,
          site: device.site,
          port: names.get(one.ifIndex) ?? '',
          address,
          role: type === 'anycast' ? 'anycast' : undefined,
        })),
    );
  });
}

export function mapAddresses(source: string, seen: readonly SeenAddress[]): ObservedRecord[] {
  return seen.map(({ device, port, address, role }) => {
    const network = prefixOf(address);
    const relations: Relation[] = [{ type: 'assigned-to', to: interfaceId(source, device, port) }];
    if (network !== undefined) relations.push({ type: 'part-of', to: entityId(source, 'prefix', network) });
    return {
      nativeId: `${device}/${port}/${address}`,
      name: address,
      partition: device,
      attributes: present({
        address,
        family: parseIp(address)?.family,
        status: 'active',
        role,
        assignedTo: `${device} ${port}`,
      }),
      relations,
      keys: role === undefined ? [naturalKey.ip(address)] : [],
    };
  });
}

/** Prefixes are what interfaces are in: SNMP lists them nowhere else. */
export function mapPrefixes(seen: readonly SeenAddress[]): ObservedRecord[] {
  const networks = new Set(seen.flatMap(({ address }) => prefixOf(address) ?? []));
  return [...networks].map((prefix) => ({
    nativeId: prefix,
    name: prefix,
    attributes: present({ prefix, family: parseIp(prefix)?.family, type: 'network', status: 'active' }),
  }));
}

/** The network of an address whose mask is known; one address alone is none. */
function prefixOf(address: string): string | undefined {
  if (!address.includes('/')) return undefined;
  const parsed = parseIp(address);
  if (!parsed || parsed.length === (parsed.family === 4 ? 32 : 128)) return undefined;
  return formatNetwork(parsed);
}
