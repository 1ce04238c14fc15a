import type { Entity } from '../../../../shared/model/entity.ts';
import type { Facts } from '../../../../shared/model/plan.ts';
import type { LiveReader } from '../../action-adapter.ts';
import { known } from './facts.ts';

export type VmPower = 'on' | 'off' | 'suspended';

/** What actions look at of a VM, whichever server says it. What it does not say is undefined, never guessed. */
export interface LiveVm {
  readonly id: string;
  readonly name: string;
  readonly instanceUuid: string | undefined;
  /** `connected`, or how it is not. */
  readonly connection: string;
  readonly powerState: VmPower;
  readonly bootedAt: string | undefined;
  readonly heartbeat: string | undefined;
  readonly tools: 'running' | 'not running' | 'not installed' | undefined;
  /** Where the server has one that starts anew with the VM. */
  readonly uptimeSeconds?: number | undefined;
  readonly host: string | undefined;
  readonly vcpus: number | undefined;
  readonly memoryMib: number | undefined;
  readonly cpuHotAdd: boolean | undefined;
  readonly memoryHotAdd: boolean | undefined;
  readonly disks: readonly LiveDisk[];
  /** All of them, each before those below it. */
  readonly snapshots: readonly LiveSnapshot[];
  readonly currentSnapshot: string | undefined;
}

export interface LiveDisk {
  readonly key: number;
  readonly label: string;
  readonly sizeBytes: number;
  readonly datastore: string;
  /** Of the file system on it, where the guest reports it. */
  readonly fileSystemBytes: number | undefined;
}

export interface LiveSnapshot {
  readonly id: string;
  readonly name: string;
  readonly below: readonly string[];
  /** What a VM is after it was taken back to it, where the server says so. */
  readonly holds: VmPower | undefined;
  readonly quiesced: boolean | undefined;
}

/** One deed that a server offers as a tool. */
export interface VmTool<Given> {
  readonly name: string;
  /** Beside the VM itself. */
  readonly arguments: (given: Given) => Readonly<Record<string, unknown>>;
}

export interface VmTools {
  readonly powerOn: VmTool<void>;
  readonly powerOff: VmTool<void>;
  readonly shutDownGuest: VmTool<void>;
  readonly restartGuest: VmTool<void>;
  readonly reset: VmTool<void>;
  readonly createSnapshot: VmTool<{ readonly name: string; readonly quiesce: boolean }>;
  readonly revertToSnapshot: VmTool<{ readonly snapshot: string }>;
  readonly removeSnapshot: VmTool<{ readonly snapshot: string; readonly withThoseBelow: boolean }>;
  readonly migrate: VmTool<{ readonly host?: string | undefined; readonly datastore?: string | undefined }>;
  readonly resize: VmTool<{ readonly vcpus?: number | undefined; readonly memoryMib?: number | undefined }>;
  readonly growDisk: VmTool<{
    readonly disk: number;
    readonly sizeBytes: number;
    readonly extendFileSystem: boolean;
  }>;
}
export type VmDeed = keyof VmTools;

/** A kind of server that has VMs: how one is read there, and which tool does what. Actions know nothing else of it. */
export interface VmServer {
  /** Id of the collector's adapter. */
  readonly id: string;
  readonly tools: VmTools;
  /** @returns undefined when the server says that it has no such VM. @throws DomainError unreadable */
  vm(reader: LiveReader, target: Entity): Promise<LiveVm | undefined>;
  /** `connected` where it can take VMs, or why it cannot. */
  hostState(reader: LiveReader, host: string): Promise<string>;
  datastoreFreeBytes(reader: LiveReader, datastore: string): Promise<number>;
  /** What a restart leaves behind, beside a later time of start, where that alone does not show every restart. */
  traces?(reader: LiveReader, vm: LiveVm): Promise<Facts>;
  /** Whether it has started anew since, by its time of start and those traces. */
  restarted(before: Facts, now: Facts, earlier: readonly Facts[]): boolean;
  /**
   * Privileges on the VM that the account lacks for these deeds, as one text; empty where it lacks none, undefined where
   * the server cannot tell.
   */
  lacks?(
    reader: LiveReader,
    vm: LiveVm,
    deeds: readonly VmDeed[],
    parameters: Readonly<Record<string, unknown>>,
  ): Promise<string | undefined>;
  /** Whether the server can have a guest take up the room of a larger disk. */
  readonly extendsFileSystems: boolean;
}

/** Whether it runs, and whether its guest is well. */
export function powerFacts(vm: LiveVm): Facts {
  const { powerState, connection, bootedAt, heartbeat, tools } = vm;
  return known({ powerState, connection, bootedAt, heartbeat, tools });
}

/** Its guest reports a heartbeat, or has nothing that could. */
export const guestIsWell = (facts: Facts): boolean =>
  facts['heartbeat'] === 'green' || facts['tools'] === 'not installed';
