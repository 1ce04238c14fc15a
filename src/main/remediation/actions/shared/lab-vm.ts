import { z } from 'zod';
import { ask, unreadable } from './answer.ts';
import { momentOf } from './facts.ts';
import type { LiveDisk, LiveSnapshot, VmServer, VmTool } from './vm-server.ts';

const number = z.number();
interface SnapshotNode {
  readonly snapshot: string;
  readonly name: string;
  readonly createTime: string;
  readonly quiesced?: boolean | undefined;
  readonly childSnapshotList: readonly SnapshotNode[];
}
const snapshotNode: z.ZodType<SnapshotNode> = z.lazy(() =>
  z.object({
    snapshot: z.string(),
    name: z.string(),
    createTime: z.string(),
    quiesced: z.boolean().optional(),
    childSnapshotList: z.array(snapshotNode),
  }),
);

/** What actions look at of a VM as the vSphere API words it. */
const rawVm = z.object({
  obj: z.string(),
  name: z.string(),
  runtime: z.object({
    host: z.string(),
    powerState: z.enum(['poweredOn', 'poweredOff', 'suspended']),
    connectionState: z.string(),
    bootTime: z.iso.datetime().optional(),
  }),
  config: z.object({
    instanceUuid: z.string().optional(),
    template: z.boolean(),
    cpuHotAddEnabled: z.boolean(),
    memoryHotAddEnabled: z.boolean(),
    hardware: z.object({
      numCPU: number,
      memoryMB: number,
      device: z.array(z.looseObject({ _type: z.string(), key: number })),
    }),
  }),
  guestHeartbeatStatus: z.string(),
  guest: z.object({
    toolsRunningStatus: z.string(),
    toolsVersionStatus2: z.string(),
    disk: z.array(z.object({ capacity: number, mappings: z.array(z.object({ key: number })).optional() })),
  }),
  snapshot: z.object({ currentSnapshot: z.string(), rootSnapshotList: z.array(snapshotNode) }).optional(),
});
type LabVm = z.output<typeof rawVm>;

const rawHost = z.object({
  host: z.object({
    obj: z.string(),
    runtime: z.object({ connectionState: z.string(), inMaintenanceMode: z.boolean() }),
  }),
});

/** vSphere's own word for an object that is no more. */
const noSuchObject = /^ManagedObjectNotFound\b/;

const powerStates = { poweredOn: 'on', poweredOff: 'off', suspended: 'suspended' } as const;

const plain = (name: string): VmTool<void> => ({ name, arguments: () => ({}) });

/** The lab's vCenter. */
export const labVmServer: VmServer = {
  id: 'lab-vmware',
  extendsFileSystems: true,
  tools: {
    powerOn: plain('vmware_power_on_vm'),
    powerOff: plain('vmware_power_off_vm'),
    shutDownGuest: plain('vmware_shutdown_guest'),
    restartGuest: plain('vmware_restart_guest'),
    reset: plain('vmware_reset_vm'),
    createSnapshot: { name: 'vmware_create_snapshot', arguments: ({ name, quiesce }) => ({ name, quiesce }) },
    revertToSnapshot: { name: 'vmware_revert_snapshot', arguments: ({ snapshot }) => ({ snapshot }) },
    removeSnapshot: {
      name: 'vmware_remove_snapshot',
      arguments: ({ snapshot, withThoseBelow }) => ({ snapshot, removeChildren: withThoseBelow }),
    },
    migrate: {
      name: 'vmware_migrate_vm',
      arguments: ({ host, datastore }) => ({
        ...(host === undefined ? {} : { host }),
        ...(datastore === undefined ? {} : { datastore }),
      }),
    },
    resize: {
      name: 'vmware_reconfigure_vm',
      arguments: ({ vcpus, memoryMib }) => ({
        ...(vcpus === undefined ? {} : { vcpus }),
        ...(memoryMib === undefined ? {} : { memoryMb: memoryMib }),
      }),
    },
    growDisk: {
      name: 'vmware_grow_disk',
      arguments: ({ disk, sizeBytes, extendFileSystem }) => ({
        disk,
        capacityBytes: sizeBytes,
        extendGuestPartition: extendFileSystem,
      }),
    },
  },
  async vm(reader, { nativeId }) {
    const tool = 'vmware_get_vm';
    const found = await ask(reader, {
      tool,
      arguments: { vm: nativeId },
      schema: z.object({ vm: rawVm }),
      gone: noSuchObject,
    });
    if (!found) return undefined;
    const { vm } = found;
    if (vm.obj !== nativeId) throw unreadable(reader, tool, `expected ${nativeId}, it is about ${vm.obj}`);
    const { config, runtime } = vm;
    return {
      id: vm.obj,
      name: vm.name,
      instanceUuid: config.instanceUuid,
      connection: runtime.connectionState,
      powerState: powerStates[runtime.powerState],
      bootedAt: runtime.bootTime,
      heartbeat: vm.guestHeartbeatStatus,
      tools: toolsState(vm),
      host: runtime.host,
      vcpus: config.hardware.numCPU,
      memoryMib: config.hardware.memoryMB,
      cpuHotAdd: config.cpuHotAddEnabled,
      memoryHotAdd: config.memoryHotAddEnabled,
      disks: disksOf(vm),
      snapshots: snapshotsOf(vm),
      currentSnapshot: vm.snapshot?.currentSnapshot,
    };
  },
  async hostState(reader, host) {
    const found = await ask(reader, {
      tool: 'vmware_get_host',
      arguments: { host },
      schema: rawHost,
      gone: noSuchObject,
    });
    if (!found) return 'gone';
    const { connectionState, inMaintenanceMode } = found.host.runtime;
    return inMaintenanceMode ? 'in maintenance' : connectionState;
  },
  async datastoreFreeBytes(reader, datastore) {
    const tool = 'vmware_get_datastore';
    const found = await ask(reader, {
      tool,
      arguments: { datastore },
      schema: z.object({
        datastore: z.object({ obj: z.literal(datastore), summary: z.object({ freeSpace: number }) }),
      }),
    });
    if (!found) throw unreadable(reader, tool, 'there is no such datastore');
    return found.datastore.summary.freeSpace;
  },
  restarted: (before, now) => momentOf(now, 'bootedAt') > momentOf(before, 'bootedAt'),
};

function toolsState({ guest }: LabVm): 'not installed' | 'running' | 'not running' {
  if (guest.toolsVersionStatus2 === 'guestToolsNotInstalled') return 'not installed';
  return guest.toolsRunningStatus === 'guestToolsRunning' ? 'running' : 'not running';
}

function snapshotsOf(vm: LabVm): LiveSnapshot[] {
  const walk = (node: SnapshotNode): LiveSnapshot[] => {
    const below = node.childSnapshotList.flatMap(walk);
    const { snapshot: id, name, quiesced } = node;
    return [{ id, name, quiesced, holds: undefined, below: below.map((one) => one.id) }, ...below];
  };
  return (vm.snapshot?.rootSnapshotList ?? []).flatMap(walk);
}

const virtualDisk = z.object({
  key: number,
  deviceInfo: z.object({ label: z.string() }),
  capacityInKB: number,
  backing: z.object({ datastore: z.string() }),
});

function disksOf(vm: LabVm): LiveDisk[] {
  return vm.config.hardware.device
    .filter(({ _type }) => _type === 'VirtualDisk')
    .flatMap((device) => {
      const disk = virtualDisk.safeParse(device);
      if (!disk.success) return [];
      const { key, deviceInfo, capacityInKB, backing } = disk.data;
      const mounted = vm.guest.disk.find(({ mappings }) => mappings?.some((one) => one.key === key) === true);
      return [
        {
          key,
          label: deviceInfo.label,
          sizeBytes: capacityInKB * 1024,
          datastore: backing.datastore,
          fileSystemBytes: mounted?.capacity,
        },
      ];
    });
}
