import type { EntityOf } from '../../../shared/model/entity.ts';
import type { VmSnapshot } from '../../../shared/model/kinds/vmware/vm.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { computed, entityTable, paragraph, when } from '../build.ts';
import { bytes, days, instantText, number, percent, yesNo } from '../format.ts';
import type { GeneratorSettings, SectionPlan } from '../generator.ts';
import { maybe, nestedTable } from './nested-table.ts';
import type { Scope } from './scopes.ts';
import { clusterCell, limitBytes, limitMhz, sharesText } from './text.ts';

type Vm = EntityOf<'vm'>;

/** Some VMs of a scope: all of them, or those of one page. */
export interface VmSet {
  readonly reads: SectionPlan['reads'];
  readonly vms: () => readonly Vm[];
}

export function vmSetOf(scope: Scope): VmSet {
  return { reads: [scope.reads('vm')], vms: () => scope.members('vm') };
}

/** The VM tables, of which the first is where links to VMs lead. */
export function vmSections(
  set: VmSet,
  settings: GeneratorSettings,
  level: SectionPlan['level'],
): readonly SectionPlan[] {
  const full = settings.depth === 'full';
  const section = (
    key: string,
    title: string,
    render: (vms: readonly Vm[]) => ReturnType<SectionPlan['render']>,
    at: SectionPlan['level'] = 3,
  ): SectionPlan => ({
    key,
    title,
    level: at,
    reads: set.reads,
    render: () => {
      const vms = set.vms();
      return vms.length === 0 ? [paragraph('No VMs.')] : render(vms);
    },
  });
  return [
    section('vms', 'VMs', (vms) => [infoTable(vms, full)], level),
    section('vm-cpu', 'CPU', (vms) => [cpuTable(vms, full)]),
    section('vm-memory', 'Memory', (vms) => [memoryTable(vms, full)]),
    section('vm-disks', 'Disks', (vms) => [diskTable(vms, full)]),
    section('vm-partitions', 'Guest file systems', (vms) => [partitionTable(vms, full)]),
    section('vm-networks', 'Network adapters', (vms) => [nicTable(vms, full)]),
    section('vm-tools', 'VMware Tools', (vms) => [toolsTable(vms, full)]),
  ];
}

function infoTable(vms: readonly Vm[], full: boolean) {
  return entityTable({
    entities: vms,
    home: true,
    columns: [
      { title: 'VM', path: 'name' },
      { title: 'Power', path: 'powerState' },
      { title: 'Template', path: 'template' },
      { title: 'Connection', path: 'connectionState' },
      { title: 'Cluster', value: clusterCell },
      { title: 'Host', path: 'host' },
      { title: 'Pool', path: 'resourcePool' },
      { title: 'Folder', path: 'folder' },
      { title: 'vCPU', path: 'vcpus', align: 'right' },
      { title: 'Memory', path: 'memoryBytes' },
      { title: 'Disks', path: 'disks', format: (disks) => number(disks.length), align: 'right' },
      { title: 'Provisioned', path: 'provisionedBytes' },
      { title: 'Used', path: 'usedBytes' },
      { title: 'IP', path: 'ips' },
      { title: 'DNS name', path: 'dnsName' },
      { title: 'OS configured', path: 'osConfigured' },
      { title: 'OS reported', path: 'osReported' },
      { title: 'Hardware', path: 'hardwareVersion' },
      { title: 'UUID', path: 'uuid' },
      ...when(full, [
        { title: 'Firmware', path: 'firmware' } as const,
        { title: 'HA priority', path: 'haRestartPriority' } as const,
        { title: 'Created', path: 'createdAt' } as const,
        { title: 'Notes', path: 'notes' } as const,
      ]),
    ],
  });
}

function cpuTable(vms: readonly Vm[], full: boolean) {
  return entityTable({
    entities: vms,
    columns: [
      { title: 'VM', path: 'name' },
      { title: 'vCPU', path: 'vcpus', align: 'right' },
      {
        title: 'Sockets',
        align: 'right',
        value: ({ attributes: { vcpus, coresPerSocket }, name }) =>
          vcpus === undefined || coresPerSocket === undefined || coresPerSocket === 0
            ? { t: 'unknown', reason: 'vCPUs or cores per socket are not given' }
            : computed(number(Math.ceil(vcpus / coresPerSocket)), `vCPUs and cores per socket of ${name}`),
      },
      { title: 'Cores per socket', path: 'coresPerSocket', align: 'right' },
      { title: 'Reservation', path: 'cpuReservationMhz' },
      { title: 'Limit', path: 'cpuLimitMhz', format: limitMhz },
      { title: 'Shares', path: 'cpuShares', format: sharesText },
      { title: 'Used', path: 'cpuUsageMhz' },
      { title: 'Ready per vCPU', path: 'cpuReadyPercent' },
      ...when(full, [{ title: 'Hot-add', path: 'cpuHotAdd' } as const]),
    ],
  });
}

function memoryTable(vms: readonly Vm[], full: boolean) {
  return entityTable({
    entities: vms,
    columns: [
      { title: 'VM', path: 'name' },
      { title: 'Size', path: 'memoryBytes' },
      { title: 'Reservation', path: 'memoryReservationBytes' },
      { title: 'Limit', path: 'memoryLimitBytes', format: limitBytes },
      { title: 'Shares', path: 'memoryShares', format: sharesText },
      { title: 'Active', path: 'memoryActiveBytes' },
      { title: 'Ballooned', path: 'memoryBalloonedBytes' },
      { title: 'Swapped', path: 'memorySwappedBytes' },
      ...when(full, [{ title: 'Hot-add', path: 'memoryHotAdd' } as const]),
    ],
  });
}

function diskTable(vms: readonly Vm[], full: boolean) {
  return nestedTable({
    entities: vms,
    of: 'VM',
    path: 'disks',
    list: (vm) => vm.attributes.disks,
    full,
    none: 'No disks.',
    columns: [
      { title: 'Disk', value: (disk) => disk.label },
      { title: 'Size', align: 'right', value: (disk) => maybe(disk.capacityBytes, bytes) },
      { title: 'Thin', value: (disk) => maybe(disk.thin, yesNo) },
      { title: 'Mode', value: (disk) => disk.mode },
      { title: 'Controller', value: (disk) => disk.controller },
      { title: 'Datastore', value: (disk) => disk.datastore },
      { title: 'Path', value: (disk) => disk.path },
      { title: 'Raw device', nice: true, value: (disk) => disk.rawDevice ?? 'no' },
      { title: 'Sharing', nice: true, value: (disk) => disk.sharing ?? 'none' },
    ],
  });
}

function partitionTable(vms: readonly Vm[], full: boolean) {
  return nestedTable({
    entities: vms,
    of: 'VM',
    path: 'partitions',
    list: (vm) => vm.attributes.partitions,
    full,
    none: 'No file systems.',
    columns: [
      { title: 'Mount', value: (partition) => partition.mount },
      { title: 'Capacity', align: 'right', value: (partition) => maybe(partition.capacityBytes, bytes) },
      {
        title: 'Free',
        align: 'right',
        path: 'partitionFreeBytes',
        value: (partition, vm) => maybe(vm.attributes.partitionFreeBytes?.[partition.mount], bytes),
      },
      {
        title: 'Free %',
        align: 'right',
        path: 'partitionFreeBytes',
        value: (partition, vm) => {
          const free = vm.attributes.partitionFreeBytes?.[partition.mount];
          const { capacityBytes } = partition;
          return free === undefined || capacityBytes === undefined || capacityBytes === 0
            ? undefined
            : percent((100 * free) / capacityBytes);
        },
      },
      {
        title: 'Disk',
        nice: true,
        value: (partition, vm) => vm.attributes.disks?.find((disk) => disk.key === partition.diskKey)?.label,
      },
    ],
  });
}

function nicTable(vms: readonly Vm[], full: boolean) {
  return nestedTable({
    entities: vms,
    of: 'VM',
    path: 'nics',
    list: (vm) => vm.attributes.nics,
    full,
    none: 'No network adapters.',
    columns: [
      { title: 'Adapter', value: (nic) => nic.label },
      { title: 'Type', value: (nic) => nic.adapter },
      { title: 'Port group', value: (nic) => nic.portGroup },
      { title: 'MAC', value: (nic) => nic.mac },
      {
        title: 'IPs',
        path: 'nicIps',
        value: (nic, vm) =>
          vm.attributes.nicIps === undefined
            ? { t: 'unknown', reason: vm.unknown['nicIps'] ?? `not given by ${vm.source}` }
            : (vm.attributes.nicIps[nic.key]?.join(', ') ?? 'none'),
      },
      {
        title: 'Connected',
        path: 'nicConnected',
        value: (nic, vm) =>
          maybe(vm.attributes.nicConnected?.[nic.key], yesNo) ?? {
            t: 'unknown',
            reason: vm.unknown['nicConnected'] ?? `not given by ${vm.source}`,
          },
      },
      {
        title: 'Starts connected',
        nice: true,
        value: (nic) => maybe(nic.startsConnected, yesNo),
      },
    ],
  });
}

function toolsTable(vms: readonly Vm[], full: boolean) {
  return entityTable({
    entities: vms,
    columns: [
      { title: 'VM', path: 'name' },
      { title: 'Status', path: 'toolsStatus' },
      { title: 'Running', path: 'toolsRunning' },
      { title: 'Heartbeat', path: 'heartbeat' },
      { title: 'Version', path: 'toolsVersion' },
      { title: 'Required', path: 'toolsRequiredVersion' },
      ...when(full, [{ title: 'Upgrade policy', path: 'toolsUpgradePolicy' } as const]),
    ],
  });
}

/** All snapshots of a scope, oldest first; VMs whose snapshots are not known say so. */
export function snapshotSection(
  view: InventoryView,
  scope: Scope,
  settings: GeneratorSettings,
  level: SectionPlan['level'],
): SectionPlan {
  return {
    key: 'snapshots',
    title: 'Snapshots',
    level,
    reads: [scope.reads('vm')],
    render: () => {
      const vms = scope
        .members('vm')
        .filter(({ attributes: { snapshots } }) => snapshots === undefined || snapshots.length > 0);
      return [
        nestedTable({
          entities: vms,
          of: 'VM',
          path: 'snapshots',
          list: (vm) => vm.attributes.snapshots?.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1)),
          full: settings.depth === 'full',
          none: 'No VM has a snapshot.',
          columns: [
            { title: 'Snapshot', value: (snapshot) => snapshot.name },
            { title: 'Created', value: (snapshot) => instantText(snapshot.createdAt) },
            {
              title: 'Age',
              align: 'right',
              volatile: true,
              value: (snapshot) => {
                const age = (Date.parse(view.at) - Date.parse(snapshot.createdAt)) / 86_400_000;
                return days(Math.max(0, Math.floor(age)));
              },
            },
            {
              title: 'Size',
              align: 'right',
              path: 'snapshotBytes',
              value: (snapshot, vm) => maybe(vm.attributes.snapshotBytes?.[snapshot.id], bytes),
            },
            { title: 'Below', value: (snapshot, vm) => parentName(snapshot, vm) },
            { title: 'Quiesced', nice: true, value: (snapshot) => maybe(snapshot.quiesced, yesNo) },
            {
              title: 'Description',
              nice: true,
              value: (snapshot) => snapshot.description ?? 'none',
            },
          ],
        }),
      ];
    },
  };
}

function parentName(snapshot: VmSnapshot, vm: Vm): string {
  if (snapshot.parent === undefined) return 'the base disks';
  return vm.attributes.snapshots?.find((other) => other.id === snapshot.parent)?.name ?? snapshot.parent;
}
