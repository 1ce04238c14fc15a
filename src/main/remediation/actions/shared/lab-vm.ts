import { z } from 'zod';
import type { Facts } from '../../../../shared/model/plan.ts';
import type { ActionAdapter, AdapterSubject, LiveReader } from '../../action-adapter.ts';
import { ask, unreadable } from './answer.ts';
import { check, known, textOf, type Call } from './facts.ts';

const number = z.number();
interface SnapshotNode {
  readonly snapshot: string;
  readonly name: string;
  readonly createTime: string;
  readonly childSnapshotList: readonly SnapshotNode[];
}
const snapshotNode: z.ZodType<SnapshotNode> = z.lazy(() =>
  z.object({
    snapshot: z.string(),
    name: z.string(),
    createTime: z.string(),
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
export type LabVm = z.output<typeof rawVm>;

/** vSphere's own word for an object that is no more. */
const noSuchObject = /^ManagedObjectNotFound\b/;

const powerStates = { poweredOn: 'on', poweredOff: 'off', suspended: 'suspended' } as const;

/** Whether it runs, and whether its guest is well. */
export function powerFacts(vm: LabVm): Facts {
  return known({
    powerState: powerStates[vm.runtime.powerState],
    connection: vm.runtime.connectionState,
    bootedAt: vm.runtime.bootTime,
    heartbeat: vm.guestHeartbeatStatus,
    tools: toolsState(vm),
  });
}

function toolsState({ guest }: LabVm): string {
  if (guest.toolsVersionStatus2 === 'guestToolsNotInstalled') return 'not installed';
  return guest.toolsRunningStatus === 'guestToolsRunning' ? 'running' : 'not running';
}

/** Its guest reports a heartbeat, or has nothing that could. */
export const guestIsWell = (facts: Facts): boolean =>
  facts['heartbeat'] === 'green' || facts['tools'] === 'not installed';

export interface LabSnapshot {
  readonly id: string;
  readonly name: string;
  readonly below: readonly string[];
}

/** All snapshots, each with the ids of those below it. */
export function snapshotsOf(vm: LabVm): LabSnapshot[] {
  const walk = (node: SnapshotNode): LabSnapshot[] => {
    const below = node.childSnapshotList.flatMap(walk);
    return [{ id: node.snapshot, name: node.name, below: below.map(({ id }) => id) }, ...below];
  };
  return (vm.snapshot?.rootSnapshotList ?? []).flatMap(walk);
}

type VmSubject<Parameters> = AdapterSubject<Parameters>;

interface VmAdapterParts<Parameters> extends Omit<ActionAdapter<Parameters>, 'server' | 'read'> {
  readonly facts: (vm: LabVm, subject: VmSubject<Parameters>, reader: LiveReader) => Facts | Promise<Facts>;
}

/** How an action is done on a VM of the lab's vCenter: every one of them needs vCenter to reach the VM. */
export function labVmAdapter<Parameters>({
  facts,
  ...parts
}: VmAdapterParts<Parameters>): ActionAdapter<Parameters> {
  return {
    ...parts,
    server: 'lab-vmware',
    async read(subject, reader) {
      const { nativeId, name } = subject.target;
      const tool = 'vmware_get_vm';
      const found = await ask(reader, {
        tool,
        arguments: { vm: nativeId },
        schema: z.object({ vm: rawVm }),
        gone: noSuchObject,
      });
      if (!found) return { is: 'gone', text: `vCenter no longer has ${name} (${nativeId})` };
      if (found.vm.obj !== nativeId)
        throw unreadable(reader, tool, `expected ${nativeId}, it is about ${found.vm.obj}`);
      return { is: 'there', facts: { name: found.vm.name, ...(await facts(found.vm, subject, reader)) } };
    },
    preChecks: (subject, now) => [
      // Whoever approves knows it by its name, and may have typed that.
      check(
        now['name'] === subject.target.name,
        `it is still called ${subject.target.name}: its name there is ${textOf(now, 'name') ?? 'not known'}`,
      ),
      check(
        now['connection'] === 'connected',
        `vCenter reaches it: its connection is ${textOf(now, 'connection') ?? 'not known'}`,
      ),
      ...parts.preChecks(subject, now),
    ],
  };
}

/** A call about the VM itself. */
export function vmCall(
  { target }: { readonly target: AdapterSubject<unknown>['target'] },
  tool: string,
  does: string,
  more: Readonly<Record<string, unknown>> = {},
): Call {
  return { tool, arguments: { vm: target.nativeId, ...more }, does };
}

/** Room on a datastore, by its managed object reference. */
export async function datastoreFreeBytes(reader: LiveReader, datastore: string): Promise<number> {
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
}

const virtualDisk = z.object({
  key: number,
  deviceInfo: z.object({ label: z.string() }),
  capacityInKB: number,
  backing: z.object({ datastore: z.string() }),
});

export interface LabDisk {
  readonly key: number;
  readonly label: string;
  readonly sizeBytes: number;
  readonly datastore: string;
  /** Of the file system on it, where the guest reports it. */
  readonly fileSystemBytes: number | undefined;
}

export function disksOf(vm: LabVm): LabDisk[] {
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
