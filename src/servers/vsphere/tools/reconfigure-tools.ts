import { z } from 'zod';
import { ToolFailure } from '../../shared/tool-failure.ts';
import { defineTool, type ServerTool } from '../../shared/tool.ts';
import type { ManagedRef } from '../connection/managed-ref.ts';
import { element, optional, received, type Markup } from '../connection/markup.ts';
import { XmlElement } from '../connection/xml-element.ts';
import type { VmDetail } from '../read/vm.ts';
import type { Vsphere } from '../vsphere.ts';
import { snapshotsOf } from './snapshot-tools.ts';
import { changeOutput, changeVm, waitArgument } from './vm-change.ts';
import { findVm, readOneVm, vmArgument } from './vm-tools.ts';

const kib = 1024;

export function reconfigureTools(vsphere: Vsphere): ServerTool[] {
  return [
    defineTool({
      name: 'reconfigure_vm',
      title: 'Reconfigure a VM',
      description:
        'Sets the number of vCPUs, cores per socket or the memory of a VM. While it runs only what its hot-add settings permit; what is not possible is refused before anything is changed.',
      input: z.object({
        vm: vmArgument,
        vcpus: z.int().min(1).max(1_024).optional(),
        coresPerSocket: z.int().min(1).max(1_024).optional(),
        memoryMB: z.int().min(4).max(25_165_824).multipleOf(4).optional(),
        waitSeconds: waitArgument,
      }),
      output: changeOutput,
      access: 'write',
      destructive: true,
      idempotent: true,
      async run({ vm: given, vcpus, coresPerSocket, memoryMB, waitSeconds }, call) {
        if (vcpus === undefined && coresPerSocket === undefined && memoryMB === undefined)
          throw new ToolFailure('expected vcpus, coresPerSocket or memoryMB to set, got none of them');
        const ref = await findVm(vsphere, given, call.signal);
        const vm = await readOneVm(vsphere, ref, call.signal);
        refuseHotChange(vm, { vcpus, coresPerSocket, memoryMB });
        return changeVm(
          vsphere,
          ref,
          {
            method: 'ReconfigVM_Task',
            // Member order is the schema's.
            args: [
              element('spec', [
                ...optional('changeVersion', vm.config?.changeVersion),
                ...optional('numCPUs', vcpus),
                ...optional('numCoresPerSocket', coresPerSocket),
                ...optional('memoryMB', memoryMB),
              ]),
            ],
            verify: ({ config }) =>
              (vcpus === undefined || config?.hardware.numCPU === vcpus) &&
              (coresPerSocket === undefined || config?.hardware.numCoresPerSocket === coresPerSocket) &&
              (memoryMB === undefined || config?.hardware.memoryMB === memoryMB),
          },
          call,
          waitSeconds,
        );
      },
    }),
    defineTool({
      name: 'grow_disk',
      title: 'Grow a disk of a VM',
      description:
        'Makes one disk of a VM larger; disks are never made smaller. The guest sees the space and has to extend its file system itself.',
      input: z.object({
        vm: vmArgument,
        disk: z
          .string()
          .min(1)
          .max(200)
          .describe('device key or label of the disk, e.g. 2000 or "Hard disk 1"'),
        capacityKB: z.int().min(1).max(68_719_476_736).describe('capacity afterwards'),
        waitSeconds: waitArgument,
      }),
      output: changeOutput,
      access: 'write',
      destructive: true,
      idempotent: true,
      async run(args, call) {
        const ref = await findVm(vsphere, args.vm, call.signal);
        const vm = await readOneVm(vsphere, ref, call.signal);
        const disk = await findDisk(vsphere, ref, vm, args.disk, call.signal);
        const capacity = disk.number('capacityInKB') ?? 0;
        if (args.capacityKB <= capacity)
          throw new ToolFailure(
            `expected a capacity above the ${capacity} KiB that the disk has, got ${args.capacityKB}. Nothing was changed.`,
          );
        if (snapshotsOf(vm).length > 0)
          throw new ToolFailure(
            `${vm.name} has ${snapshotsOf(vm).length} snapshots, and a disk cannot grow while there are any. Remove them first; nothing was changed.`,
          );
        const key = disk.number('key');
        return changeVm(
          vsphere,
          ref,
          {
            method: 'ReconfigVM_Task',
            args: [
              element('spec', [
                ...optional('changeVersion', vm.config?.changeVersion),
                element('deviceChange', [element('operation', 'edit'), withCapacity(disk, args.capacityKB)], {
                  type: 'VirtualDeviceConfigSpec',
                }),
              ]),
            ],
            verify: ({ config }) =>
              config?.hardware.device?.find((one) => one.key === key)?.capacityInKB === args.capacityKB,
          },
          call,
          args.waitSeconds,
        );
      },
    }),
  ];
}

/** vSphere would refuse these as well, after a task and in fewer words. */
function refuseHotChange(
  vm: VmDetail,
  wanted: { vcpus: number | undefined; coresPerSocket: number | undefined; memoryMB: number | undefined },
): void {
  if (vm.runtime.powerState === 'poweredOff') return;
  const { config } = vm;
  const hardware = config?.hardware;
  const refuse = (why: string): never => {
    throw new ToolFailure(
      `${vm.name} is ${vm.runtime.powerState}, and ${why}. Shut it down first; nothing was changed.`,
    );
  };
  if (wanted.coresPerSocket !== undefined && wanted.coresPerSocket !== hardware?.numCoresPerSocket)
    refuse('cores per socket change only while it is powered off');
  if (wanted.vcpus !== undefined && wanted.vcpus !== hardware?.numCPU) {
    if (wanted.vcpus < (hardware?.numCPU ?? 0)) refuse('vCPUs are taken away only while it is powered off');
    if (config?.cpuHotAddEnabled !== true) refuse('CPU hot add is off');
  }
  if (wanted.memoryMB !== undefined && wanted.memoryMB !== hardware?.memoryMB) {
    if (wanted.memoryMB < (hardware?.memoryMB ?? 0))
      refuse('memory is taken away only while it is powered off');
    if (config?.memoryHotAddEnabled !== true) refuse('memory hot add is off');
  }
}

async function findDisk(
  { reader }: Vsphere,
  ref: ManagedRef,
  vm: VmDetail,
  given: string,
  signal: AbortSignal,
): Promise<XmlElement> {
  const { at } = await reader.readOne(ref, ['config.hardware.device'], signal);
  const disks = at.all('config.hardware.device').filter(({ type }) => type === 'VirtualDisk');
  const found = disks.filter((disk) => disk.text('key') === given || disk.text('deviceInfo.label') === given);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw new ToolFailure(
    `${vm.name} has ${found.length === 0 ? 'no disk' : `${found.length} disks`} "${given}". It has: ${disks
      .map((disk) => `${disk.text('key') ?? ''} (${disk.text('deviceInfo.label') ?? ''})`)
      .join(', ')}.`,
  );
}

/** The disk as vSphere described it, with its capacity alone changed: what is left out would be set to a default. */
function withCapacity(disk: XmlElement, capacityKB: number): Markup {
  const changed = new XmlElement('device', disk.type, disk.refType);
  for (const child of disk.children) {
    const value =
      child.name === 'capacityInKB'
        ? capacityKB
        : child.name === 'capacityInBytes'
          ? capacityKB * kib
          : undefined;
    if (value === undefined) changed.children.push(child);
    else {
      const replaced = new XmlElement(child.name, child.type, child.refType);
      replaced.content = String(value);
      changed.children.push(replaced);
    }
  }
  return received('device', changed);
}
