import type { Block } from '../../../shared/model/block.ts';
import type { EntityOf } from '../../../shared/model/entity.ts';
import { compareIp, parseIp } from '../../../shared/model/ip-network.ts';
import { compareText } from '../../inventory/natural-order.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { computed, entityLink, when, type Content, type EntityColumn } from '../build.ts';
import { diagrams, type GraphEdge, type GraphNode } from '../diagram.ts';
import { number } from '../format.ts';
import type { GeneratorSettings } from '../generator.ts';
import { joinParts, pagedTable, type PagePart } from '../paged-table.ts';

type Vlan = EntityOf<'vlan'>;
type Vrf = EntityOf<'vrf'>;
type Prefix = EntityOf<'prefix'>;
type Address = EntityOf<'ip-address'>;
type Range = EntityOf<'ip-range'>;

/** VLANs, prefixes, ranges and addresses of one site, or with '' those that belong to none. */
export function addressSections(
  view: InventoryView,
  site: string,
  page: string,
  settings: GeneratorSettings,
): PagePart {
  const common = { page, settings };
  const read = <K extends 'vlan' | 'prefix' | 'ip-range' | 'ip-address' | 'interface'>(kind: K) => ({
    kind,
    partition: site,
  });
  const vlans = view
    .inPartition('vlan', site)
    .toSorted((a, b) => a.attributes.vid - b.attributes.vid || compareText(a.id, b.id));
  return joinParts([
    pagedTable<Vlan>({
      ...common,
      key: 'vlans',
      title: 'VLANs',
      noun: ['VLAN', 'VLANs'],
      entities: vlans,
      columns: vlanColumns(view),
      // Which interfaces carry it and which prefixes it has may be known at any site.
      reads: [read('vlan'), site === '' ? { kind: 'interface' } : read('interface'), { kind: 'prefix' }],
    }),
    pagedTable<Prefix>({
      ...common,
      key: 'prefixes',
      title: 'Prefixes',
      noun: ['prefix', 'prefixes'],
      entities: sortedByAddress(view.inPartition('prefix', site), (prefix) => prefix.attributes.prefix),
      columns: prefixColumns(view, settings),
      reads: [{ kind: 'prefix' }],
      intro: () => layer3Diagram(view, site),
    }),
    pagedTable<Range>({
      ...common,
      key: 'ip-ranges',
      title: 'IP ranges',
      noun: ['range', 'ranges'],
      entities: sortedByAddress(view.inPartition('ip-range', site), (range) => range.attributes.start),
      columns: rangeColumns,
      reads: [read('ip-range')],
    }),
    pagedTable<Address>({
      ...common,
      key: 'addresses',
      title: 'IP addresses',
      noun: ['address', 'addresses'],
      entities: sortedByAddress(view.inPartition('ip-address', site), (ip) => ip.attributes.address),
      columns: addressColumns(view),
      reads: [read('ip-address')],
    }),
  ]);
}

export function vrfSections(view: InventoryView, page: string, settings: GeneratorSettings): PagePart {
  return pagedTable<Vrf>({
    page,
    settings,
    key: 'vrfs',
    title: 'VRFs',
    noun: ['VRF', 'VRFs'],
    entities: view.all('vrf'),
    columns: [
      { title: 'VRF', path: 'name' },
      { title: 'Route distinguisher', path: 'routeDistinguisher' },
      { title: 'Import targets', path: 'importTargets' },
      { title: 'Export targets', path: 'exportTargets' },
      { title: 'Unique addresses enforced', path: 'enforceUnique' },
      { title: 'Prefixes', align: 'right', value: (vrf) => members(view, vrf, 'prefix') },
      { title: 'Addresses', align: 'right', value: (vrf) => members(view, vrf, 'ip-address') },
      { title: 'Tenant', path: 'tenant' },
      { title: 'Description', value: (vrf) => vrf.attributes.description ?? '' },
    ],
    reads: [{ kind: 'vrf' }, { kind: 'prefix' }, { kind: 'ip-address' }],
  });
}

function members(view: InventoryView, vrf: Vrf, kind: 'prefix' | 'ip-address'): Content {
  const n = view.inbound(vrf, 'member-of', kind).length;
  return computed(number(n), `${kind === 'prefix' ? 'prefixes' : 'addresses'} of ${vrf.name}`);
}

/** By number rather than by text; what is no address comes last, by name. */
function sortedByAddress<E extends { readonly id: string; readonly name: string }>(
  entities: readonly E[],
  text: (entity: E) => string,
): readonly E[] {
  return entities
    .map((entity) => ({ entity, ip: parseIp(text(entity)) }))
    .toSorted((a, b) => {
      if (a.ip && b.ip) return compareIp(a.ip, b.ip) || compareText(a.entity.id, b.entity.id);
      return (
        Number(a.ip === undefined) - Number(b.ip === undefined) || compareText(a.entity.name, b.entity.name)
      );
    })
    .map(({ entity }) => entity);
}

function vlanColumns(view: InventoryView): readonly EntityColumn<Vlan>[] {
  return [
    { title: 'VLAN', path: 'vid', align: 'right', format: String },
    { title: 'Name', path: 'name' },
    { title: 'Group', path: 'group' },
    { title: 'Status', path: 'status' },
    { title: 'Role', path: 'role' },
    { title: 'Tenant', path: 'tenant' },
    { title: 'Prefixes', value: (vlan) => prefixesOf(view, vlan) },
    {
      title: 'Interfaces that carry it',
      align: 'right',
      value: (vlan) =>
        computed(
          number(view.inbound(vlan, 'carries', 'interface').length),
          `interfaces that carry ${vlan.name}`,
        ),
    },
    { title: 'Description', value: (vlan) => vlan.attributes.description ?? '' },
  ];
}

function prefixesOf(view: InventoryView, vlan: Vlan): Content {
  const prefixes = view.inbound(vlan, 'assigned-to', 'prefix');
  if (prefixes.length === 0) return 'none';
  return prefixes.flatMap((prefix, i) => [...(i === 0 ? [] : [', ']), entityLink(prefix)]);
}

function prefixColumns(view: InventoryView, settings: GeneratorSettings): readonly EntityColumn<Prefix>[] {
  return [
    { title: 'Prefix', path: 'name' },
    { title: 'VRF', value: (prefix) => prefix.attributes.vrf ?? 'global' },
    { title: 'VLAN', value: (prefix) => vlanOf(view, prefix) },
    { title: 'Type', path: 'type' },
    { title: 'Status', path: 'status' },
    { title: 'Role', path: 'role' },
    { title: 'Used', path: 'usedPercent' },
    { title: 'Tenant', path: 'tenant' },
    { title: 'Inside', value: (prefix) => parentOf(view, prefix) },
    ...when<EntityColumn<Prefix>>(settings.depth === 'full', [
      { title: 'Registry', path: 'registry' },
      { title: 'Pool', path: 'isPool' },
      { title: 'In use', path: 'usedCount' },
      { title: 'Addresses', path: 'sizeCount' },
    ]),
    { title: 'Description', value: (prefix) => prefix.attributes.description ?? '' },
  ];
}

function vlanOf(view: InventoryView, prefix: Prefix): Content {
  const vlan = view.outbound(prefix, 'assigned-to').find((entity) => entity.kind === 'vlan');
  if (vlan) return entityLink(vlan, prefix.attributes.vlan ?? vlan.name);
  return prefix.attributes.vlan ?? 'none';
}

function parentOf(view: InventoryView, prefix: Prefix): Content {
  const parent = view.outbound(prefix, 'part-of').find((entity) => entity.kind === 'prefix');
  return parent ? entityLink(parent) : '';
}

const rangeColumns: readonly EntityColumn<Range>[] = [
  { title: 'Range', path: 'name' },
  { title: 'Addresses', path: 'sizeCount' },
  { title: 'VRF', value: (range) => range.attributes.vrf ?? 'global' },
  { title: 'Status', path: 'status' },
  { title: 'Role', path: 'role' },
  { title: 'Tenant', path: 'tenant' },
  { title: 'Description', value: (range) => range.attributes.description ?? '' },
];

function addressColumns(view: InventoryView): readonly EntityColumn<Address>[] {
  return [
    { title: 'Address', path: 'name' },
    { title: 'VRF', value: (ip) => ip.attributes.vrf ?? 'global' },
    { title: 'Status', path: 'status' },
    { title: 'Role', value: (ip) => ip.attributes.role ?? '' },
    { title: 'Assigned to', value: (ip) => assignee(view, ip) },
    { title: 'DNS name', path: 'dnsName' },
    { title: 'NAT inside', value: (ip) => ip.attributes.natInside ?? '' },
    { title: 'Tenant', path: 'tenant' },
    { title: 'Description', value: (ip) => ip.attributes.description ?? '' },
  ];
}

function assignee(view: InventoryView, ip: Address): Content {
  const [owner] = view.outbound(ip, 'assigned-to');
  const { assignedTo } = ip.attributes;
  if (owner) return entityLink(owner, assignedTo ?? owner.name);
  return assignedTo ?? 'not assigned';
}

/** Prefixes under the VRF that routes them, each hanging on the one that it lies in. */
function layer3Diagram(view: InventoryView, site: string): readonly Block[] {
  const prefixes = view.inPartition('prefix', site);
  const shown = new Set(prefixes.map((prefix) => prefix.id));
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const roots = new Set<string>();
  for (const prefix of prefixes) {
    const vrf = prefix.attributes.vrf ?? 'global';
    const { vlan } = prefix.attributes;
    nodes.push({
      id: prefix.id,
      label: vlan === undefined ? prefix.name : `${prefix.name} (VLAN ${vlan})`,
      group: vrf,
      noun: ['prefix', 'prefixes'],
      entity: prefix.id,
    });
    const parent = view.outbound(prefix, 'part-of').find((entity) => shown.has(entity.id));
    if (parent) edges.push({ from: parent.id, to: prefix.id, directed: true });
    else {
      roots.add(vrf);
      edges.push({ from: `vrf ${vrf}`, to: prefix.id, directed: true });
    }
  }
  for (const vrf of roots)
    nodes.push({
      id: `vrf ${vrf}`,
      label: vrf === 'global' ? 'global table' : `VRF ${vrf}`,
      group: vrf,
      shape: 'round',
    });
  return diagrams({
    title: site === '' ? 'Layer 3: prefixes by VRF' : `Layer 3 of ${site}`,
    direction: 'right',
    nodes,
    edges,
    groups: Object.fromEntries(
      [...new Set(nodes.map((node) => node.group ?? ''))].map((vrf) => [
        vrf,
        vrf === 'global' ? 'global table' : `VRF ${vrf}`,
      ]),
    ),
  });
}
