import type { Block } from '../../../shared/model/block.ts';
import type { EntityOf } from '../../../shared/model/entity.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { diagram, diagrams, type GraphEdge, type GraphNode } from '../diagram.ts';
import type { Scope } from './scopes.ts';

/** vCenter → datacenter → cluster → hosts. Hosts are collapsed per cluster where there are many. */
export function clusterTree(view: InventoryView): readonly Block[] {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  for (const vcenter of view.all('vcenter'))
    nodes.push({ id: vcenter.id, label: vcenter.name, shape: 'hexagon', entity: vcenter.id });
  for (const datacenter of view.all('datacenter')) {
    nodes.push({ id: datacenter.id, label: datacenter.name, shape: 'round', entity: datacenter.id });
    for (const vcenter of view.outbound(datacenter, 'part-of'))
      edges.push({ from: vcenter.id, to: datacenter.id, directed: true });
  }
  for (const cluster of view.all('cluster')) {
    nodes.push({
      id: cluster.id,
      label: calledOf(cluster),
      entity: cluster.id,
      group: cluster.id,
      noun: ['object', 'objects'],
    });
    for (const datacenter of view.outbound(cluster, 'part-of'))
      edges.push({ from: datacenter.id, to: cluster.id, directed: true });
  }
  for (const host of view.all('host')) {
    const [cluster] = view.outbound(host, 'member-of');
    nodes.push({
      id: host.id,
      label: host.name,
      entity: host.id,
      noun: ['host', 'hosts'],
      ...(cluster === undefined ? {} : { group: cluster.id }),
      ...(host.attributes.connectionState === undefined || host.attributes.connectionState === 'connected'
        ? {}
        : { severity: 'critical' as const }),
    });
    const above = cluster ?? datacenterOf(view, host);
    if (above !== undefined) edges.push({ from: above.id, to: host.id, directed: true });
  }
  return diagram({
    title: 'Clusters and hosts',
    nodes,
    edges,
    groups: Object.fromEntries(view.all('cluster').map((cluster) => [cluster.id, calledOf(cluster)])),
  });
}

/** With its datacenter where another cluster of the vCenter has the same name. */
const calledOf = (cluster: EntityOf<'cluster'>): string => cluster.partition ?? cluster.name;

/** A host that stands by itself hangs on its datacenter. */
function datacenterOf(view: InventoryView, host: EntityOf<'host'>): EntityOf<'datacenter'> | undefined {
  return view
    .all('datacenter')
    .find(({ name, source }) => name === host.attributes.datacenter && source === host.source);
}

/** Two datacenters may have switches of one name. */
function titleOf(view: InventoryView, { name, attributes: { datacenter } }: EntityOf<'dv-switch'>): string {
  const only = view.all('dv-switch').filter((one) => one.name === name).length === 1;
  return only || datacenter === undefined ? name : `${name} of ${datacenter}`;
}

/** One picture a switch: physical adapters by uplink, the switch, its port groups, and VMkernel adapters on them. */
export function switchDiagrams(view: InventoryView): readonly Block[] {
  return view.all('dv-switch').flatMap((dvSwitch) => {
    const nodes: GraphNode[] = [
      { id: dvSwitch.id, label: dvSwitch.name, shape: 'hexagon', entity: dvSwitch.id },
    ];
    const edges: GraphEdge[] = [];
    const uplinks = new Map<string, number>();
    for (const name of dvSwitch.attributes.uplinks ?? []) uplinks.set(name, 0);
    for (const member of dvSwitch.attributes.members ?? [])
      for (const pnic of member.pnics ?? []) {
        const uplink = pnic.uplink ?? pnic.name;
        uplinks.set(uplink, (uplinks.get(uplink) ?? 0) + 1);
      }
    for (const [uplink, links] of uplinks) {
      const id = `uplink ${uplink}`;
      nodes.push({ id, label: uplink, shape: 'round', noun: ['uplink', 'uplinks'] });
      edges.push({ from: id, to: dvSwitch.id, ...(links > 0 ? { links } : {}), label: 'adapters' });
    }
    const groups = view
      .inbound(dvSwitch, 'part-of', 'network')
      .filter((network) => network.kind === 'network' && network.attributes.uplink !== true);
    const byName = new Map(groups.map((group) => [group.name, group]));
    for (const group of groups) {
      if (group.kind !== 'network') continue;
      const { vlan, vlanTrunk } = group.attributes;
      const tag = vlanTrunk
        ? ` (trunk ${vlanTrunk.join(', ')})`
        : vlan === undefined
          ? ''
          : ` (VLAN ${vlan})`;
      nodes.push({
        id: group.id,
        label: `${group.name}${tag}`,
        entity: group.id,
        group: 'port groups',
        noun: ['port group', 'port groups'],
      });
      edges.push({ from: dvSwitch.id, to: group.id });
    }
    for (const [key, { group, hosts }] of vmkernelsOf(view, dvSwitch.source, byName)) {
      nodes.push({
        id: key,
        label: `${key.split('\n')[0] ?? key} on ${hosts} ${hosts === 1 ? 'host' : 'hosts'}`,
        shape: 'stack',
        noun: ['VMkernel adapter', 'VMkernel adapters'],
      });
      edges.push({ from: group, to: key, ...(hosts > 1 ? { links: hosts } : {}) });
    }
    return diagram({
      title: `Distributed switch ${titleOf(view, dvSwitch)}`,
      direction: 'right',
      nodes,
      edges,
      groups: { 'port groups': 'Port groups' },
    });
  });
}

function vmkernelsOf(
  view: InventoryView,
  source: string,
  groups: ReadonlyMap<string, { readonly id: string }>,
): ReadonlyMap<string, { group: string; hosts: number }> {
  const found = new Map<string, { group: string; hosts: number }>();
  for (const host of view.all('host')) {
    if (host.source !== source) continue;
    for (const vmk of host.attributes.vmkernels ?? []) {
      const group = vmk.portGroup === undefined ? undefined : groups.get(vmk.portGroup);
      if (group === undefined) continue;
      const key = `${vmk.name}\n${group.id}`;
      const known = found.get(key) ?? { group: group.id, hosts: 0 };
      known.hosts += 1;
      found.set(key, known);
    }
  }
  return found;
}

/** Hosts, the array ports that they reach, and the datastores behind them. */
export function storageDiagrams(scope: Scope): readonly Block[] {
  const nodes = new Map<string, GraphNode>();
  const edges: GraphEdge[] = [];
  const behind = new Set<string>();
  for (const host of scope.members('host')) {
    const targets = new Map<string, { paths: number; adapters: Set<string> }>();
    for (const lun of host.attributes.multipath ?? []) {
      // A disk of its own is behind no port, and is called what those of other hosts are called too.
      if (lun.paths.every(({ target }) => target === undefined)) continue;
      const device = `device ${lun.naa}`;
      if (!nodes.has(device))
        nodes.set(device, {
          id: device,
          label: lun.datastore ?? lun.naa,
          shape: 'cylinder',
          group: 'datastores',
          noun: ['datastore', 'datastores'],
        });
      for (const path of lun.paths) {
        const target = path.target ?? 'unknown target';
        const id = `target ${target}`;
        if (!nodes.has(id))
          nodes.set(id, { id, label: target, shape: 'round', group: 'targets', noun: ['target', 'targets'] });
        const known = targets.get(id) ?? { paths: 0, adapters: new Set<string>() };
        known.adapters.add(path.adapter ?? '');
        targets.set(id, known);
        if (!behind.has(`${id}\n${device}`)) edges.push({ from: id, to: device });
        behind.add(`${id}\n${device}`);
      }
    }
    if (targets.size === 0) continue;
    nodes.set(host.id, {
      id: host.id,
      label: host.name,
      entity: host.id,
      group: 'hosts',
      noun: ['host', 'hosts'],
    });
    for (const [target, { adapters }] of targets)
      edges.push({ from: host.id, to: target, links: adapters.size });
  }
  const order = (node: GraphNode) => ['hosts', 'targets', 'datastores'].indexOf(node.group ?? '');
  return diagrams({
    title: `Storage paths of ${scope.title}`,
    direction: 'right',
    nodes: [...nodes.values()].toSorted((a, b) => order(a) - order(b)),
    edges,
    groups: { hosts: 'Hosts', targets: 'Array ports', datastores: 'Datastores' },
  });
}
