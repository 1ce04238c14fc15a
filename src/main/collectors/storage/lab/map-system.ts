import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import { entityId } from '../../../../shared/model/ids.ts';
import { naturalKey } from '../../../../shared/model/keys.ts';
import type { AttributesOf } from '../../../../shared/model/kinds/registry.ts';
import type { Relation } from '../../../../shared/model/relation.ts';
import type { ArrayContext } from './array-context.ts';
import type { RecordOf } from './lists.ts';
import { defined, instantOf, megabits, milliseconds, wwn } from '../shape.ts';

type Health = NonNullable<AttributesOf<'disk'>['state']>;
type Component = NonNullable<AttributesOf<'shelf'>['components']>[number];

const notReported = 'the interface of the array does not report it';

const clusterHealth: Readonly<Record<string, Health>> = { ok: 'ok', degraded: 'degraded', error: 'failed' };
const nodeHealth: Readonly<Record<string, Health>> = {
  up: 'ok',
  degraded: 'degraded',
  booting: 'degraded',
  taken_over: 'degraded',
  waiting_for_giveback: 'degraded',
  down: 'failed',
};
const partHealth: Readonly<Record<string, Health>> = {
  ok: 'ok',
  normal: 'ok',
  warning: 'degraded',
  error: 'failed',
};

/** The array itself, with what can only be said of all its controllers and disks together. */
export function mapArray(array: ArrayContext): ObservedRecord {
  const { cluster, lists } = array;
  const [site, rack] = (cluster.location ?? '').split('/');
  const protocols = [...(cluster.san_protocols ?? []), ...(cluster.nas_protocols ?? [])];
  const unknown: Record<string, string> = {};
  if (!lists.licenses.ok) unknown['licenses'] = lists.licenses.reason;
  if (!lists.nodes.ok) unknown['haConfigured'] = lists.nodes.reason;
  if (!lists.disks.ok) unknown['spareDiskCount'] = lists.disks.reason;
  const [address] = cluster.management_interfaces ?? [];
  return {
    nativeId: cluster.uuid,
    name: cluster.name,
    attributes: defined({
      vendor: 'Lab Storage',
      model: cluster.model,
      serial: cluster.serial_number,
      software: cluster.version && 'Lab Data OS',
      softwareVersion: cluster.version?.full.replace(/^Lab Data OS /, ''),
      state: cluster.health && (clusterHealth[cluster.health.status] ?? 'unknown'),
      managementIp: address?.ip.address,
      site: site || undefined,
      rack,
      contact: cluster.contact,
      protocols: protocols.length > 0 ? protocols.toSorted() : undefined,
      dnsServers: cluster.name_servers,
      ntpServers: cluster.ntp_servers,
      licenses: lists.licenses.ok
        ? lists.licenses.records
            .map(({ name, state, licenses }) =>
              defined({
                name,
                state,
                expiresAt: instantOf(licenses?.find((one) => one.expiry_time)?.expiry_time),
              }),
            )
            .toSorted((a, b) => (a.name < b.name ? -1 : 1))
        : undefined,
      haConfigured: lists.nodes.ok
        ? lists.nodes.records.filter((node) => node.ha?.enabled === true).length > 1
        : undefined,
      spareDiskCount: lists.disks.ok
        ? lists.disks.records.filter((disk) => disk.container_type === 'spare').length
        : undefined,
      logicalUsedBytes: cluster.space?.logical_used,
      physicalUsedBytes: cluster.space?.physical_used,
      latencyMs: milliseconds(cluster.metric?.latency?.total),
      iops: cluster.metric?.iops?.total,
      throughputMbps: megabits(cluster.metric?.throughput?.total),
    }),
    keys: [
      ...(cluster.serial_number === undefined ? [] : [naturalKey.serial(cluster.serial_number)]),
      ...(address === undefined ? [] : [naturalKey.ip(address.ip.address)]),
      naturalKey.host(cluster.name),
    ],
    unknown,
  };
}

export function mapNode(array: ArrayContext, node: RecordOf<'nodes'>): ObservedRecord {
  const [partner] = node.ha?.partners ?? [];
  const blocked = node.ha?.takeover_check?.reasons ?? [];
  const unknown: Record<string, string> = { temperatureCelsius: notReported };
  if (node.uptime === undefined)
    unknown['uptimeSeconds'] = node.state === 'taken_over' ? 'taken over by its partner' : notReported;
  const relations: Relation[] = [array.partOf];
  if (partner !== undefined && partner.uuid !== node.uuid)
    relations.push({ type: 'peers-with', to: entityId(array.source, 'controller', partner.uuid) });
  return {
    nativeId: node.uuid,
    name: node.name,
    partition: array.name,
    attributes: defined({
      array: array.name,
      model: node.model,
      serial: node.serial_number,
      firmware: node.version?.full,
      state: nodeHealth[node.state] ?? 'unknown',
      vendorState: node.state,
      managementIp: node.management_interfaces?.[0]?.ip.address,
      memoryBytes: node.controller?.memory_size,
      cpuCount: node.controller?.cpu?.count,
      haEnabled: node.ha?.enabled,
      haPartner: partner?.name,
      takeoverPossible: node.ha?.takeover_check?.takeover_possible,
      takeoverBlockedBy: node.ha?.takeover_check && blocked.join('; '),
      takeoverState: takeoverState(node),
      components: nodeComponents(node),
      cpuPercent: node.metric?.processor_utilization,
      uptimeSeconds: node.uptime,
    }),
    relations,
    keys: [
      ...(node.serial_number === undefined ? [] : [naturalKey.serial(node.serial_number)]),
      naturalKey.host(node.name),
    ],
    unknown,
  };
}

function takeoverState(node: RecordOf<'nodes'>): AttributesOf<'controller'>['takeoverState'] {
  if (node.state === 'taken_over' || node.state === 'waiting_for_giveback') return 'taken-over';
  if (node.ha?.takeover === undefined) return undefined;
  return node.ha.takeover.state === 'in_takeover' ? 'in-takeover' : 'none';
}

function nodeComponents(node: RecordOf<'nodes'>): Component[] | undefined {
  const { controller, nvram } = node;
  if (controller === undefined && nvram === undefined) return undefined;
  const failures = (type: 'fan' | 'psu', name: string, count: number | undefined): Component[] =>
    count === undefined
      ? []
      : [{ type, name, state: count > 0 ? 'failed' : 'ok', ...(count > 0 && { detail: `${count} failed` }) }];
  return [
    ...failures('fan', 'fans', controller?.failed_fan?.count),
    ...failures('psu', 'power supplies', controller?.failed_power_supply?.count),
    ...(controller?.over_temperature === undefined
      ? []
      : [
          {
            type: 'temperature' as const,
            name: 'temperature',
            state: controller.over_temperature === 'normal' ? ('ok' as const) : ('failed' as const),
          },
        ]),
    ...(nvram === undefined
      ? []
      : [
          {
            type: 'nvram-battery' as const,
            name: 'NVRAM battery',
            state: nvram.battery_state === 'battery_ok' ? ('ok' as const) : ('degraded' as const),
            detail: nvram.battery_state,
          },
        ]),
  ];
}

export function mapShelf(array: ArrayContext, shelf: RecordOf<'shelves'>): ObservedRecord {
  const parts = (
    type: Component['type'],
    name: string,
    list: readonly { id: number | string; state: string }[],
  ) =>
    list.map((one): Component => ({
      type,
      name: `${name} ${one.id}`,
      state: partHealth[one.state] ?? 'unknown',
    }));
  const { frus, fans, temperature_sensors: sensors } = shelf;
  return {
    nativeId: shelf.uid,
    name: `${array.name} shelf ${shelf.name}`,
    partition: array.name,
    attributes: defined({
      array: array.name,
      model: shelf.model,
      serial: shelf.serial_number,
      number: shelf.id === undefined ? undefined : Number(shelf.id),
      firmware: frus?.find(({ type }) => type === 'module')?.firmware_version,
      state: partHealth[shelf.state] ?? 'unknown',
      connection: shelf.connection_type,
      bayCount: shelf.bay_count,
      diskCount: shelf.disk_count,
      components:
        frus === undefined && fans === undefined && sensors === undefined
          ? undefined
          : [
              ...parts(
                'psu',
                'power supply',
                (frus ?? []).filter(({ type }) => type === 'psu'),
              ),
              ...parts(
                'module',
                'module',
                (frus ?? []).filter(({ type }) => type === 'module'),
              ),
              ...parts('fan', 'fan', fans ?? []),
              ...parts('temperature', 'temperature', sensors ?? []),
            ],
      temperatureCelsius: sensors?.find(({ ambient }) => ambient === true)?.temperature,
    }),
    relations: [array.partOf],
    keys: shelf.serial_number === undefined ? [] : [naturalKey.serial(shelf.serial_number)],
  };
}

const diskTypes: Readonly<Record<string, string>> = {
  ssd: 'ssd',
  ssd_nvm: 'nvme',
  sas: 'sas',
  fsas: 'nl-sas',
  msata: 'sata',
};

export function mapDisk(array: ArrayContext, disk: RecordOf<'disks'>): ObservedRecord {
  const shelf = disk.shelf && array.shelves.get(disk.shelf.uid);
  const [aggregate] = disk.aggregates ?? [];
  const unknown: Record<string, string> = { temperatureCelsius: notReported };
  if (disk.shelf && !shelf)
    unknown['shelf'] = array.lists.shelves.ok
      ? `no shelf ${disk.shelf.uid} is known`
      : array.lists.shelves.reason;
  const relations: Relation[] = [array.partOf];
  if (disk.shelf) relations.push({ type: 'part-of', to: entityId(array.source, 'shelf', disk.shelf.uid) });
  if (aggregate) relations.push({ type: 'member-of', to: entityId(array.source, 'pool', aggregate.uuid) });
  return {
    nativeId: disk.uid,
    name: `${array.name} ${disk.name}`,
    partition: array.name,
    attributes: defined({
      array: array.name,
      vendor: disk.vendor,
      model: disk.model,
      serial: disk.serial_number,
      firmware: disk.firmware_version,
      type: disk.type === undefined ? undefined : (diskTypes[disk.type] ?? disk.type),
      rpm: disk.rpm,
      capacityBytes: disk.usable_size,
      shelf,
      bay: disk.bay,
      pool: aggregate?.name,
      owner: disk.node?.name,
      role: diskRole(disk),
      state: diskState(disk.state),
      vendorState: disk.state,
      powerOnSeconds:
        disk.stats?.power_on_hours === undefined ? undefined : disk.stats.power_on_hours * 3_600,
      wearPercent: disk.rated_life_used_percent,
    }),
    relations,
    keys: disk.serial_number === undefined ? [] : [naturalKey.serial(disk.serial_number)],
    unknown,
  };
}

function diskRole(disk: RecordOf<'disks'>): AttributesOf<'disk'>['role'] {
  switch (disk.container_type) {
    case 'aggregate':
      return disk.position === 'parity' || disk.position === 'dparity' ? 'parity' : 'data';
    case 'spare':
      return 'spare';
    case 'broken':
      return 'failed';
    default:
      return 'unassigned';
  }
}

function diskState(state: string): Health {
  if (state === 'present' || state === 'spare') return 'ok';
  if (state === 'reconstructing' || state === 'copy' || state === 'maintenance') return 'degraded';
  if (state === 'broken' || state === 'failed' || state === 'removed') return 'failed';
  return 'unknown';
}

export function mapFcPort(array: ArrayContext, port: RecordOf<'fcPorts'>): ObservedRecord {
  const { fcInterfaces } = array.lists;
  const here = fcInterfaces.ok
    ? fcInterfaces.records.filter(
        ({ location }) => location.node.name === port.node.name && location.port.name === port.name,
      )
    : undefined;
  return {
    nativeId: port.uuid,
    name: `${port.node.name} ${port.name}`,
    partition: array.name,
    attributes: defined({
      array: array.name,
      controller: port.node.name,
      protocol: 'fc',
      speedMbps: port.speed?.maximum === undefined ? undefined : Number(port.speed.maximum) * 1_000,
      enabled: port.enabled,
      linkUp: port.state === 'online',
      wwn: wwn(port.wwpn),
      fabric: port.fabric?.name,
      interfaces: here?.map((one) =>
        defined({
          name: one.name,
          address: wwn(one.wwpn),
          up: one.state === 'up',
          homePort: one.location.home_port?.name,
        }),
      ),
    }),
    relations: [controllerRelation(array, port.node.uuid)],
    // Hosts see the interfaces' names, the fabric sees the port's.
    keys: [naturalKey.wwn(port.wwpn), ...(here ?? []).map((one) => naturalKey.wwn(one.wwpn))],
    unknown: {
      peerDevice: 'the array does not report the switch port that it hangs on',
      peerPort: 'the array does not report the switch port that it hangs on',
      ...(fcInterfaces.ok ? {} : { interfaces: fcInterfaces.reason }),
    },
  };
}

export function mapEthernetPort(array: ArrayContext, port: RecordOf<'ethernetPorts'>): ObservedRecord {
  return {
    nativeId: port.uuid,
    name: `${port.node.name} ${port.name}`,
    partition: array.name,
    attributes: defined({
      array: array.name,
      controller: port.node.name,
      protocol: 'ethernet',
      speedMbps: port.speed,
      enabled: port.enabled,
      linkUp: port.state === 'up',
      mac: port.mac_address?.toLowerCase(),
      mtu: port.mtu,
      interfaces: port.ip_interfaces?.map(({ name, ip }) => ({
        name,
        address: ip.address,
        up: port.state === 'up',
      })),
    }),
    relations: [controllerRelation(array, port.node.uuid)],
    keys: [
      ...(port.mac_address === undefined ? [] : [naturalKey.mac(port.mac_address)]),
      ...(port.ip_interfaces ?? []).map(({ ip }) => naturalKey.ip(ip.address)),
    ],
    unknown: {
      peerDevice: 'the array does not report LLDP neighbours',
      peerPort: 'the array does not report LLDP neighbours',
    },
  };
}

function controllerRelation(array: ArrayContext, node: string): Relation {
  return { type: 'part-of', to: entityId(array.source, 'controller', node) };
}
