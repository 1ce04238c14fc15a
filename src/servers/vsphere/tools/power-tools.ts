import { z } from 'zod';
import { ToolFailure } from '../../shared/tool-failure.ts';
import { defineTool, type ServerTool, type ToolCall } from '../../shared/tool.ts';
import type { VmDetail } from '../read/vm.ts';
import type { Vsphere } from '../vsphere.ts';
import { changeOutput, changeVm, digest, mustAnswer, waitArgument, type Change } from './vm-change.ts';
import { findVm, readOneVm, vmArgument } from './vm-tools.ts';

const input = z.object({ vm: vmArgument, waitSeconds: waitArgument });

export function powerTools(vsphere: Vsphere): ServerTool[] {
  const power = (options: {
    name: string;
    title: string;
    description: string;
    method: string;
    /** Power states that it may be asked in. */
    from: readonly string[];
    to: string;
    destructive: boolean;
    note?: string;
  }): ServerTool =>
    defineTool({
      name: options.name,
      title: options.title,
      description: options.description,
      input,
      output: changeOutput,
      access: 'write',
      destructive: options.destructive,
      idempotent: false,
      async run(args, call) {
        const ref = await findVm(vsphere, args.vm, call.signal);
        expectState(await readOneVm(vsphere, ref, call.signal), options.from, options.title);
        return changeVm(
          vsphere,
          ref,
          {
            method: options.method,
            verify: (vm) => vm.runtime.powerState === options.to,
            ...(options.note === undefined ? {} : { note: options.note }),
          },
          call,
          args.waitSeconds,
        );
      },
    });

  return [
    power({
      name: 'power_on_vm',
      title: 'Power a VM on',
      description: 'Powers a VM on and reads it back.',
      method: 'PowerOnVM_Task',
      from: ['poweredOff', 'suspended'],
      to: 'poweredOn',
      destructive: false,
    }),
    power({
      name: 'power_off_vm',
      title: 'Power a VM off',
      description:
        'Takes the power from a VM at once, as pulling the plug would; shut_down_guest ends its guest in order.',
      method: 'PowerOffVM_Task',
      from: ['poweredOn', 'suspended'],
      to: 'poweredOff',
      destructive: true,
    }),
    power({
      name: 'reset_vm',
      title: 'Reset a VM',
      description: 'Resets a running VM at once, as its button would; reboot_guest ends its guest in order.',
      method: 'ResetVM_Task',
      from: ['poweredOn'],
      to: 'poweredOn',
      destructive: true,
      note: 'A reset leaves the VM powered on as it was: that it ran is known from the task, and soon from its uptime.',
    }),
    power({
      name: 'suspend_vm',
      title: 'Suspend a VM',
      description: 'Suspends a running VM: its memory is kept, and power_on_vm goes on from there.',
      method: 'SuspendVM_Task',
      from: ['poweredOn'],
      to: 'suspended',
      destructive: false,
    }),
    guestTool(vsphere, {
      name: 'shut_down_guest',
      title: 'Shut a guest down',
      description:
        'Asks VMware Tools to shut the guest down, and waits until the VM is powered off. A guest may refuse or hang: then the answer says so, and nothing else is done.',
      method: 'ShutdownGuest',
      judge: () => (vm) => vm.runtime.powerState === 'poweredOff',
      note: 'The guest was asked and has not shut down; power_off_vm would take its power.',
    }),
    guestTool(vsphere, {
      name: 'reboot_guest',
      title: 'Reboot a guest',
      description:
        'Asks VMware Tools to reboot the guest, and waits until VMware Tools went away and came back. A guest may refuse or hang: then the answer says so, and nothing else is done.',
      method: 'RebootGuest',
      judge: seenAwayAndBack,
      note: 'The guest was asked; VMware Tools has not gone away and come back, so that a reboot is not seen.',
    }),
  ];
}

/** Judges one reading after the other: VMware Tools must have been seen away before they are back. */
function seenAwayAndBack(): (vm: VmDetail) => boolean {
  let away = false;
  return (vm) => {
    const running = vm.guest?.toolsRunningStatus === 'guestToolsRunning';
    away ||= !running;
    return away && running;
  };
}

function guestTool(
  vsphere: Vsphere,
  options: {
    name: string;
    title: string;
    description: string;
    method: string;
    /** Made for each call, because it may remember what it has seen. */
    judge(): (vm: VmDetail) => boolean;
    note: string;
  },
): ServerTool {
  return defineTool({
    name: options.name,
    title: options.title,
    description: options.description,
    input,
    output: changeOutput,
    access: 'write',
    destructive: true,
    idempotent: false,
    async run(args, call) {
      const ref = await findVm(vsphere, args.vm, call.signal);
      const before = await readOneVm(vsphere, ref, call.signal);
      mustAnswer(before);
      expectState(before, ['poweredOn'], options.title);
      await vsphere.session.call(options.method, ref);
      const { vm, verified } = await watch(vsphere, ref, options.judge(), call, args.waitSeconds);
      return {
        before: digest(before),
        vm,
        verified,
        ...(verified ? {} : { note: options.note }),
      } satisfies Change;
    },
  });
}

async function watch(
  vsphere: Vsphere,
  ref: Parameters<typeof readOneVm>[1],
  done: (vm: VmDetail) => boolean,
  call: ToolCall,
  waitSeconds: number,
): Promise<{ vm: VmDetail; verified: boolean }> {
  const started = vsphere.now();
  for (let round = 1; ; round++) {
    const vm = await readOneVm(vsphere, ref, call.signal);
    if (done(vm)) return { vm, verified: true };
    const seconds = (vsphere.now() - started) / 1_000;
    if (seconds >= waitSeconds) return { vm, verified: false };
    call.progress(Math.floor(seconds), waitSeconds, `waiting for the guest: ${vm.runtime.powerState}`);
    await vsphere.sleep(Math.min(500 * round, 3_000), call.signal);
  }
}

function expectState(vm: VmDetail, states: readonly string[], what: string): void {
  if (states.includes(vm.runtime.powerState)) return;
  throw new ToolFailure(
    `${what}: expected ${vm.name} to be ${states.join(' or ')}, it is ${vm.runtime.powerState}. Nothing was changed.`,
  );
}
