import type { z } from 'zod';
import { entityId } from '../../../../shared/model/ids.ts';
import { naturalKey } from '../../../../shared/model/keys.ts';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import type { Relation } from '../../../../shared/model/relation.ts';
import { formatNetwork, parseIp, sizeOf, usableHosts } from '../../../../shared/model/ip-network.ts';
import { present } from '../present.ts';
import { deviceEntity } from './map-device.ts';
import type {
  circuitsSchema,
  feedsSchema,
  RawDevice,
  RawInterface,
  RawVlan,
  sitesSchema,
  tunnelsSchema,
} from './schema.ts';

type Sites = z.output<typeof sitesSchema>['sites'];

export function mapSites(sites: Sites): ObservedRecord[] {
  return sites.map((site) => ({
    nativeId: site.name,
    name: site.name,
    partition: site.name,
    attributes: present({ status: 'active', address: site.address }),
  }));
}

export function mapRacks(source: string, sites: Sites): ObservedRecord[] {
  return sites.flatMap((site) =>
    site.racks.map((rack): ObservedRecord => ({
      nativeId: rack.name,
      name: rack.name,
      partition: site.name,
      attributes: present({ site: site.name, status: 'active', heightU: rack.height_units }),
      relations: [{ type: 'located-in', to: entityId(source, 'site', site.name) }],
    })),
  );
}

export function mapVlans(vlans: readonly RawVlan[]): ObservedRecord[] {
  return vlans.map((vlan) => ({
    nativeId: String(vlan.vlan_id),
    name: vlan.name,
    attributes: present({ vid: vlan.vlan_id, status: vlan.state }),
    keys: [naturalKey.vlan(vlan.vlan_id)],
  }));
}

export function mapVrfs(vrfs: readonly { name: string; rd: string | undefined }[]): ObservedRecord[] {
  return vrfs.map((vrf) => ({
    nativeId: vrf.name,
    name: vrf.name,
    attributes: present({ routeDistinguisher: vrf.rd }),
  }));
}

/** An address that an interface was seen to have. */
export interface SeenAddress {
  readonly device: RawDevice;
  readonly port: RawInterface;
  readonly address: string;
  readonly role: string;
}

export function addressesSeen(
  readings: readonly { device: RawDevice; interfaces: readonly RawInterface[] | undefined }[],
): readonly SeenAddress[] {
  return readings.flatMap(({ device, interfaces }) =>
    (interfaces ?? []).flatMap((port) =>
      (port.ip_addresses ?? []).map(({ address, role }) => ({ device, port, address, role })),
    ),
  );
}

export function mapAddresses(source: string, seen: readonly SeenAddress[]): ObservedRecord[] {
  return seen.map(({ device, port, address, role }) => {
    const parsed = parseIp(address);
    const vrf = port.vrf ?? 'default';
    const relations: Relation[] = [
      { type: 'assigned-to', to: entityId(source, 'interface', `${device.serial}/${port.name}`) },
      { type: 'member-of', to: entityId(source, 'vrf', vrf) },
    ];
    if (parsed && parsed.length < 32)
      relations.push({ type: 'part-of', to: entityId(source, 'prefix', `${vrf}/${formatNetwork(parsed)}`) });
    return {
      nativeId: `${device.serial}/${port.name}/${address}`,
      name: address,
      partition: device.site,
      attributes: present({
        address,
        family: parsed?.family ?? 4,
        vrf,
        status: 'active',
        role: role === 'primary' ? undefined : role,
        assignedTo: `${device.hostname} ${port.name}`,
      }),
      relations,
      keys: role === 'primary' ? [naturalKey.ip(address)] : [],
    } satisfies ObservedRecord;
  });
}

/**
 * Prefixes are what interfaces are in: no device lists them otherwise. A prefix's fill is the addresses that its
 * gateways resolved and the interfaces themselves.
 */
export function mapPrefixes(
  source: string,
  seen: readonly SeenAddress[],
  vlans: readonly RawVlan[],
  resolved: readonly { readonly address: string; readonly vrf: string }[],
): ObservedRecord[] {
  const prefixes = new Map<string, { prefix: string; vrf: string; used: Set<string> }>();
  for (const { address, port } of seen) {
    const parsed = parseIp(address);
    if (!parsed || parsed.length === 32 || parsed.length === 128) continue;
    const vrf = port.vrf ?? 'default';
    const prefix = formatNetwork(parsed);
    const key = `${vrf}/${prefix}`;
    const entry = prefixes.get(key) ?? { prefix, vrf, used: new Set() };
    entry.used.add(address.replace(/\/\d+$/, ''));
    prefixes.set(key, entry);
  }
  // Interfaces in one prefix have the same mask, so the network of an address is found by trying each length once.
  const lengths = [...new Set([...prefixes.values()].map(({ prefix }) => Number(prefix.split('/')[1])))];
  for (const { address, vrf } of resolved)
    for (const length of lengths) {
      const parsed = parseIp(`${address}/${length}`);
      if (parsed) prefixes.get(`${vrf}/${formatNetwork(parsed)}`)?.used.add(address);
    }
  return [...prefixes].map(([nativeId, { prefix, vrf, used }]) => {
    const vlan = vlans.find((one) => one.prefix === prefix);
    const network = parseIp(prefix);
    const relations: Relation[] = [{ type: 'member-of', to: entityId(source, 'vrf', vrf) }];
    if (vlan) relations.push({ type: 'assigned-to', to: entityId(source, 'vlan', String(vlan.vlan_id)) });
    return {
      nativeId,
      name: prefix,
      attributes: present({
        prefix,
        family: network?.family ?? 4,
        type: 'network',
        vrf,
        vlan: vlan && `${vlan.vlan_id} ${vlan.name}`,
        status: 'active',
        role: vlan ? undefined : 'link',
        usedPercent: network && Math.round((10_000 * used.size) / Number(usableHosts(network))) / 100,
        usedCount: used.size,
        sizeCount: network && Number(sizeOf(network)),
      }),
      relations,
    } satisfies ObservedRecord;
  });
}

export function mapCircuits(
  source: string,
  circuits: z.output<typeof circuitsSchema>['circuits'],
  devices: ReadonlyMap<string, RawDevice>,
): ObservedRecord[] {
  return circuits.map((circuit) => {
    const device = circuit.device === undefined ? undefined : devices.get(circuit.device);
    const relations: Relation[] = [];
    if (circuit.site !== undefined)
      relations.push({ type: 'attached-to', to: entityId(source, 'site', circuit.site) });
    if (device && circuit.port !== undefined)
      relations.push({
        type: 'attached-to',
        to: entityId(source, 'interface', `${device.serial}/${circuit.port}`),
      });
    return {
      nativeId: circuit.circuit_id,
      name: circuit.circuit_id,
      attributes: present({
        provider: circuit.provider,
        type: circuit.service,
        status: circuit.status,
        commitMbps: circuit.bandwidth_bps === undefined ? undefined : circuit.bandwidth_bps / 1e6,
        ends: [
          {
            side: 'A',
            providerNetwork: false,
            ...present({
              at: circuit.site,
              port: [circuit.device, circuit.port].filter(Boolean).join(' '),
            }),
          },
          { side: 'Z', providerNetwork: true, ...present({ at: circuit.provider }) },
        ],
      }),
      relations,
    } satisfies ObservedRecord;
  });
}

export function mapTunnels(
  source: string,
  tunnels: z.output<typeof tunnelsSchema>['tunnels'],
  devices: ReadonlyMap<string, RawDevice>,
): ObservedRecord[] {
  return tunnels.map((tunnel) => ({
    nativeId: tunnel.name,
    name: tunnel.name,
    attributes: present({
      status: tunnel.state,
      operUp: tunnel.state === 'up',
      encapsulation: tunnel.encapsulation,
      encryption: tunnel.cipher,
      ends: [tunnel.local, tunnel.remote].map((end) => ({
        device: end.device,
        ...present({ outsideIp: end.ip }),
      })),
      uptimeSeconds: tunnel.uptime_seconds,
    }),
    relations: [tunnel.local, tunnel.remote].flatMap((end): Relation[] => {
      const device = devices.get(end.device);
      return device ? [{ type: 'attached-to', to: deviceEntity(source, device) }] : [];
    }),
  }));
}

export function mapFeeds(source: string, feeds: z.output<typeof feedsSchema>['feeds']): ObservedRecord[] {
  return feeds.map((feed) => {
    const capacity = Math.round(feed.volts * feed.amperes * (feed.phases === 3 ? 1.732 : 1));
    return {
      nativeId: feed.name,
      name: feed.name,
      partition: feed.site,
      attributes: present({
        panel: feed.panel,
        site: feed.site,
        rack: feed.rack,
        status: 'active',
        type: feed.redundancy,
        supply: 'ac',
        phase: feed.phases === 3 ? 'three-phase' : 'single-phase',
        voltage: feed.volts,
        amperage: feed.amperes,
        maximumPercent: feed.maximum_percent,
        capacityWatts: capacity,
        availableWatts: Math.round((capacity * feed.maximum_percent) / 100),
        drawWatts: feed.draw_w,
      }),
      relations:
        feed.rack === undefined ? [] : [{ type: 'located-in', to: entityId(source, 'rack', feed.rack) }],
    } satisfies ObservedRecord;
  });
}
