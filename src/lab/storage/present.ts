import { baysPerShelf, diskBytes } from './build.ts';
import type { SnapshotState } from './snapshots.ts';
import {
  isInterfaceUp,
  type AggregateState,
  type ArrayState,
  type CifsShareState,
  type DiskState,
  type EthernetPortState,
  type FcInterfaceState,
  type FcPortState,
  type IgroupState,
  type LunState,
  type NodeState,
  type RelationshipState,
  type ShelfState,
  type VolumeState,
} from './state.ts';

/**
 * The arrays as their REST interface shows them: nested records, times with an offset, durations in ISO 8601,
 * latencies in microseconds, WWNs with colons, sizes in bytes.
 */
type Json = Record<string, unknown>;

const clusterRef = (array: ArrayState) => ({ name: array.name, uuid: array.uuid });
const nodeRef = (array: ArrayState, name: string) => ({
  name,
  uuid: array.nodes.find((node) => node.name === name)?.uuid ?? '',
});
const aggregateRef = (array: ArrayState, name: string) => ({
  name,
  uuid: array.aggregates.find((aggregate) => aggregate.name === name)?.uuid ?? '',
});
const volumeRef = (array: ArrayState, name: string) => ({
  name,
  uuid: array.volumes.find((volume) => volume.name === name)?.uuid ?? '',
});
const time = (milliseconds: number) => new Date(milliseconds).toISOString().replace(/\.\d+Z$/, '+00:00');
const colons = (wwn: string) => wwn.replaceAll(/(..)(?=.)/g, '$1:');

export function presentCluster(array: ArrayState): Json {
  const { generation, major, minor } = array.version;
  const volumes = array.volumes.filter((volume) => volume.type === 'rw');
  const iops = volumes.reduce((sum, volume) => sum + volume.iops, 0);
  const physical = volumes.reduce((sum, volume) => sum + volume.usedBytes, 0);
  const logical = volumes.reduce((sum, volume) => sum + volume.usedBytes / (1 - volume.savedShare), 0);
  const latency = volumes.reduce((sum, volume) => sum + volume.latencyMicroseconds * volume.iops, 0) / iops;
  return {
    uuid: array.uuid,
    name: array.name,
    serial_number: array.serial,
    model: array.model,
    version: { full: `Lab Data OS ${generation}.${major}.${minor}P1`, generation, major, minor },
    location: `${array.site}/${array.rack}`,
    contact: 'storage@lab.example',
    health: { status: array.disks.some((disk) => disk.container === 'broken') ? 'degraded' : 'ok' },
    management_interfaces: [{ name: 'cluster_mgmt', ip: { address: array.managementIp } }],
    dns_domains: ['lab.example'],
    name_servers: ['10.10.0.53', '10.10.1.53'],
    ntp_servers: ['10.10.0.123'],
    san_protocols: ['fcp'],
    nas_protocols: ['nfs', 'cifs'],
    space: { logical_used: Math.round(logical), physical_used: physical },
    metric: {
      latency: { total: Math.round(latency) },
      iops: { total: iops },
      throughput: { total: iops * 16_384 },
    },
  };
}

export function presentLicense(array: ArrayState, name: string, index: number): Json {
  return {
    cluster: clusterRef(array),
    name,
    scope: 'node',
    state: 'compliant',
    licenses: array.nodes.map((node) => ({ owner: node.name, serial_number: `${node.serial}-${index}` })),
  };
}

export function presentNode(array: ArrayState, node: NodeState, now: number): Json {
  const partner = array.nodes.find(({ name }) => name === node.partner);
  const possible = !node.takenOver && partner?.takenOver === false;
  return {
    uuid: node.uuid,
    name: node.name,
    cluster: clusterRef(array),
    model: array.model,
    serial_number: node.serial,
    version: {
      full: `Lab Data OS ${array.version.generation}.${array.version.major}.${array.version.minor}P1`,
    },
    state: node.takenOver ? 'taken_over' : 'up',
    ...(!node.takenOver && { uptime: Math.floor((now - node.bootedAt) / 1000) }),
    management_interfaces: [{ ip: { address: node.managementIp } }],
    controller: {
      memory_size: 137_438_953_472,
      cpu: { count: 32, firmware_release: '14.6' },
      failed_fan: { count: node.failedFans },
      failed_power_supply: { count: node.failedPowerSupplies },
      over_temperature: 'normal',
      board: 'System Board',
    },
    nvram: { battery_state: node.batteryOk ? 'battery_ok' : 'battery_near_end_of_life' },
    ha: {
      enabled: true,
      partners: [nodeRef(array, node.partner)],
      takeover: { state: partner?.takenOver ? 'in_takeover' : 'not_attempted' },
      takeover_check: {
        takeover_possible: possible,
        reasons: possible ? [] : ['the pair is already in takeover'],
      },
    },
    metric: { processor_utilization: node.processorPercent },
  };
}

export function presentShelf(array: ArrayState, shelf: ShelfState): Json {
  const failed = shelf.failedPowerSupplies;
  return {
    uid: shelf.uid,
    name: String(shelf.id),
    id: String(shelf.id),
    cluster: clusterRef(array),
    model: 'LAB-NS224',
    serial_number: shelf.serial,
    module_type: 'psm3e',
    connection_type: 'nvme',
    state: failed > 0 ? 'error' : 'ok',
    bay_count: baysPerShelf,
    disk_count: array.disks.filter((disk) => disk.shelf === shelf.id).length,
    frus: [
      ...[1, 2].map((id) => ({
        type: 'psu',
        id,
        state: id <= failed ? 'error' : 'ok',
        part_number: '114-00148',
      })),
      ...[1, 2].map((id) => ({ type: 'module', id, state: 'ok', firmware_version: '0111' })),
    ],
    fans: [1, 2, 3, 4].map((id) => ({ id, state: 'ok', rpm: 4_980 })),
    temperature_sensors: [{ id: 1, ambient: true, temperature: shelf.temperature, state: 'ok' }],
  };
}

export function presentDisk(array: ArrayState, disk: DiskState, hoursPassed: number): Json {
  const shelf = array.shelves.find(({ id }) => id === disk.shelf);
  return {
    uid: disk.uid,
    name: `${disk.node.slice(-2)}.${disk.shelf}.${disk.bay}`,
    cluster: clusterRef(array),
    vendor: 'LABDISK',
    model: 'X4011S17973A3T8',
    serial_number: disk.serial,
    firmware_version: 'NA53',
    type: 'ssd_nvm',
    class: 'solid_state',
    usable_size: diskBytes,
    shelf: { uid: shelf?.uid ?? '' },
    bay: disk.bay,
    node: nodeRef(array, disk.node),
    container_type: disk.container,
    state: disk.container === 'broken' ? 'broken' : disk.rebuilding ? 'reconstructing' : diskState(disk),
    ...(disk.aggregate !== undefined && { aggregates: [aggregateRef(array, disk.aggregate)] }),
    ...(disk.position !== undefined && { position: disk.position }),
    rated_life_used_percent: disk.wearPercent,
    stats: { power_on_hours: disk.powerOnHoursAtStart + hoursPassed },
  };
}

const diskState = (disk: DiskState) => (disk.container === 'spare' ? 'spare' : 'present');

export function presentAggregate(array: ArrayState, aggregate: AggregateState): Json {
  const volumes = array.volumes.filter((volume) => volume.aggregate === aggregate.name);
  const used = volumes.reduce(
    (sum, volume) => sum + (volume.thin ? volume.usedBytes : volume.sizeBytes),
    Math.floor(aggregate.sizeBytes * 0.01),
  );
  const savings = volumes.reduce(
    (sum, volume) => sum + (volume.usedBytes * volume.savedShare) / (1 - volume.savedShare),
    0,
  );
  const disks = array.disks.filter((disk) => disk.aggregate === aggregate.name);
  const rebuilding = disks.some((disk) => disk.rebuilding);
  return {
    uuid: aggregate.uuid,
    name: aggregate.name,
    cluster: clusterRef(array),
    node: nodeRef(array, aggregate.node),
    home_node: nodeRef(array, aggregate.node),
    state: aggregate.state,
    space: {
      block_storage: {
        size: aggregate.sizeBytes,
        used: Math.min(used, aggregate.sizeBytes),
        available: Math.max(0, aggregate.sizeBytes - used),
      },
      efficiency: { savings: Math.round(savings), ratio: (used + savings) / used },
    },
    block_storage: {
      primary: {
        disk_count: disks.length,
        disk_class: 'solid_state',
        raid_type: 'raid_dp',
        raid_size: 24,
      },
      plexes: [
        {
          name: 'plex0',
          online: true,
          raid_groups: [
            { name: 'rg0', degraded: aggregate.degraded, ...(rebuilding && { reconstruct_percent: 37 }) },
          ],
        },
      ],
    },
    data_encryption: { software_encryption_enabled: true },
  };
}

export function presentVolume(array: ArrayState, volume: VolumeState, snapshotBytes: number): Json {
  const reserve = Math.floor((volume.sizeBytes * volume.snapshotReservePercent) / 100);
  const usable = volume.sizeBytes - reserve;
  return {
    uuid: volume.uuid,
    name: volume.name,
    cluster: clusterRef(array),
    svm: { name: volume.svm },
    type: volume.type,
    style: 'flexvol',
    state: volume.state,
    create_time: time(volume.createdAt),
    aggregates: [aggregateRef(array, volume.aggregate)],
    size: volume.sizeBytes,
    space: {
      size: volume.sizeBytes,
      used: volume.usedBytes,
      available: Math.max(0, usable - volume.usedBytes),
      snapshot: { reserve_percent: volume.snapshotReservePercent, used: snapshotBytes },
    },
    guarantee: { type: volume.thin ? 'none' : 'volume' },
    autosize: volume.autogrow
      ? { mode: 'grow', maximum: Math.floor(volume.sizeBytes * 1.2) }
      : { mode: 'off' },
    snapshot_policy: { name: volume.snapshotPolicy },
    ...(volume.junctionPath !== undefined && {
      nas: { path: volume.junctionPath, export_policy: { name: volume.exportPolicy } },
    }),
    ...(volume.qosPolicy !== undefined && { qos: { policy: { name: volume.qosPolicy } } }),
    efficiency: {
      dedupe: 'background',
      compression: 'inline',
      space_savings: {
        total: Math.round((volume.usedBytes * volume.savedShare) / (1 - volume.savedShare)),
      },
    },
    encryption: { enabled: true },
    metric: {
      latency: { total: volume.latencyMicroseconds },
      iops: { total: volume.iops },
      throughput: { total: volume.iops * 16_384 },
    },
  };
}

export function presentLun(array: ArrayState, lun: LunState): Json {
  const volume = array.volumes.find(({ name }) => name === lun.volume);
  return {
    uuid: lun.uuid,
    name: lun.name,
    cluster: clusterRef(array),
    svm: { name: 'svm_san' },
    location: { volume: volumeRef(array, lun.volume) },
    os_type: 'vmware',
    serial_number_hex: lun.serialHex,
    enabled: true,
    space: {
      size: lun.sizeBytes,
      used: Math.min(lun.sizeBytes, volume?.usedBytes ?? 0),
      guarantee: { requested: false },
    },
    status: { state: volume?.state ?? 'offline', mapped: lun.igroups.length > 0 },
    lun_maps: lun.igroups.map(({ name, number }) => ({ igroup: { name }, logical_unit_number: number })),
  };
}

export function presentIgroup(array: ArrayState, igroup: IgroupState): Json {
  return {
    uuid: igroup.uuid,
    name: igroup.name,
    cluster: clusterRef(array),
    svm: { name: 'svm_san' },
    os_type: igroup.osType,
    protocol: 'fcp',
    initiators: igroup.initiators.map(({ wwpn, comment, fabric }) => {
      const targets = array.fcInterfaces.filter((lif) =>
        array.fcPorts.some(
          (port) => port.node === lif.node && port.name === lif.homePort && port.fabric === fabric,
        ),
      );
      const logins = targets.filter((lif) => isInterfaceUp(array, lif)).length;
      return {
        name: colons(wwpn),
        comment,
        connectivity_tracking: {
          connection_state: logins === 0 ? 'none' : logins < targets.length ? 'partial' : 'full',
          logins,
        },
      };
    }),
  };
}

export function presentCifsShare(array: ArrayState, share: CifsShareState): Json {
  return {
    cluster: clusterRef(array),
    svm: { name: 'svm_nas' },
    name: share.name,
    path: share.path,
    volume: volumeRef(array, share.volume),
    encryption: false,
    acls: share.acls.map(({ user, permission }) => ({ user_or_group: user, permission, type: 'windows' })),
  };
}

export function presentExportPolicy(array: ArrayState, name: string): Json {
  const clients = { smb_only: [], engineering: ['10.110.0.0/16'], backup: ['10.130.0.10', '10.130.0.11'] }[
    name
  ];
  return {
    cluster: clusterRef(array),
    svm: { name: 'svm_nas' },
    name,
    rules: (clients ?? []).map((client, i) => ({
      index: i + 1,
      clients: [{ match: client }],
      ro_rule: ['sys'],
      rw_rule: ['sys'],
      superuser: name === 'backup' ? ['sys'] : ['none'],
      protocols: ['nfs3', 'nfs4'],
    })),
  };
}

export function presentFcPort(array: ArrayState, port: FcPortState): Json {
  return {
    uuid: port.uuid,
    name: port.name,
    cluster: clusterRef(array),
    node: nodeRef(array, port.node),
    wwpn: colons(port.wwpn),
    enabled: true,
    state: port.linkUp ? 'online' : 'link_not_connected',
    physical_protocol: 'fibre_channel',
    speed: { maximum: '32', configured: 'auto' },
    fabric: { connected: port.linkUp, name: port.fabric },
  };
}

export function presentFcInterface(array: ArrayState, lif: FcInterfaceState): Json {
  return {
    uuid: lif.uuid,
    name: lif.name,
    cluster: clusterRef(array),
    svm: { name: 'svm_san' },
    wwpn: colons(lif.wwpn),
    enabled: true,
    state: isInterfaceUp(array, lif) ? 'up' : 'down',
    data_protocol: 'fcp',
    location: {
      node: nodeRef(array, lif.node),
      port: { name: lif.port },
      home_port: { name: lif.homePort },
      is_home: lif.port === lif.homePort,
    },
  };
}

export function presentEthernetPort(array: ArrayState, port: EthernetPortState): Json {
  return {
    uuid: port.uuid,
    name: port.name,
    cluster: clusterRef(array),
    node: nodeRef(array, port.node),
    type: 'physical',
    enabled: true,
    state: port.linkUp ? 'up' : 'down',
    speed: port.speedMbps,
    mtu: port.mtu,
    mac_address: port.mac,
    ip_interfaces: port.address === undefined ? [] : [{ name: 'node_mgmt', ip: { address: port.address } }],
  };
}

export function presentSnapshot(array: ArrayState, volume: VolumeState, snapshot: SnapshotState): Json {
  return {
    cluster: clusterRef(array),
    svm: { name: volume.svm },
    volume: { name: volume.name, uuid: volume.uuid },
    name: snapshot.name,
    create_time: time(snapshot.createdAt),
    size: snapshot.sizeBytes,
    ...(snapshot.comment !== undefined && { comment: snapshot.comment }),
    ...(snapshot.scheduled && { snapmirror_label: snapshot.name.split('.')[0] }),
  };
}

export function presentRelationship(array: ArrayState, relationship: RelationshipState, now: number): Json {
  const { scheduleSeconds, stuckSince } = relationship;
  const volume = array.volumes.find(({ name }) => name === relationship.destinationVolume);
  const tick = Math.floor(now / 1000 / scheduleSeconds) * scheduleSeconds * 1000;
  const copiedAt = stuckSince ?? tick;
  const lag = Math.max(0, Math.floor((now - copiedAt) / 1000));
  return {
    uuid: relationship.uuid,
    cluster: clusterRef(array),
    source: {
      path: `svm_san:${relationship.sourceVolume}`,
      cluster: { name: relationship.sourceArray },
      volume: { name: relationship.sourceVolume },
    },
    destination: {
      path: `svm_san:${relationship.destinationVolume}`,
      cluster: clusterRef(array),
      volume: { name: relationship.destinationVolume, uuid: volume?.uuid ?? '' },
    },
    policy: { name: 'Asynchronous', type: 'async' },
    transfer_schedule: { name: `every-${scheduleSeconds / 60}min` },
    state: 'snapmirrored',
    healthy: stuckSince === undefined,
    ...(stuckSince !== undefined && {
      unhealthy_reason: [
        { code: '6619637', message: 'The last transfer failed: no response from the source.' },
      ],
    }),
    lag_time: duration(lag),
    transfer: {
      state: stuckSince === undefined ? 'success' : 'failed',
      end_time: time(copiedAt + 40_000 > now ? copiedAt : copiedAt + 40_000),
      bytes_transferred: Math.floor((volume?.usedBytes ?? 0) / 5_000),
      total_duration: duration(40),
    },
  };
}

/** ISO 8601, as the vendor writes it: `P1DT2H3M4S`. */
function duration(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor((seconds % 86_400) / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  const rest = seconds % 60;
  const clock = [hours > 0 && `${hours}H`, minutes > 0 && `${minutes}M`, `${rest}S`].filter(Boolean).join('');
  return `P${days > 0 ? `${days}D` : ''}T${clock}`;
}
