import { z } from 'zod';
import { LabError, type LabContext, type LabTool } from '../domain.ts';
import { committedBytes, datastoreUsage, statisticsTime } from './metrics.ts';
import { guestAnswers } from './present-vm.ts';
import { reachable, target, taskResult } from './power-tools.ts';
import { notFound, vmByMoref } from './read-tools.ts';
import {
  gib,
  kib,
  type DatastoreState,
  type DiskState,
  type Estate,
  type HostState,
  type VmState,
} from './state.ts';
import type { Tasks } from './tasks.ts';
import { labTool } from './tool.ts';

/** 62 TB is the largest virtual disk. */
const maximumDiskBytes = 62 * 1024 * gib;

/** vMotion copies memory; Storage vMotion copies disks, at so many bytes a second. */
const vmotionSeconds = 15;
const copyBytesPerSecond = gib;
const longestCopySeconds = 600;

export function createChangeTools(estate: Estate, context: LabContext, tasks: Tasks): LabTool[] {
  const find = (moref: string) => {
    const vm = reachable(vmByMoref(estate, moref));
    tasks.refuseBusy(vm);
    return vm;
  };
  const resize = (moref: string, wanted: { vcpus?: number | undefined; memoryMb?: number | undefined }) => {
    const vm = find(moref);
    const vcpus = wanted.vcpus ?? vm.vcpus;
    const memoryMb = wanted.memoryMb ?? vm.memoryMb;
    if (vcpus === vm.vcpus && memoryMb === vm.memoryMb)
      throw new LabError(`InvalidArgument: ${vm.name} already has ${vcpus} vCPUs and ${memoryMb} MB`);
    if (vcpus > vm.host.hardware.sockets * vm.host.hardware.coresPerSocket * 2)
      throw new LabError(
        `NotEnoughLogicalCpus: host ${vm.host.blueprint.name} has fewer than ${vcpus} threads`,
      );
    if (vm.power === 'poweredOn' && !vm.hotAdd)
      throw new LabError(`CpuHotPlugNotSupported: hot-add is disabled for ${vm.name}; power it off first`);
    if (vm.power === 'poweredOn' && (vcpus < vm.vcpus || memoryMb < vm.memoryMb))
      throw new LabError(`InvalidPowerState: CPU and memory of ${vm.name} cannot shrink while it is on`);
    vm.vcpus = vcpus;
    vm.memoryMb = memoryMb;
    if (vcpus % vm.coresPerSocket !== 0) vm.coresPerSocket = vcpus;
    estate.version += 1;
    return taskResult(estate, context.now(), 'ReconfigVM_Task', vm);
  };
  const migrate = (args: { vm: string; host?: string | undefined; datastore?: string | undefined }) => {
    const vm = find(args.vm);
    if (args.host === undefined && args.datastore === undefined)
      throw new LabError('InvalidArgument: expected a target host, a target datastore or both');
    const host = args.host === undefined ? vm.host : hostFor(estate, vm, args.host);
    const datastore =
      args.datastore === undefined
        ? undefined
        : datastoreFor(estate, vm, host, args.datastore, context.now());
    const unmounted = vm.disks.find((disk) => (datastore ?? disk.datastore).notMountedOn.has(host));
    if (unmounted)
      throw new LabError(
        `CannotAccessVmDisk: host ${host.blueprint.name} does not mount ${unmounted.datastore.name}`,
      );
    const bytes = vm.disks
      .filter((disk) => datastore !== undefined && disk.datastore !== datastore)
      .reduce((sum, disk) => sum + committedBytes(disk, estate, statisticsTime(context.now())), 0);
    const seconds = vmotionSeconds + Math.min(longestCopySeconds, Math.round(bytes / copyBytesPerSecond));
    return tasks.start(vm, 'RelocateVM_Task', seconds, () => {
      moveVm(vm, host);
      if (datastore) for (const disk of vm.disks) disk.datastore = datastore;
    });
  };
  const grow = (moref: string, key: number, bytes: number, extend: boolean) => {
    const vm = find(moref);
    const disk = vm.disks.find((candidate) => candidate.key === key);
    if (disk === undefined) throw notFound(`disk of ${vm.name}`, String(key));
    growDisk(estate, context.now(), vm, disk, bytes);
    if (extend) extendPartition(vm, disk, context.now());
    estate.version += 1;
    return taskResult(estate, context.now(), 'ReconfigVM_Task', vm);
  };
  return [
    labTool({
      name: 'vmware_migrate_vm',
      title: 'Migrate a VM',
      description:
        'Moves a VM to another host of its cluster (vMotion), its disks to another datastore (Storage vMotion), or both.',
      input: target.extend({
        host: z.string().optional().describe('managed object reference of the target host'),
        datastore: z.string().optional().describe('managed object reference of the target datastore'),
      }),
      readOnly: false,
      destructive: false,
      run: (args) => migrate(args),
      partially: (args) =>
        args.host !== undefined && args.datastore !== undefined
          ? migrate({ vm: args.vm, host: args.host })
          : {},
    }),
    labTool({
      name: 'vmware_grow_disk',
      title: 'Grow a virtual disk',
      description:
        'Grows one virtual disk. `extendGuestPartition` also takes the space up in the guest, which needs VMware Tools.',
      input: target.extend({
        disk: z.int().describe('device key of the disk, e.g. 2000'),
        capacityBytes: z.int().positive(),
        extendGuestPartition: z.boolean().default(false),
      }),
      readOnly: false,
      destructive: false,
      run: (args) => grow(args.vm, args.disk, args.capacityBytes, args.extendGuestPartition),
      partially: (args) =>
        args.extendGuestPartition ? grow(args.vm, args.disk, args.capacityBytes, false) : {},
    }),
    labTool({
      name: 'vmware_extend_guest_partition',
      title: 'Extend a guest partition',
      description: 'Lets the guest take up what its disk has grown by. Needs VMware Tools.',
      input: target.extend({ disk: z.int().describe('device key of the disk, e.g. 2000') }),
      readOnly: false,
      destructive: false,
      run: (args) => {
        const vm = find(args.vm);
        const disk = vm.disks.find((candidate) => candidate.key === args.disk);
        if (disk === undefined) throw notFound(`disk of ${vm.name}`, String(args.disk));
        extendPartition(vm, disk, context.now());
        estate.version += 1;
        return taskResult(estate, context.now(), 'StartProgramInGuest', vm);
      },
    }),
    labTool({
      name: 'vmware_reconfigure_vm',
      title: 'Change CPU and memory',
      description:
        'Sets the number of vCPUs and the memory of a VM. While it is on, only growth is possible, and only with hot-add.',
      input: target.extend({
        vcpus: z.int().min(1).max(128).optional(),
        memoryMb: z.int().min(256).max(6_291_456).multipleOf(4).optional(),
      }),
      readOnly: false,
      destructive: false,
      run: (args) => resize(args.vm, args),
      partially: (args) =>
        args.vcpus !== undefined && args.memoryMb !== undefined ? resize(args.vm, { vcpus: args.vcpus }) : {},
    }),
  ];
}

export function moveVm(vm: VmState, host: HostState): void {
  if (vm.host !== host) vm.cluster.migrations += 1;
  vm.host.vms.delete(vm);
  vm.host = host;
  host.vms.add(vm);
}

function hostFor(estate: Estate, vm: VmState, moref: string): HostState {
  const host = estate.hosts.find((candidate) => candidate.moref === moref);
  if (host === undefined) throw notFound('host', moref);
  if (host === vm.host)
    throw new LabError(`AlreadyExists: ${vm.name} already runs on ${host.blueprint.name}`);
  if (host.cluster !== vm.cluster)
    throw new LabError(
      `DisallowedMigrationDeviceAttached: ${host.blueprint.name} belongs to ${host.cluster.name}, ${vm.name} to ${vm.cluster.name}`,
    );
  if (host.connection !== 'connected')
    throw new LabError(`HostNotConnected: ${host.blueprint.name} is not responding`);
  return host;
}

function datastoreFor(
  estate: Estate,
  vm: VmState,
  host: HostState,
  moref: string,
  now: number,
): DatastoreState {
  const datastore = estate.datastores.find((candidate) => candidate.moref === moref);
  if (datastore === undefined) throw notFound('datastore', moref);
  if (datastore.cluster !== host.cluster || datastore.notMountedOn.has(host))
    throw new LabError(`InvalidDatastore: ${host.blueprint.name} does not mount ${datastore.name}`);
  const moving = vm.disks.filter((disk) => disk.datastore !== datastore);
  if (moving.length === 0) throw new LabError(`AlreadyExists: ${vm.name} already lies on ${datastore.name}`);
  const bytes = moving.reduce((sum, disk) => sum + committedBytes(disk, estate, statisticsTime(now)), 0);
  const free = datastoreUsage(datastore, estate, now).freeBytes;
  if (bytes > free)
    throw new LabError(
      `InsufficientDisksSpace: ${datastore.name} has ${free} bytes free, ${bytes} are needed`,
    );
  return datastore;
}

function growDisk(estate: Estate, now: number, vm: VmState, disk: DiskState, bytes: number): void {
  if (vm.snapshots.length > 0)
    throw new LabError(
      `InvalidDeviceOperation: disk ${disk.key} of ${vm.name} cannot grow while the VM has snapshots (${vm.snapshots.length})`,
    );
  if (bytes <= disk.capacityKb * kib)
    throw new LabError(
      `InvalidArgument: disk ${disk.key} of ${vm.name} has ${disk.capacityKb * kib} bytes; a disk can only grow`,
    );
  if (bytes > maximumDiskBytes) throw new LabError('FileTooLarge: a virtual disk can have at most 62 TB');
  const growth = bytes - disk.capacityKb * kib;
  const free = datastoreUsage(disk.datastore, estate, now).freeBytes;
  // A thin disk takes nothing yet, but what could never fit is refused as well.
  if (growth > free)
    throw new LabError(
      `InsufficientDisksSpace: ${disk.datastore.name} has ${free} bytes free, ${growth} more are needed`,
    );
  disk.capacityKb = Math.floor(bytes / kib);
}

function extendPartition(vm: VmState, disk: DiskState, now: number): void {
  if (!guestAnswers(vm, now))
    throw new LabError(`GuestOperationsUnavailable: VMware Tools is not running in ${vm.name}`);
  disk.partitionKb = disk.capacityKb;
}
