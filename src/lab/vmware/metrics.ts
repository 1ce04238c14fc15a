import {
  dayMs,
  kib,
  mib,
  type DatastoreState,
  type DiskState,
  type Estate,
  type SnapshotState,
  type VmState,
} from './state.ts';

/** vCenter rolls statistics up every five minutes; between two roll-ups nothing measured moves. */
const intervalMs = 300_000;

export function statisticsTime(now: number): number {
  return Math.floor(now / intervalMs) * intervalMs;
}

/** A daily wave with some noise around 1; the same VM at the same time always gives the same. */
export function loadFactor(vm: VmState, time: number): number {
  const wave = Math.sin(2 * Math.PI * (time / dayMs + vm.phase));
  return 1 + 0.3 * wave + 0.15 * (noise(vm.id, time / intervalMs) - 0.5);
}

export function cpuUsageMhz(vm: VmState, time: number): number {
  if (vm.power !== 'poweredOn') return 0;
  const share = vm.hung ? 1 : Math.min(0.98, vm.cpuLoad * loadFactor(vm, time));
  return Math.round(vm.vcpus * vm.host.hardware.mhz * share);
}

export function activeMemoryMb(vm: VmState, time: number): number {
  if (vm.power !== 'poweredOn') return 0;
  return Math.round(vm.memoryMb * Math.min(0.98, vm.memoryLoad * loadFactor(vm, time)));
}

/** What the limit takes from the guest. */
export function balloonedMb(vm: VmState): number {
  if (vm.power !== 'poweredOn' || vm.memoryLimitMb < 0) return 0;
  return Math.max(0, vm.memoryMb - vm.memoryLimitMb);
}

/** Ready milliseconds of all vCPUs in a 20-second interval, as the real-time counter gives them. */
export function readySummationMs(vm: VmState, time: number): number {
  if (vm.power !== 'poweredOn') return 0;
  return Math.round(vm.readyPercent * loadFactor(vm, time) * 200 * vm.vcpus);
}

export function guestUsedKb(disk: DiskState, estate: Estate, time: number): number {
  const days = Math.max(0, (time - estate.createdAt) / dayMs);
  return Math.round(Math.min(disk.partitionKb * 0.97, disk.usedKb + disk.growthKbPerDay * days));
}

export function committedBytes(disk: DiskState, estate: Estate, time: number): number {
  return (disk.thin ? guestUsedKb(disk, estate, time) : disk.capacityKb) * kib;
}

export function snapshotBytes(snapshot: SnapshotState, time: number): number {
  const days = Math.max(0, (time - snapshot.createdAt) / dayMs);
  return Math.round(16 * mib + snapshot.bytesPerDay * days);
}

export interface VmStorage {
  readonly committed: number;
  readonly uncommitted: number;
}

export function vmStorage(vm: VmState, estate: Estate, time: number): VmStorage {
  let committed = vm.power === 'poweredOn' ? vm.memoryMb * mib : 0;
  let uncommitted = 0;
  for (const disk of vm.disks) {
    const bytes = committedBytes(disk, estate, time);
    committed += bytes;
    uncommitted += disk.capacityKb * kib - bytes;
  }
  for (const snapshot of vm.snapshots) committed += snapshotBytes(snapshot, time);
  return { committed, uncommitted };
}

export interface DatastoreUsage {
  readonly usedBytes: number;
  readonly freeBytes: number;
  readonly uncommittedBytes: number;
  readonly vmCount: number;
}

interface Sums {
  version: number;
  time: number;
  byDatastore: Map<DatastoreState, { committed: number; uncommitted: number; vms: number }>;
}
const sums = new WeakMap<Estate, Sums>();

export function datastoreUsage(datastore: DatastoreState, estate: Estate, now: number): DatastoreUsage {
  const time = statisticsTime(now);
  let known = sums.get(estate);
  if (known === undefined || known.version !== estate.version || known.time !== time) {
    known = { version: estate.version, time, byDatastore: sumByDatastore(estate, time) };
    sums.set(estate, known);
  }
  const sum = known.byDatastore.get(datastore) ?? { committed: 0, uncommitted: 0, vms: 0 };
  const orphans = datastore.orphans.reduce((bytes, orphan) => bytes + orphan.sizeBytes, 0);
  const usedBytes = Math.min(
    datastore.capacityBytes - mib,
    Math.round(sum.committed + orphans + datastore.otherBytes),
  );
  return {
    usedBytes,
    freeBytes: datastore.capacityBytes - usedBytes,
    uncommittedBytes: Math.round(sum.uncommitted),
    vmCount: sum.vms,
  };
}

function sumByDatastore(estate: Estate, time: number): Sums['byDatastore'] {
  const result: Sums['byDatastore'] = new Map(
    estate.datastores.map((datastore) => [datastore, { committed: 0, uncommitted: 0, vms: 0 }]),
  );
  for (const vm of estate.vms) {
    const seen = new Set<DatastoreState>();
    for (const disk of vm.disks) {
      const sum = result.get(disk.datastore);
      if (sum === undefined) continue;
      const bytes = committedBytes(disk, estate, time);
      sum.committed += bytes;
      sum.uncommitted += disk.capacityKb * kib - bytes;
      if (!seen.has(disk.datastore)) sum.vms += 1;
      seen.add(disk.datastore);
    }
    // Swap and snapshot files lie beside the first disk.
    const home = vm.disks[0] && result.get(vm.disks[0].datastore);
    if (home === undefined) continue;
    if (vm.power === 'poweredOn') home.committed += vm.memoryMb * mib;
    for (const snapshot of vm.snapshots) home.committed += snapshotBytes(snapshot, time);
  }
  return result;
}

/** [0, 1) from two numbers, without a stream: any VM can be asked at any time. */
function noise(a: number, b: number): number {
  let hash = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(Math.floor(b) ^ 0x7f4a7c15, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x27d4eb2f);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}
