/**
 * The simulated arrays as they keep themselves. Everything has an `ordinal` that is never reused: pages are cut by
 * it, so that what comes and goes between two pages moves nothing else.
 */
export interface ArrayState {
  readonly ordinal: number;
  readonly name: string;
  readonly uuid: string;
  readonly serial: string;
  readonly site: string;
  readonly rack: string;
  readonly managementIp: string;
  readonly model: string;
  readonly version: { readonly generation: number; readonly major: number; readonly minor: number };
  readonly nodes: readonly NodeState[];
  readonly shelves: ShelfState[];
  readonly disks: DiskState[];
  readonly aggregates: readonly AggregateState[];
  readonly volumes: VolumeState[];
  readonly luns: LunState[];
  readonly igroups: readonly IgroupState[];
  readonly cifsShares: readonly CifsShareState[];
  readonly fcPorts: readonly FcPortState[];
  readonly fcInterfaces: readonly FcInterfaceState[];
  readonly ethernetPorts: readonly EthernetPortState[];
  readonly relationships: RelationshipState[];
}

export interface NodeState {
  readonly ordinal: number;
  readonly name: string;
  readonly uuid: string;
  readonly serial: string;
  readonly managementIp: string;
  readonly partner: string;
  /** When it last started, milliseconds since the epoch. */
  readonly bootedAt: number;
  takenOver: boolean;
  failedFans: number;
  failedPowerSupplies: number;
  batteryOk: boolean;
  processorPercent: number;
}

export interface ShelfState {
  readonly ordinal: number;
  readonly id: number;
  readonly uid: string;
  readonly serial: string;
  failedPowerSupplies: number;
  temperature: number;
}

export interface DiskState {
  readonly ordinal: number;
  readonly uid: string;
  readonly serial: string;
  readonly shelf: number;
  readonly bay: number;
  readonly node: string;
  readonly powerOnHoursAtStart: number;
  wearPercent: number;
  container: 'aggregate' | 'spare' | 'broken';
  aggregate?: string;
  position?: 'data' | 'parity' | 'dparity';
  rebuilding: boolean;
}

export interface AggregateState {
  readonly ordinal: number;
  readonly name: string;
  readonly uuid: string;
  readonly node: string;
  sizeBytes: number;
  state: 'online' | 'restricted' | 'failed';
  degraded: boolean;
}

export interface VolumeState {
  readonly ordinal: number;
  readonly name: string;
  readonly uuid: string;
  readonly svm: 'svm_san' | 'svm_nas';
  readonly aggregate: string;
  readonly type: 'rw' | 'dp';
  readonly thin: boolean;
  readonly createdAt: number;
  readonly snapshotPolicy: 'default' | 'daily' | 'none';
  readonly snapshotReservePercent: number;
  readonly autogrow: boolean;
  readonly junctionPath?: string;
  readonly exportPolicy?: string;
  readonly qosPolicy?: string;
  sizeBytes: number;
  usedBytes: number;
  /** Bytes a second that hosts add. */
  growth: number;
  savedShare: number;
  iops: number;
  latencyMicroseconds: number;
  state: 'online' | 'offline';
  /** Scheduled snapshots that somebody deleted, by their time. */
  readonly deletedSnapshots: Set<number>;
  readonly manualSnapshots: { readonly name: string; readonly createdAt: number; readonly comment: string }[];
}

export interface LunState {
  readonly ordinal: number;
  readonly uuid: string;
  readonly name: string;
  readonly volume: string;
  /** 24 hex digits; with the vendor's prefix they make the SCSI identifier. */
  readonly serialHex: string;
  sizeBytes: number;
  readonly igroups: readonly { readonly name: string; readonly number: number }[];
}

export interface IgroupState {
  readonly ordinal: number;
  readonly uuid: string;
  readonly name: string;
  readonly osType: 'vmware' | 'linux';
  readonly initiators: readonly {
    readonly wwpn: string;
    readonly comment: string;
    readonly fabric: Fabric;
  }[];
}

export type Fabric = 'fabric-a' | 'fabric-b';

export interface CifsShareState {
  readonly ordinal: number;
  readonly name: string;
  readonly path: string;
  readonly volume: string;
  readonly acls: readonly { readonly user: string; readonly permission: string }[];
}

export interface FcPortState {
  readonly ordinal: number;
  readonly uuid: string;
  readonly name: string;
  readonly node: string;
  readonly wwpn: string;
  readonly fabric: Fabric;
  linkUp: boolean;
}

export interface FcInterfaceState {
  readonly ordinal: number;
  readonly uuid: string;
  readonly name: string;
  readonly wwpn: string;
  readonly node: string;
  readonly homePort: string;
  port: string;
}

export interface EthernetPortState {
  readonly ordinal: number;
  readonly uuid: string;
  readonly name: string;
  readonly node: string;
  readonly mac: string;
  readonly speedMbps: number;
  readonly mtu: number;
  readonly address?: string;
  linkUp: boolean;
}

export interface RelationshipState {
  readonly ordinal: number;
  readonly uuid: string;
  readonly sourceArray: string;
  readonly sourceVolume: string;
  readonly destinationVolume: string;
  readonly scheduleSeconds: number;
  /** Set while transfers fail: when the last one got through. */
  stuckSince?: number;
}

export function isInterfaceUp(array: ArrayState, lif: FcInterfaceState): boolean {
  return array.fcPorts.some((port) => port.node === lif.node && port.name === lif.port && port.linkUp);
}
