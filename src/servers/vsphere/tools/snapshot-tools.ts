import { z } from 'zod';
import { ToolFailure } from '../../shared/tool-failure.ts';
import { defineTool, type ServerTool } from '../../shared/tool.ts';
import type { ManagedRef } from '../connection/managed-ref.ts';
import { element } from '../connection/markup.ts';
import type { VmDetail } from '../read/vm.ts';
import { allSnapshots, type Snapshot } from '../read/vm-snapshots.ts';
import type { Vsphere } from '../vsphere.ts';
import { changeOutput, changeVm, waitArgument } from './vm-change.ts';
import { findVm, readOneVm, vmArgument } from './vm-tools.ts';

const snapshotArgument = z
  .string()
  .min(1)
  .max(300)
  .describe('reference of the snapshot, or its name where no other snapshot of the VM has it');

export function snapshotTools(vsphere: Vsphere): ServerTool[] {
  return [createSnapshot(vsphere), revertToSnapshot(vsphere), removeSnapshot(vsphere)];
}

function createSnapshot(vsphere: Vsphere): ServerTool {
  return defineTool({
    name: 'create_snapshot',
    title: 'Create a snapshot',
    description:
      'Takes a snapshot of a VM. It grows with everything that is written from then on: remove it when it has served.',
    input: z.object({
      vm: vmArgument,
      name: z.string().min(1).max(80),
      description: z.string().max(2_000).default(''),
      memory: z.boolean().default(false).describe('keep the memory of a running VM too'),
      quiesce: z.boolean().default(false).describe('have VMware Tools bring file systems to rest first'),
      waitSeconds: waitArgument,
    }),
    output: changeOutput,
    access: 'write',
    destructive: false,
    idempotent: false,
    async run(args, call) {
      const ref = await findVm(vsphere, args.vm, call.signal);
      return changeVm(
        vsphere,
        ref,
        {
          method: 'CreateSnapshot_Task',
          args: [
            element('name', args.name),
            element('description', args.description),
            element('memory', args.memory),
            element('quiesce', args.quiesce),
          ],
          verify: (vm, outcome) =>
            snapshotsOf(vm).some(
              ({ snapshot, name }) => snapshot === outcome.result?.value && name === args.name,
            ),
        },
        call,
        args.waitSeconds,
      );
    },
  });
}

function revertToSnapshot(vsphere: Vsphere): ServerTool {
  return defineTool({
    name: 'revert_to_snapshot',
    title: 'Revert a VM to a snapshot',
    description:
      'Takes a VM back to a snapshot: everything written since is lost. The snapshot remains. A VM whose snapshot holds no memory is powered off afterwards.',
    input: z.object({
      vm: vmArgument,
      snapshot: snapshotArgument,
      suppressPowerOn: z.boolean().default(false).describe('leave it powered off in any case'),
      waitSeconds: waitArgument,
    }),
    output: changeOutput,
    access: 'write',
    destructive: true,
    idempotent: true,
    async run(args, call) {
      const ref = await findVm(vsphere, args.vm, call.signal);
      const snapshot = await findSnapshot(vsphere, ref, args.snapshot, call.signal);
      return changeVm(
        vsphere,
        ref,
        {
          method: 'RevertToSnapshot_Task',
          on: snapshot,
          args: args.suppressPowerOn ? [element('suppressPowerOn', true)] : [],
          verify: (vm) => vm.snapshot?.currentSnapshot === snapshot.value,
        },
        call,
        args.waitSeconds,
      );
    },
  });
}

function removeSnapshot(vsphere: Vsphere): ServerTool {
  return defineTool({
    name: 'remove_snapshot',
    title: 'Remove a snapshot',
    description:
      'Removes a snapshot of a VM, and with "children" those taken after it. What was written since stays in the VM; writing it together takes time and load.',
    input: z.object({
      vm: vmArgument,
      snapshot: snapshotArgument,
      children: z.boolean().default(false),
      waitSeconds: waitArgument,
    }),
    output: changeOutput,
    access: 'write',
    destructive: true,
    idempotent: false,
    async run(args, call) {
      const ref = await findVm(vsphere, args.vm, call.signal);
      const snapshot = await findSnapshot(vsphere, ref, args.snapshot, call.signal);
      return changeVm(
        vsphere,
        ref,
        {
          method: 'RemoveSnapshot_Task',
          on: snapshot,
          args: [element('removeChildren', args.children), element('consolidate', true)],
          verify: (vm) => snapshotsOf(vm).every((one) => one.snapshot !== snapshot.value),
        },
        call,
        args.waitSeconds,
      );
    },
  });
}

export function snapshotsOf(vm: VmDetail): Snapshot[] {
  return allSnapshots(vm.snapshot?.rootSnapshotList ?? []);
}

async function findSnapshot(
  vsphere: Vsphere,
  vmRef: ManagedRef,
  given: string,
  signal: AbortSignal,
): Promise<ManagedRef> {
  const vm = await readOneVm(vsphere, vmRef, signal);
  const all = snapshotsOf(vm);
  const exact = all.filter(({ snapshot }) => snapshot === given);
  const found = exact.length > 0 ? exact : all.filter(({ name }) => name === given);
  const [only] = found;
  if (only !== undefined && found.length === 1)
    return { type: 'VirtualMachineSnapshot', value: only.snapshot };
  const there = all.map(({ snapshot, name }) => `${snapshot} (${name})`).join(', ');
  throw new ToolFailure(
    only === undefined
      ? `${vm.name} has no snapshot "${given}". ${there === '' ? 'It has none.' : `It has: ${there}.`}`
      : `${found.length} snapshots of ${vm.name} are named "${given}": expected one. Name it by its reference: ${there}.`,
  );
}
