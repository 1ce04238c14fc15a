import { z } from 'zod';
import { ToolFailure } from '../../shared/tool-failure.ts';
import type { ToolCall } from '../../shared/tool.ts';
import type { ManagedRef } from '../connection/managed-ref.ts';
import type { Markup } from '../connection/markup.ts';
import { runTask, type TaskOutcome } from '../connection/task.ts';
import { instant, reference } from '../read/shapes.ts';
import { vmSchema, type VmDetail } from '../read/vm.ts';
import { allSnapshots } from '../read/vm-snapshots.ts';
import type { Vsphere } from '../vsphere.ts';
import { readOneVm } from './vm-tools.ts';

/** What every change of a VM answers: what the task says, and the VM as it was and is, read back. */
export const changeOutput = z.object({
  task: z
    .object({
      ref: reference,
      state: z.string().describe('success; running when waitSeconds were over before it: it goes on'),
      queueTime: instant.optional(),
      startTime: instant.optional(),
      completeTime: instant.optional(),
      result: reference.optional().describe('what it made, a snapshot for instance'),
    })
    .optional()
    .describe('absent where the guest was asked, for which vSphere makes no task'),
  before: z.object({ powerState: z.string(), host: reference.optional(), snapshots: z.number() }),
  vm: vmSchema.describe('the VM as it is now'),
  verified: z.boolean().describe('reading back shows what was asked for'),
  note: z.string().optional(),
});
export type Change = z.input<typeof changeOutput>;

export const waitArgument = z
  .int()
  .min(1)
  .max(86_400)
  .default(600)
  .describe('longest wait for the end; what takes longer goes on and is answered as running');

export async function changeVm(
  vsphere: Vsphere,
  ref: ManagedRef,
  change: {
    readonly method: string;
    /** On the VM, unless it is asked of something else. */
    readonly on?: ManagedRef;
    readonly args?: readonly Markup[];
    /** Whether the VM, read back, is as it was asked to be. */
    verify(vm: VmDetail, outcome: TaskOutcome, before: VmDetail): boolean;
    /** Said where reading back cannot show all of it. */
    readonly note?: string;
  },
  call: ToolCall,
  waitSeconds: number,
): Promise<Change> {
  const before = await readOneVm(vsphere, ref, call.signal);
  mustAnswer(before);
  const { method, args } = change;
  try {
    const outcome = await runTask(
      vsphere,
      { method, on: change.on ?? ref, ...(args === undefined ? {} : { args }) },
      call,
      waitSeconds,
    );
    vsphere.inventory.forget();
    const vm = await readOneVm(vsphere, ref, call.signal);
    const verified = outcome.state === 'success' && change.verify(vm, outcome, before);
    const { task, state, result, ...times } = outcome;
    return {
      task: { ref: task, state, ...times, result: result?.value },
      before: digest(before),
      vm,
      verified,
      ...(verified
        ? change.note === undefined
          ? {}
          : { note: change.note }
        : {
            note:
              state === 'running'
                ? `The task goes on after ${waitSeconds} s; read the VM again to see its end.`
                : 'The task ended well, and the VM, read back, does not show what was asked for.',
          }),
    };
  } catch (error) {
    vsphere.inventory.forget();
    throw error;
  }
}

/** A VM that its host does not know at the moment takes no change. */
export function mustAnswer(vm: VmDetail): void {
  if (vm.runtime.connectionState !== 'connected')
    throw new ToolFailure(
      `The VM ${vm.name} is ${vm.runtime.connectionState}: expected it to be connected. Look at its host${vm.runtime.host === undefined ? '' : ` ${vm.runtime.host}`} first; nothing was changed.`,
    );
}

export function digest(vm: VmDetail): Change['before'] {
  return {
    powerState: vm.runtime.powerState,
    host: vm.runtime.host,
    snapshots: allSnapshots(vm.snapshot?.rootSnapshotList ?? []).length,
  };
}
