import { entityId } from '../../../../shared/model/ids.ts';
import { naturalKey } from '../../../../shared/model/keys.ts';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import type { Relation } from '../../../../shared/model/relation.ts';
import { normalMac, present, sortedNumbers } from '../present.ts';
import { entityOf, labelsOf, nameOf, type DevicePlace } from './names.ts';
import type { Neighbour } from './map-ports.ts';
import type { NetboxObject, Reference } from './schema.ts';

/** kbit/s, as NetBox keeps circuit speeds, in Mbit/s. */
const megabits = (kilobits: number | undefined) => (kilobits === undefined ? undefined : kilobits / 1000);

export function siteOfTermination(
  termination: NetboxObject<'circuits.circuittermination'>,
): Reference | undefined {
  return (
    termination.site ?? (termination.termination_type === 'dcim.site' ? termination.termination : undefined)
  );
}

export function mapCircuits(
  source: string,
  circuits: readonly NetboxObject<'circuits.circuit'>[],
  terminations: readonly NetboxObject<'circuits.circuittermination'>[],
  neighbours: ReadonlyMap<string, Neighbour>,
): ObservedRecord[] {
  return circuits.map((circuit) => {
    const own = terminations
      .filter((termination) => termination.circuit.id === circuit.id)
      .toSorted((a, b) => (a.term_side ?? '').localeCompare(b.term_side ?? ''));
    const sites = own.flatMap((termination) => siteOfTermination(termination) ?? []);
    return {
      nativeId: String(circuit.id),
      name: circuit.cid,
      attributes: present({
        intent: true,
        provider: nameOf(circuit.provider),
        type: nameOf(circuit.type),
        status: circuit.status?.value,
        tenant: nameOf(circuit.tenant),
        commitMbps: megabits(circuit.commit_rate),
        installedOn: circuit.install_date,
        terminatesOn: circuit.termination_date,
        ends: own.map((termination) => ({
          side: termination.term_side ?? '?',
          providerNetwork: siteOfTermination(termination) === undefined,
          ...present({
            at: nameOf(
              siteOfTermination(termination) ?? termination.provider_network ?? termination.termination,
            ),
            speedMbps: megabits(termination.port_speed),
            upstreamMbps: megabits(termination.upstream_speed),
            crossConnect: termination.xconnect_id,
            patchPanel: termination.pp_info,
            port: neighbours.get(`circuits.circuittermination/${termination.id}`)?.says,
          }),
        })),
        description: circuit.description,
        comments: circuit.comments,
      }),
      relations: sortedNumbers(sites.map((site) => site.id)).map((id) => ({
        type: 'attached-to' as const,
        to: entityId(source, 'site', String(id)),
      })),
      labels: labelsOf(circuit),
    } satisfies ObservedRecord;
  });
}

export function mapTunnels(
  source: string,
  tunnels: readonly NetboxObject<'vpn.tunnel'>[],
  terminations: readonly NetboxObject<'vpn.tunneltermination'>[],
  places: ReadonlyMap<number, DevicePlace>,
): ObservedRecord[] {
  return tunnels.map((tunnel) => {
    const own = terminations.filter((termination) => termination.tunnel.id === tunnel.id);
    return {
      nativeId: String(tunnel.id),
      name: tunnel.name,
      attributes: present({
        intent: true,
        status: tunnel.status?.value,
        encapsulation: tunnel.encapsulation?.label,
        group: nameOf(tunnel.group),
        tenant: nameOf(tunnel.tenant),
        encryption: nameOf(tunnel.ipsec_profile),
        description: tunnel.description,
        ends: own.map((termination) => ({
          device:
            places.get(termination.termination?.device?.id ?? -1)?.name ??
            termination.termination?.virtual_machine?.name ??
            'unknown device',
          ...present({
            role: termination.role?.value,
            interface: nameOf(termination.termination),
            outsideIp: termination.outside_ip?.address,
          }),
        })),
      }),
      relations: own.flatMap((termination): Relation[] => {
        const to = entityOf(source, termination.termination_type, termination.termination_id);
        return to === undefined ? [] : [{ type: 'attached-to', to }];
      }),
      labels: labelsOf(tunnel),
    } satisfies ObservedRecord;
  });
}

export function mapPowerFeeds(
  source: string,
  feeds: readonly NetboxObject<'dcim.powerfeed'>[],
  panels: readonly NetboxObject<'dcim.powerpanel'>[],
  racks: ReadonlyMap<number, string>,
): ObservedRecord[] {
  const panelOf = new Map(panels.map((panel) => [panel.id, panel]));
  return feeds.map((feed) => {
    const panel = panelOf.get(feed.power_panel.id);
    const site = nameOf(panel?.site) ?? (feed.rack ? racks.get(feed.rack.id) : undefined);
    const phases = feed.phase?.value === 'three-phase' ? 1.732 : 1;
    const capacity =
      feed.voltage === undefined || feed.amperage === undefined
        ? undefined
        : Math.round(Math.abs(feed.voltage) * feed.amperage * phases);
    return {
      nativeId: String(feed.id),
      name: feed.name,
      ...(site === undefined ? {} : { partition: site }),
      attributes: present({
        intent: true,
        panel: nameOf(feed.power_panel),
        site,
        rack: nameOf(feed.rack),
        status: feed.status?.value,
        type: ['primary', 'redundant'].includes(feed.type?.value ?? '') ? feed.type?.value : undefined,
        supply: ['ac', 'dc'].includes(feed.supply?.value ?? '') ? feed.supply?.value : undefined,
        phase: ['single-phase', 'three-phase'].includes(feed.phase?.value ?? '')
          ? feed.phase?.value
          : undefined,
        voltage: feed.voltage,
        amperage: feed.amperage,
        maximumPercent: feed.max_utilization,
        capacityWatts: capacity,
        availableWatts:
          capacity === undefined ? undefined : Math.round((capacity * (feed.max_utilization ?? 100)) / 100),
        description: feed.description,
        comments: feed.comments,
      }),
      relations: feed.rack
        ? [{ type: 'located-in', to: entityId(source, 'rack', String(feed.rack.id)) }]
        : [],
      labels: labelsOf(feed),
      unknown: { drawWatts: 'NetBox documents power feeds, it does not measure them' },
    } satisfies ObservedRecord;
  });
}

export function mapClusters(
  source: string,
  clusters: readonly NetboxObject<'virtualization.cluster'>[],
): ObservedRecord[] {
  return clusters.map((cluster) => {
    const site = cluster.site ?? (cluster.scope_type === 'dcim.site' ? cluster.scope : undefined);
    const siteName = nameOf(site);
    return {
      nativeId: String(cluster.id),
      name: cluster.name,
      ...(siteName === undefined ? {} : { partition: siteName }),
      attributes: present({
        intent: true,
        type: nameOf(cluster.type),
        group: nameOf(cluster.group),
        status: cluster.status?.value,
        site: siteName,
        tenant: nameOf(cluster.tenant),
        description: cluster.description,
        comments: cluster.comments,
      }),
      relations: site ? [{ type: 'located-in', to: entityId(source, 'site', String(site.id)) }] : [],
      labels: labelsOf(cluster),
    } satisfies ObservedRecord;
  });
}

const MiB = 2 ** 20;
/** NetBox counts disks in GB, and since 4.1, which also gave VMs a serial number, in MB; both decimal. */
const diskUnit = (vm: NetboxObject<'virtualization.virtualmachine'>) => (vm.serial === undefined ? 1e9 : 1e6);

export function mapVirtualMachines(
  source: string,
  machines: readonly NetboxObject<'virtualization.virtualmachine'>[],
  interfaces: readonly NetboxObject<'virtualization.vminterface'>[],
): ObservedRecord[] {
  const interfacesOf = new Map<number, NetboxObject<'virtualization.vminterface'>[]>();
  for (const one of interfaces) {
    const own = interfacesOf.get(one.virtual_machine.id);
    if (own) own.push(one);
    else interfacesOf.set(one.virtual_machine.id, [one]);
  }
  return machines.map((vm) => {
    const own = interfacesOf.get(vm.id) ?? [];
    const site = nameOf(vm.site);
    const relations: Relation[] = [];
    if (vm.cluster)
      relations.push({ type: 'member-of', to: entityId(source, 'cluster-record', String(vm.cluster.id)) });
    if (vm.site) relations.push({ type: 'located-in', to: entityId(source, 'site', String(vm.site.id)) });
    return {
      nativeId: String(vm.id),
      name: vm.name,
      ...(site === undefined ? {} : { partition: site }),
      attributes: present({
        intent: true,
        status: vm.status?.value,
        cluster: nameOf(vm.cluster),
        site,
        device: nameOf(vm.device),
        role: nameOf(vm.role),
        platform: nameOf(vm.platform),
        vcpus: vm.vcpus,
        memoryBytes: vm.memory === undefined ? undefined : vm.memory * MiB,
        diskBytes: vm.disk === undefined ? undefined : vm.disk * diskUnit(vm),
        tenant: nameOf(vm.tenant),
        primaryIp: vm.primary_ip?.address,
        interfaces: own
          .map((one) => ({
            name: one.name,
            ...present({
              enabled: one.enabled,
              mac: normalMac(one.mac_address),
              mtu: one.mtu,
              vlans: sortedNumbers(
                [one.untagged_vlan, ...one.tagged_vlans].flatMap((vlan) => vlan?.vid ?? []),
              ),
            }),
          }))
          .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true })),
        description: vm.description,
        comments: vm.comments,
      }),
      relations,
      keys: own.flatMap((one) => (one.mac_address === undefined ? [] : [naturalKey.mac(one.mac_address)])),
      labels: labelsOf(vm),
    } satisfies ObservedRecord;
  });
}
