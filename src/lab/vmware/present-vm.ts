import {
  activeMemoryMb,
  balloonedMb,
  cpuUsageMhz,
  guestUsedKb,
  readySummationMs,
  snapshotBytes,
  statisticsTime,
  vmStorage,
} from './metrics.ts';
import { guestBootMs, kib, mib, type Estate, type SnapshotState, type VmState } from './state.ts';

export const toolsVersion = '12416';
const oldToolsVersion = '11365';

/** A VM as the vSphere API words it: managed object references, megabytes here and bytes there. */
export function presentVm(vm: VmState, estate: Estate, now: number): Record<string, unknown> {
  const time = statisticsTime(now);
  const on = vm.power === 'poweredOn';
  const answering = guestAnswers(vm, now) && vm.connection === 'connected';
  const storage = vmStorage(vm, estate, time);
  return {
    obj: vm.moref,
    name: vm.name,
    parentPath: vm.folder,
    cluster: vm.cluster.moref,
    resourcePool: vm.pool.moref,
    runtime: {
      host: vm.host.moref,
      powerState: vm.power,
      connectionState: vm.connection,
      ...(on ? { bootTime: iso(vm.bootedAt) } : {}),
      consolidationNeeded: vm.consolidationNeeded,
    },
    summary: {
      overallStatus: vm.hung ? 'red' : 'green',
      quickStats: {
        overallCpuUsage: cpuUsageMhz(vm, time),
        guestMemoryUsage: activeMemoryMb(vm, time),
        balloonedMemory: balloonedMb(vm),
        swappedMemory: 0,
        uptimeSeconds: on ? Math.max(0, Math.floor((time - vm.bootedAt) / 1000)) : 0,
      },
      storage: storage,
    },
    config: {
      uuid: vm.uuid,
      instanceUuid: vm.instanceUuid,
      template: vm.template,
      version: 'vmx-20',
      firmware: 'efi',
      createDate: iso(vm.createdAt),
      guestId: vm.guest.id,
      guestFullName: vm.guest.name,
      ...(vm.notes === '' ? {} : { annotation: vm.notes }),
      cpuHotAddEnabled: vm.hotAdd,
      memoryHotAddEnabled: vm.hotAdd,
      cpuAllocation: allocation(vm.cpuReservationMhz, -1, vm.vcpus * 1_000),
      memoryAllocation: allocation(0, vm.memoryLimitMb, vm.memoryMb * 10),
      tools: { toolsUpgradePolicy: 'manual' },
      dasRestartPriority: 'clusterDefault',
      hardware: {
        numCPU: vm.vcpus,
        numCoresPerSocket: vm.coresPerSocket,
        memoryMB: vm.memoryMb,
        device: devices(vm),
      },
    },
    guestHeartbeatStatus: heartbeat(vm, now),
    guest: guest(vm, estate, time, answering),
    ...(vm.snapshots.length === 0
      ? {}
      : {
          snapshot: {
            currentSnapshot: `snapshot-${vm.standsOn ?? vm.snapshots.at(-1)?.id}`,
            rootSnapshotList: snapshotTree(vm.snapshots, undefined),
          },
          layoutEx: {
            snapshot: vm.snapshots.map((snapshot) => ({
              key: `snapshot-${snapshot.id}`,
              size: snapshotBytes(snapshot, time),
            })),
          },
        }),
    perf: { 'cpu.ready.summation': { intervalSeconds: 20, value: readySummationMs(vm, time) } },
  };
}

function devices(vm: VmState): Record<string, unknown>[] {
  return [
    {
      _type: 'ParaVirtualSCSIController',
      key: 1000,
      deviceInfo: { label: 'SCSI controller 0' },
      sharedBus: 'noSharing',
    },
    ...vm.disks.map((disk, i) => ({
      _type: 'VirtualDisk',
      key: disk.key,
      controllerKey: 1000,
      unitNumber: disk.unit,
      deviceInfo: { label: `Hard disk ${i + 1}` },
      capacityInKB: disk.capacityKb,
      backing: {
        fileName: `[${disk.datastore.name}] ${vm.name}/${vm.name}${i === 0 ? '' : `_${i}`}.vmdk`,
        datastore: disk.datastore.moref,
        thinProvisioned: disk.thin,
        diskMode: 'persistent',
        sharing: 'sharingNone',
      },
    })),
    ...vm.nics.map((nic, i) => ({
      _type: 'VirtualVmxnet3',
      key: nic.key,
      deviceInfo: { label: `Network adapter ${i + 1}` },
      macAddress: nic.mac,
      backing: nic.network.dvSwitch
        ? { port: { portgroupKey: nic.network.moref, switchUuid: nic.network.dvSwitch.uuid } }
        : { deviceName: nic.network.name, network: nic.network.moref },
      connectable: { connected: vm.power === 'poweredOn', startConnected: true },
    })),
  ];
}

function guest(vm: VmState, estate: Estate, time: number, answering: boolean): Record<string, unknown> {
  const versionStatus = {
    current: 'guestToolsCurrent',
    old: 'guestToolsSupportedOld',
    none: 'guestToolsNotInstalled',
    unmanaged: 'guestToolsUnmanaged',
  }[vm.tools];
  const base = {
    toolsVersionStatus2: versionStatus,
    toolsRunningStatus: answering ? 'guestToolsRunning' : 'guestToolsNotRunning',
    toolsVersion: vm.tools === 'none' ? '0' : vm.tools === 'old' ? oldToolsVersion : toolsVersion,
    toolsRequiredVersion: toolsVersion,
  };
  if (!answering) return { ...base, net: [], disk: [] };
  return {
    ...base,
    guestFullName: vm.guest.name,
    hostName: `${vm.name}.dc.example`,
    ipAddress: vm.nics[0]?.ip,
    net: vm.nics.map((nic) => ({
      network: nic.network.name,
      macAddress: nic.mac,
      connected: true,
      deviceConfigId: nic.key,
      ipAddress: [nic.ip, linkLocal(nic.mac)],
    })),
    disk: vm.disks.map((disk, i) => ({
      diskPath: mountPoint(vm, i),
      capacity: disk.partitionKb * kib,
      freeSpace: (disk.partitionKb - guestUsedKb(disk, estate, time)) * kib,
      mappings: [{ key: disk.key }],
    })),
  };
}

export function mountPoint(vm: VmState, disk: number): string {
  if (vm.guest.windows) return disk === 0 ? 'C:\\' : `${String.fromCharCode(67 + disk)}:\\`;
  return disk === 0 ? '/' : `/data${disk === 1 ? '' : disk}`;
}

/** Tools runs in it: not while it is off, starting or hung. */
export function guestAnswers(vm: VmState, now: number): boolean {
  return vm.power === 'poweredOn' && vm.tools !== 'none' && !vm.hung && now - vm.bootedAt >= guestBootMs;
}

function heartbeat(vm: VmState, now: number): string {
  if (vm.power !== 'poweredOn' || vm.tools === 'none' || vm.connection !== 'connected') return 'gray';
  if (now - vm.bootedAt < guestBootMs) return 'gray';
  return vm.hung ? 'red' : 'green';
}

function snapshotTree(
  snapshots: readonly SnapshotState[],
  parent: number | undefined,
): Record<string, unknown>[] {
  return snapshots
    .filter((snapshot) => snapshot.parent === parent)
    .map((snapshot) => ({
      snapshot: `snapshot-${snapshot.id}`,
      name: snapshot.name,
      description: snapshot.description,
      createTime: iso(snapshot.createdAt),
      quiesced: snapshot.quiesced,
      childSnapshotList: snapshotTree(snapshots, snapshot.id),
    }));
}

function allocation(reservation: number, limit: number, shares: number): Record<string, unknown> {
  return { reservation, limit, shares: { level: 'normal', shares } };
}

/** fe80::/64 with the modified EUI-64 of the MAC, as every guest configures for itself. */
function linkLocal(mac: string): string {
  const [a = '0', b = '0', c = '0', d = '0', e = '0', f = '0'] = mac.split(':');
  const first = (Number.parseInt(a, 16) ^ 2).toString(16);
  return `fe80::${first}${b}:${c}ff:fe${d}:${e}${f}`;
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

export function megabytes(bytes: number): number {
  return Math.round(bytes / mib);
}
