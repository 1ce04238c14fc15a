import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import { naturalKey } from '../../../../shared/model/keys.ts';
import type { AttributesOf } from '../../../../shared/model/kinds/registry.ts';
import type { Relation } from '../../../../shared/model/relation.ts';
import type { Names } from './names.ts';
import type { RawDevice, RawSnapshot, RawVm } from './raw-vm.ts';
import { instantOf, limit, megabyte, present, relate, sharesOf } from './shape.ts';

type VmAttributes = AttributesOf<'vm'>;
type Disk = NonNullable<VmAttributes['disks']>[number];
type Nic = NonNullable<VmAttributes['nics']>[number];
type Snapshot = NonNullable<VmAttributes['snapshots']>[number];
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const powerStates = { poweredOn: 'on', poweredOff: 'off', suspended: 'suspended' } as const;

const toolsStatuses: Readonly<Record<string, VmAttributes['toolsStatus']>> = {
  guestToolsCurrent: 'current',
  guestToolsSupportedNew: 'current',
  guestToolsSupportedOld: 'outdated',
  guestToolsNeedUpgrade: 'outdated',
  guestToolsTooOld: 'unsupported',
  guestToolsTooNew: 'unsupported',
  guestToolsBlacklisted: 'unsupported',
  guestToolsUnmanaged: 'guest managed',
  guestToolsNotInstalled: 'not installed',
};

const formerToolsStatuses: Readonly<Record<string, VmAttributes['toolsStatus']>> = {
  toolsOk: 'current',
  toolsOld: 'outdated',
  toolsNotInstalled: 'not installed',
};

const controllerTypes: Readonly<Record<string, string>> = {
  ParaVirtualSCSIController: 'PVSCSI',
  VirtualLsiLogicSASController: 'LSI Logic SAS',
  VirtualLsiLogicController: 'LSI Logic',
  VirtualNVMEController: 'NVMe',
  VirtualAHCIController: 'SATA',
  VirtualIDEController: 'IDE',
};

/** Attributes that only VMware Tools in the guest can tell. */
const guestAttributes = [
  'osReported',
  'dnsName',
  'ips',
  'nicIps',
  'partitions',
  'partitionFreeBytes',
] as const;

/** One VirtualMachine object as an entity. Pure; references become names through `names`. */
export function mapVm(raw: RawVm, source: string, names: Names): ObservedRecord {
  const { config, guest, runtime, summary } = raw;
  const hardware = config?.hardware;
  const devices = hardware?.device ?? [];
  const powerState = powerStates[runtime.powerState];
  const cluster = names.of(raw.cluster) ?? names.clusterOf(runtime.host);
  const partition = names.partitionOf(raw.cluster) ?? names.partitionOf(runtime.host);
  const toolsStatus = toolsStatusOf(guest);
  const toolsRunning =
    guest?.toolsRunningStatus === undefined ? undefined : guest.toolsRunningStatus === 'guestToolsRunning';
  const unknown: Record<string, string> = {};
  const attributes = present({
    powerState,
    template: config?.template,
    connectionState: runtime.connectionState,
    cluster,
    host: names.of(runtime.host),
    resourcePool: names.of(raw.resourcePool),
    folder: raw.parentPath,
    notes: config && (config.annotation ?? ''),
    uuid: config?.uuid,
    instanceUuid: config?.instanceUuid,
    hardwareVersion: config?.version,
    firmware: config?.firmware,
    osConfigured: config?.guestFullName,
    createdAt: instantOf(config?.createDate),
    haRestartPriority: config?.dasRestartPriority,
    vcpus: hardware?.numCPU,
    coresPerSocket: hardware?.numCoresPerSocket,
    cpuReservationMhz: config?.cpuAllocation?.reservation,
    cpuLimitMhz: limit(config?.cpuAllocation?.limit, 1),
    cpuShares: sharesOf(config?.cpuAllocation),
    cpuHotAdd: config?.cpuHotAddEnabled,
    memoryBytes: times(hardware?.memoryMB, megabyte),
    memoryReservationBytes: times(config?.memoryAllocation?.reservation, megabyte),
    memoryLimitBytes: limit(config?.memoryAllocation?.limit, megabyte),
    memoryShares: sharesOf(config?.memoryAllocation),
    memoryHotAdd: config?.memoryHotAddEnabled,
    disks: hardware?.device === undefined ? undefined : mapDisks(devices),
    nics: hardware?.device === undefined ? undefined : mapNics(devices, names),
    consolidationNeeded: runtime.consolidationNeeded,
    // Without any snapshot the API leaves the member out.
    snapshots: mapSnapshots(raw.snapshot?.rootSnapshotList ?? [], undefined, []),
    toolsStatus,
    toolsVersion:
      toolsStatus === 'not installed' || guest?.toolsVersion === '0' ? undefined : guest?.toolsVersion,
    toolsRequiredVersion: guest?.toolsRequiredVersion,
    toolsUpgradePolicy: config?.tools?.toolsUpgradePolicy,
    toolsRunning,
    heartbeat: raw.guestHeartbeatStatus,
    overallStatus: summary?.overallStatus,
    usedBytes: summary?.storage?.committed,
    provisionedBytes: summary?.storage && summary.storage.committed + summary.storage.uncommitted,
  }) as Mutable<VmAttributes>;
  if (cluster === undefined && partition !== undefined)
    unknown['cluster'] = 'its host stands by itself, in no cluster';
  if (toolsStatus === 'not installed') unknown['toolsVersion'] = 'VMware Tools is not installed';
  addGuest(raw, attributes, unknown, toolsRunning);
  addMeasured(raw, attributes, unknown);
  for (const [attribute, list] of namedFrom) {
    const reason = names.missing(list);
    if (reason === undefined) continue;
    delete attributes[attribute];
    unknown[attribute] = reason;
  }
  return {
    nativeId: raw.obj,
    name: raw.name,
    ...(partition === undefined ? {} : { partition }),
    attributes,
    relations: relationsOf(raw, source, devices),
    keys: keysOf(raw, attributes),
    unknown,
  };
}

/** Attributes that hold names from another list than the VM's own. */
const namedFrom = [
  ['host', 'hosts'],
  ['resourcePool', 'resource pools'],
  ['nics', 'networks'],
] as const satisfies readonly (readonly [keyof VmAttributes, string])[];

function addGuest(
  raw: RawVm,
  attributes: Mutable<VmAttributes>,
  unknown: Record<string, string>,
  toolsRunning: boolean | undefined,
): void {
  const { guest } = raw;
  const why = whyNoGuest(raw, toolsRunning);
  if (why !== undefined) {
    for (const attribute of guestAttributes) unknown[attribute] = why;
    return;
  }
  if (guest?.guestFullName !== undefined) attributes.osReported = guest.guestFullName;
  if (guest?.hostName !== undefined) attributes.dnsName = guest.hostName.toLowerCase();
  // A guest with Tools may still report no network or no file systems: that is unknown, not none.
  if (guest?.net) {
    const nicIps: Record<string, string[]> = {};
    const ips = new Set<string>();
    for (const net of guest.net) {
      const routable = (net.ipAddress ?? []).filter(isRoutable);
      for (const ip of routable) ips.add(ip);
      const nic = attributes.nics?.find(
        (one) => one.key === net.deviceConfigId || one.mac === net.macAddress?.toLowerCase(),
      );
      if (nic && routable.length > 0) nicIps[nic.key] = routable.toSorted();
    }
    attributes.ips = [...ips];
    attributes.nicIps = nicIps;
  } else unknown['ips'] = unknown['nicIps'] = 'VMware Tools reports no network';
  if (!guest?.disk || guest.disk.length === 0) {
    unknown['partitions'] = unknown['partitionFreeBytes'] = 'VMware Tools reports no file systems';
    return;
  }
  const free: Record<string, number> = {};
  attributes.partitions = guest.disk.map((disk) => {
    if (disk.freeSpace !== undefined) free[disk.diskPath] = disk.freeSpace;
    return present({
      mount: disk.diskPath,
      capacityBytes: disk.capacity,
      diskKey: disk.mappings?.[0]?.key,
    }) as { mount: string; capacityBytes?: number; diskKey?: number };
  });
  attributes.partitionFreeBytes = free;
}

export function toolsStatusOf(guest: RawVm['guest']): VmAttributes['toolsStatus'] {
  return guest?.toolsVersionStatus2 === undefined
    ? formerToolsStatuses[guest?.toolsStatus ?? '']
    : toolsStatuses[guest.toolsVersionStatus2];
}

function whyNoGuest(raw: RawVm, toolsRunning: boolean | undefined): string | undefined {
  if (raw.runtime.connectionState !== 'connected') return `the VM is ${raw.runtime.connectionState}`;
  if (raw.config?.template === true) return 'templates do not run';
  if (raw.runtime.powerState !== 'poweredOn') return 'the VM is not powered on';
  if (toolsStatusOf(raw.guest) === 'not installed') return 'VMware Tools is not installed';
  return toolsRunning === true ? undefined : 'VMware Tools is not running';
}

function addMeasured(raw: RawVm, attributes: Mutable<VmAttributes>, unknown: Record<string, string>): void {
  const stats = raw.summary?.quickStats;
  const vcpus = attributes.vcpus ?? 0;
  const on = raw.runtime.powerState === 'poweredOn';
  if (raw.layoutEx?.snapshot) {
    attributes.snapshotBytes = Object.fromEntries(raw.layoutEx.snapshot.map((one) => [one.key, one.size]));
  }
  if (on) {
    attributes.nicConnected = Object.fromEntries(
      (raw.config?.hardware?.device ?? []).flatMap(({ connectable, key, macAddress }) =>
        macAddress === undefined || connectable?.connected === undefined
          ? []
          : [[key, connectable.connected]],
      ),
    );
  } else unknown['nicConnected'] = 'the VM is not powered on';
  if (!on || raw.runtime.connectionState !== 'connected') {
    const why = on ? `the VM is ${raw.runtime.connectionState}` : 'the VM is not powered on';
    for (const attribute of measuredWhileOn) unknown[attribute] = why;
    return;
  }
  const ready = raw.perf?.['cpu.ready.summation'];
  Object.assign(
    attributes,
    present({
      uptimeSeconds: stats?.uptimeSeconds,
      cpuUsageMhz: stats?.overallCpuUsage,
      memoryActiveBytes: times(stats?.guestMemoryUsage, megabyte),
      memoryBalloonedBytes: times(stats?.balloonedMemory, megabyte),
      memorySwappedBytes: times(stats?.swappedMemory, megabyte),
      // Ready % of one vCPU = summed ready ms / (interval in s × 10) / vCPUs.
      cpuReadyPercent:
        ready === undefined || vcpus === 0
          ? undefined
          : Math.round((ready.value / (ready.intervalSeconds * 10) / vcpus) * 100) / 100,
    }),
  );
}

const measuredWhileOn = [
  'uptimeSeconds',
  'cpuUsageMhz',
  'cpuReadyPercent',
  'memoryActiveBytes',
  'memoryBalloonedBytes',
  'memorySwappedBytes',
] as const satisfies readonly (keyof VmAttributes)[];

function mapDisks(devices: readonly RawDevice[]): Disk[] {
  const disks: Disk[] = [];
  for (const device of devices) {
    if (device._type !== 'VirtualDisk') continue;
    const controller = devices.find((candidate) => candidate.key === device.controllerKey);
    const path = device.backing?.fileName;
    disks.push(
      present({
        key: device.key,
        label: device.deviceInfo?.label ?? `disk ${device.key}`,
        path,
        datastore: path === undefined ? undefined : /^\[([^\]]+)\]/.exec(path)?.[1],
        capacityBytes: times(device.capacityInKB, 1024),
        thin: device.backing?.thinProvisioned,
        mode: device.backing?.diskMode,
        controller: controller && (controllerTypes[controller._type] ?? controller._type),
        rawDevice: device.backing?.lunUuid,
        sharing: device.backing?.sharing === 'sharingNone' ? undefined : device.backing?.sharing,
      }) as Disk,
    );
  }
  return disks;
}

function mapNics(devices: readonly RawDevice[], names: Names): Nic[] {
  const nics: Nic[] = [];
  for (const device of devices) {
    if (device.macAddress === undefined) continue;
    nics.push(
      present({
        key: device.key,
        label: device.deviceInfo?.label ?? `adapter ${device.key}`,
        adapter: device._type.replace(/^Virtual/, '').toLowerCase(),
        mac: device.macAddress.toLowerCase(),
        portGroup: names.of(networkOf(device)) ?? device.backing?.deviceName,
        startsConnected: device.connectable?.startConnected,
      }) as Nic,
    );
  }
  return nics;
}

function networkOf(device: RawDevice): string | undefined {
  return device.backing?.port?.portgroupKey ?? device.backing?.network;
}

function mapSnapshots(
  list: readonly RawSnapshot[],
  parent: string | undefined,
  found: Snapshot[],
): Snapshot[] {
  for (const raw of list) {
    found.push(
      present({
        id: raw.snapshot,
        name: raw.name,
        // Text that is no time passes as it is, and the VM is rejected by its kind with the path.
        createdAt: instantOf(raw.createTime) ?? raw.createTime,
        parent,
        quiesced: raw.quiesced,
        description: raw.description === '' ? undefined : raw.description,
      }) as Snapshot,
    );
    mapSnapshots(raw.childSnapshotList ?? [], raw.snapshot, found);
  }
  return found;
}

function relationsOf(raw: RawVm, source: string, devices: readonly RawDevice[]): Relation[] {
  const relations: Relation[] = [];
  if (raw.runtime.host !== undefined) relations.push(relate(source, 'runs-on', 'host', raw.runtime.host));
  if (raw.cluster !== undefined) relations.push(relate(source, 'member-of', 'cluster', raw.cluster));
  if (raw.resourcePool !== undefined)
    relations.push(relate(source, 'member-of', 'resource-pool', raw.resourcePool));
  const targets = new Set<string>();
  const once = (
    type: 'stored-on' | 'attached-to',
    kind: 'datastore' | 'network',
    ref: string | undefined,
  ) => {
    if (ref === undefined || targets.has(ref)) return;
    targets.add(ref);
    relations.push(relate(source, type, kind, ref));
  };
  for (const device of devices) {
    if (device._type === 'VirtualDisk') once('stored-on', 'datastore', device.backing?.datastore);
    else if (device.macAddress !== undefined) once('attached-to', 'network', networkOf(device));
  }
  return relations;
}

function keysOf(raw: RawVm, attributes: VmAttributes): string[] {
  const keys: string[] = [];
  if (raw.config?.uuid !== undefined) keys.push(naturalKey.uuid(raw.config.uuid));
  for (const nic of attributes.nics ?? []) if (nic.mac !== undefined) keys.push(naturalKey.mac(nic.mac));
  // Not by what the guest reports: addresses would come and go with VMware Tools.
  keys.push(naturalKey.host(raw.name));
  return keys;
}

function isRoutable(ip: string): boolean {
  return !/^(fe[89ab][0-9a-f]:|169\.254\.)/i.test(ip);
}

function times(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : value * factor;
}
