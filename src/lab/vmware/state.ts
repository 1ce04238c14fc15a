import type { BlueprintHost } from '../blueprint.ts';

/** What the simulated vCenter remembers. Everything measured is computed from it and the time (metrics.ts). */
export interface Estate {
  readonly createdAt: number;
  readonly instanceUuid: string;
  readonly datacenters: readonly DatacenterState[];
  readonly clusters: readonly ClusterState[];
  readonly hosts: readonly HostState[];
  readonly datastores: readonly DatastoreState[];
  readonly networks: readonly NetworkState[];
  readonly switches: readonly DvSwitchState[];
  readonly pools: readonly PoolState[];
  /** Ascending by id. */
  readonly vms: VmState[];
  /** The number the next managed object gets. */
  nextId: number;
  /** Raised by every change, so that sums over all VMs are only made anew after one. */
  version: number;
}

export interface DatacenterState {
  readonly moref: string;
  readonly name: string;
}

export interface ClusterState {
  readonly moref: string;
  readonly name: string;
  /** Distinguishes names inside the cluster: `a` of `prod-a`. */
  readonly letter: string;
  readonly datacenter: DatacenterState;
  readonly hosts: HostState[];
  readonly datastores: DatastoreState[];
  readonly vms: VmState[];
  readonly rootPool: PoolState;
  readonly admissionControl: boolean;
  readonly drsLevel: 'fullyAutomated' | 'partiallyAutomated' | 'manual';
  readonly rules: { key: number; name: string; enabled: boolean; vms: readonly string[] }[];
  migrations: number;
}

export interface HostModel {
  readonly vendor: string;
  readonly model: string;
  readonly cpuModel: string;
  readonly sockets: number;
  readonly coresPerSocket: number;
  readonly mhz: number;
  readonly memoryBytes: number;
  readonly bios: string;
  readonly biosDate: string;
}

export interface HostState {
  readonly id: number;
  readonly moref: string;
  readonly blueprint: BlueprintHost;
  readonly hardware: HostModel;
  readonly cluster: ClusterState;
  readonly build: string;
  readonly certificateExpiresAt: number;
  readonly sshRunning: boolean;
  connection: 'connected' | 'disconnected' | 'notResponding';
  bootedAt: number;
  /** By position in `blueprint.nics`. */
  readonly linkUp: boolean[];
  readonly vms: Set<VmState>;
}

export interface DatastoreState {
  readonly moref: string;
  readonly name: string;
  readonly naa: string;
  readonly array: string;
  readonly cluster: ClusterState;
  capacityBytes: number;
  /** Used by what is no VM: images, logs, and what scenarios put there. */
  otherBytes: number;
  readonly notMountedOn: Set<HostState>;
  readonly orphans: { path: string; sizeBytes: number; modifiedAt: number }[];
}

export interface DvSwitchState {
  readonly moref: string;
  readonly name: string;
  readonly uuid: string;
  readonly datacenter: DatacenterState;
}

export interface NetworkState {
  readonly moref: string;
  readonly name: string;
  readonly datacenter: DatacenterState;
  readonly vlan: number;
  /** Absent: a port group of standard switches. */
  readonly dvSwitch?: DvSwitchState;
  readonly uplink: boolean;
  readonly promiscuous: boolean;
}

export interface PoolState {
  readonly moref: string;
  readonly name: string;
  readonly parent?: string;
  readonly cluster: string;
  readonly cpuReservationMhz: number;
  /** −1: unlimited. */
  readonly cpuLimitMhz: number;
  readonly memoryLimitMb: number;
  readonly sharesLevel: 'low' | 'normal' | 'high';
}

export interface GuestProfile {
  readonly id: string;
  readonly name: string;
  readonly windows: boolean;
}

export interface DiskState {
  readonly key: number;
  readonly unit: number;
  datastore: DatastoreState;
  capacityKb: number;
  readonly thin: boolean;
  /** Written by the guest when the estate was made, and by how much that grows a day. */
  readonly usedKb: number;
  readonly growthKbPerDay: number;
  /** The guest's file system; smaller than the disk after a growth that the guest has not taken up. */
  partitionKb: number;
}

export interface NicState {
  readonly key: number;
  readonly mac: string;
  readonly network: NetworkState;
  readonly ip: string;
}

export interface SnapshotState {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly createdAt: number;
  readonly quiesced: boolean;
  readonly parent?: number;
  readonly bytesPerDay: number;
  readonly saved: { vcpus: number; memoryMb: number; poweredOn: boolean };
}

export interface VmState {
  readonly id: number;
  readonly moref: string;
  readonly name: string;
  readonly uuid: string;
  readonly instanceUuid: string;
  readonly cluster: ClusterState;
  readonly pool: PoolState;
  readonly guest: GuestProfile;
  readonly folder: string;
  readonly notes: string;
  readonly template: boolean;
  readonly createdAt: number;
  /** Made and removed by the passing of time, not by the blueprint. */
  readonly ephemeral: boolean;
  host: HostState;
  power: 'poweredOn' | 'poweredOff' | 'suspended';
  connection: 'connected' | 'disconnected' | 'orphaned' | 'inaccessible';
  bootedAt: number;
  vcpus: number;
  coresPerSocket: number;
  memoryMb: number;
  readonly memoryLimitMb: number;
  readonly cpuReservationMhz: number;
  readonly hotAdd: boolean;
  readonly disks: DiskState[];
  readonly nics: readonly NicState[];
  readonly tools: 'current' | 'old' | 'none' | 'unmanaged';
  /** The guest has stopped answering: a scenario, or a fault. */
  hung: boolean;
  snapshots: SnapshotState[];
  /** The snapshot that it stands on; the newest unless it was taken back to another. */
  standsOn?: number;
  consolidationNeeded: boolean;
  /** Mean share of its CPU and memory that it uses, 0–1, and where in the day its peak lies, 0–1. */
  readonly cpuLoad: number;
  readonly memoryLoad: number;
  readonly phase: number;
  readonly readyPercent: number;
}

export const kib = 1024;
export const mib = 1024 ** 2;
export const gib = 1024 ** 3;
export const dayMs = 86_400_000;
/** From power on until the guest answers. */
export const guestBootMs = 30_000;
