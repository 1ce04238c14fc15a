import { entityId } from '../../../../shared/model/ids.ts';
import { naturalKey } from '../../../../shared/model/keys.ts';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import type { Relation } from '../../../../shared/model/relation.ts';
import { containsIp, parseIp, sizeOf, type IpNetwork } from '../../../../shared/model/ip-network.ts';
import { present, sortedTexts } from '../present.ts';
import { entityOf, labelsOf, nameOf, type DevicePlace } from './names.ts';
import { prefixUse, usedAddress, type PrefixUse } from './prefix-use.ts';
import type { NetboxObject, Reference } from './schema.ts';

export function mapVlans(
  source: string,
  vlans: readonly NetboxObject<'ipam.vlan'>[],
  groups: readonly NetboxObject<'ipam.vlangroup'>[],
): ObservedRecord[] {
  const groupOf = new Map(groups.map((group) => [group.id, group]));
  const uses = new Map<number, number>();
  for (const vlan of vlans) uses.set(vlan.vid, (uses.get(vlan.vid) ?? 0) + 1);
  return vlans.map((vlan) => {
    const group = vlan.group ? groupOf.get(vlan.group.id) : undefined;
    const site = vlan.site ?? (group?.scope_type === 'dcim.site' ? group.scope : undefined);
    const siteName = nameOf(site);
    return {
      nativeId: String(vlan.id),
      name: vlan.name,
      ...(siteName === undefined ? {} : { partition: siteName }),
      attributes: present({
        intent: true,
        vid: vlan.vid,
        site: siteName,
        group: nameOf(vlan.group),
        status: vlan.status?.value,
        role: nameOf(vlan.role),
        tenant: nameOf(vlan.tenant),
        description: vlan.description,
        comments: vlan.comments,
      }),
      relations: site ? [{ type: 'assigned-to', to: entityId(source, 'site', String(site.id)) }] : [],
      // A number that several sites use names no one VLAN.
      keys: uses.get(vlan.vid) === 1 ? [naturalKey.vlan(vlan.vid)] : [],
      labels: labelsOf(vlan),
    } satisfies ObservedRecord;
  });
}

export function mapVrfs(vrfs: readonly NetboxObject<'ipam.vrf'>[]): ObservedRecord[] {
  return vrfs.map((vrf) => ({
    nativeId: String(vrf.id),
    name: vrf.name,
    attributes: present({
      intent: true,
      routeDistinguisher: vrf.rd,
      importTargets: sortedTexts(vrf.import_targets.flatMap((target) => nameOf(target) ?? [])),
      exportTargets: sortedTexts(vrf.export_targets.flatMap((target) => nameOf(target) ?? [])),
      enforceUnique: vrf.enforce_unique,
      tenant: nameOf(vrf.tenant),
      description: vrf.description,
      comments: vrf.comments,
    }),
    labels: labelsOf(vrf),
  }));
}

export interface AddressSpace {
  readonly aggregates: readonly NetboxObject<'ipam.aggregate'>[];
  readonly prefixes: readonly NetboxObject<'ipam.prefix'>[];
  readonly ranges: readonly NetboxObject<'ipam.iprange'>[];
  readonly addresses: readonly NetboxObject<'ipam.ipaddress'>[];
}

/** Fill of every documented prefix, by its NetBox id. */
export function useOfPrefixes(space: AddressSpace): ReadonlyMap<number, PrefixUse> {
  const prefixes = space.prefixes.flatMap((prefix) => {
    const network = parseIp(prefix.prefix);
    if (!network) return [];
    return [{ id: prefix.id, vrf: prefix.vrf?.id, container: prefix.status?.value === 'container', network }];
  });
  const used = [
    ...space.ranges.flatMap(
      (range) => usedAddress(range.start_address, range.vrf?.id, range.end_address) ?? [],
    ),
    ...space.addresses.flatMap((ip) => usedAddress(ip.address, ip.vrf?.id) ?? []),
  ];
  return prefixUse(prefixes, used);
}

export function mapPrefixes(
  source: string,
  space: AddressSpace,
  sites: ReadonlySet<number>,
  use: ReadonlyMap<number, PrefixUse>,
): ObservedRecord[] {
  return space.prefixes.map((prefix) => {
    const network = parseIp(prefix.prefix);
    const site = siteOf(prefix);
    const siteName = nameOf(site);
    const fill = use.get(prefix.id);
    const relations: Relation[] = [];
    if (site && sites.has(site.id))
      relations.push({ type: 'assigned-to', to: entityId(source, 'site', String(site.id)) });
    if (prefix.vlan)
      relations.push({ type: 'assigned-to', to: entityId(source, 'vlan', String(prefix.vlan.id)) });
    if (prefix.vrf) relations.push({ type: 'member-of', to: entityId(source, 'vrf', String(prefix.vrf.id)) });
    if (fill?.parent !== undefined)
      relations.push({ type: 'part-of', to: entityId(source, 'prefix', String(fill.parent)) });
    return {
      nativeId: String(prefix.id),
      name: prefix.prefix,
      ...(siteName === undefined ? {} : { partition: siteName }),
      attributes: present({
        intent: true,
        prefix: prefix.prefix,
        family: network?.family ?? (prefix.prefix.includes(':') ? 6 : 4),
        type: prefix.status?.value === 'container' ? 'container' : 'network',
        site: siteName,
        vrf: nameOf(prefix.vrf),
        vlan: prefix.vlan && vlanText(prefix.vlan),
        status: prefix.status?.value,
        role: nameOf(prefix.role),
        tenant: nameOf(prefix.tenant),
        isPool: prefix.is_pool,
        markUtilised: prefix.mark_utilized,
        description: prefix.description,
        comments: prefix.comments,
        usedPercent: prefix.mark_utilized === true ? 100 : fill?.percent,
        usedCount: fill?.count,
        sizeCount: network && Number(sizeOf(network)),
      }),
      relations,
      labels: labelsOf(prefix),
    } satisfies ObservedRecord;
  });
}

export function mapAggregates(space: AddressSpace): ObservedRecord[] {
  return space.aggregates.map((aggregate) => {
    const network = parseIp(aggregate.prefix);
    // Only what no other documented prefix contains counts: the rest is inside it already.
    const inside = network ? topLevel(network, space.prefixes) : [];
    const taken = inside.reduce((sum, prefix) => sum + sizeOf(prefix), 0n);
    return {
      nativeId: `aggregate-${aggregate.id}`,
      name: aggregate.prefix,
      attributes: present({
        intent: true,
        prefix: aggregate.prefix,
        family: network?.family ?? (aggregate.prefix.includes(':') ? 6 : 4),
        type: 'aggregate',
        registry: nameOf(aggregate.rir),
        tenant: nameOf(aggregate.tenant),
        description: aggregate.description,
        comments: aggregate.comments,
        usedPercent: network && Number((taken * 10_000n) / sizeOf(network)) / 100,
        sizeCount: network && Number(sizeOf(network)),
      }),
      labels: labelsOf(aggregate),
    } satisfies ObservedRecord;
  });
}

function topLevel(outer: IpNetwork, prefixes: readonly NetboxObject<'ipam.prefix'>[]): readonly IpNetwork[] {
  const inside = prefixes
    .flatMap((prefix) => (prefix.vrf ? [] : (parseIp(prefix.prefix) ?? [])))
    .filter((network) => containsIp(outer, network))
    .toSorted((a, b) => a.length - b.length);
  const top: IpNetwork[] = [];
  for (const network of inside) if (!top.some((wider) => containsIp(wider, network))) top.push(network);
  return top;
}

export function mapRanges(source: string, ranges: readonly NetboxObject<'ipam.iprange'>[]): ObservedRecord[] {
  return ranges.map((range) => ({
    nativeId: String(range.id),
    name: `${range.start_address.replace(/\/\d+$/, '')} – ${range.end_address}`,
    attributes: present({
      intent: true,
      start: range.start_address,
      end: range.end_address,
      sizeCount: range.size,
      vrf: nameOf(range.vrf),
      status: range.status?.value,
      role: nameOf(range.role),
      tenant: nameOf(range.tenant),
      description: range.description,
    }),
    relations: range.vrf ? [{ type: 'member-of', to: entityId(source, 'vrf', String(range.vrf.id)) }] : [],
    labels: labelsOf(range),
  }));
}

export interface AddressSurroundings {
  readonly source: string;
  readonly places: ReadonlyMap<number, DevicePlace>;
  readonly use: ReadonlyMap<number, PrefixUse>;
  readonly prefixes: readonly NetboxObject<'ipam.prefix'>[];
}

export function mapAddresses(
  addresses: readonly NetboxObject<'ipam.ipaddress'>[],
  { source, places, prefixes }: AddressSurroundings,
): ObservedRecord[] {
  const networks = prefixes
    .flatMap((prefix) => {
      const network = parseIp(prefix.prefix);
      return network ? [{ prefix, network }] : [];
    })
    .toSorted((a, b) => b.network.length - a.network.length);
  return addresses.map((ip) => {
    const parsed = parseIp(ip.address);
    const host = parsed && { ...parsed, length: parsed.family === 4 ? 32 : 128 };
    const home = host
      ? networks.find((one) => one.prefix.vrf?.id === ip.vrf?.id && containsIp(one.network, host))
      : undefined;
    const owner = ownerOf(ip, places);
    const site = owner.place?.site ?? nameOf(home && siteOf(home.prefix));
    const relations: Relation[] = [];
    const target =
      ip.assigned_object_type === 'virtualization.vminterface'
        ? entityOf(source, 'virtualization.virtualmachine', ip.assigned_object?.virtual_machine?.id)
        : entityOf(source, ip.assigned_object_type, ip.assigned_object_id);
    if (target !== undefined) relations.push({ type: 'assigned-to', to: target });
    if (home) relations.push({ type: 'part-of', to: entityId(source, 'prefix', String(home.prefix.id)) });
    if (ip.vrf) relations.push({ type: 'member-of', to: entityId(source, 'vrf', String(ip.vrf.id)) });
    return {
      nativeId: String(ip.id),
      name: ip.address,
      ...(site === undefined ? {} : { partition: site }),
      attributes: present({
        intent: true,
        address: ip.address,
        family: parsed?.family ?? (ip.address.includes(':') ? 6 : 4),
        vrf: nameOf(ip.vrf),
        status: ip.status?.value,
        role: ip.role?.value,
        dnsName: ip.dns_name,
        assignedTo: owner.says,
        natInside: ip.nat_inside?.address ?? nameOf(ip.nat_inside),
        tenant: nameOf(ip.tenant),
        description: ip.description,
        comments: ip.comments,
      }),
      relations,
      labels: labelsOf(ip),
    } satisfies ObservedRecord;
  });
}

function ownerOf(
  ip: NetboxObject<'ipam.ipaddress'>,
  places: ReadonlyMap<number, DevicePlace>,
): { says?: string; place?: DevicePlace } {
  const assigned = ip.assigned_object;
  if (!assigned) return {};
  const place = assigned.device ? places.get(assigned.device.id) : undefined;
  const on = place?.name ?? assigned.virtual_machine?.name ?? assigned.device?.display;
  const says = [on, nameOf(assigned)].filter(Boolean).join(' ');
  return place ? { says, place } : { says };
}

function siteOf(prefix: NetboxObject<'ipam.prefix'>): Reference | undefined {
  return prefix.site ?? (prefix.scope_type === 'dcim.site' ? prefix.scope : undefined);
}

export function vlanText(vlan: Reference): string {
  return vlan.vid === undefined ? (nameOf(vlan) ?? '') : `${vlan.vid} ${vlan.name ?? ''}`.trim();
}
