import { z } from 'zod';
import { LabError, type LabContext, type LabTool } from '../domain.ts';
import { guestAnswers, presentVm } from './present-vm.ts';
import { vmByMoref } from './read-tools.ts';
import type { Estate, VmState } from './state.ts';
import type { Tasks } from './tasks.ts';
import { labTool } from './tool.ts';

export const target = z.object({ vm: z.string().describe('managed object reference, e.g. vm-1042') });

/** Answer of every tool that changes something: the task, and what the VM looks like now. */
export function taskResult(
  estate: Estate,
  now: number,
  operation: string,
  vm: VmState,
  result: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    simulated: true,
    task: {
      key: `task-${estate.nextId++}`,
      operation,
      state: 'success',
      completeTime: new Date(now).toISOString(),
      result,
    },
    vm: presentVm(vm, estate, now),
  };
}

/** What vCenter checks before it touches any VM. */
export function reachable(vm: VmState): VmState {
  if (vm.connection !== 'connected' || vm.host.connection !== 'connected') {
    throw new LabError(
      `HostNotConnected: unable to communicate with the remote host ${vm.host.blueprint.name}; ${vm.name} cannot be changed while it is not responding`,
    );
  }
  return vm;
}

export function powerOff(vm: VmState, context: LabContext, estate: Estate): void {
  vm.power = 'poweredOff';
  vm.hung = false;
  estate.version += 1;
  context.events.emit({ type: 'vm-power', uuid: vm.uuid, poweredOn: false });
}

/** A guest that is asked goes down in its own time. */
const guestDownSeconds = 20;

export function powerOn(vm: VmState, context: LabContext, estate: Estate, at = context.now()): void {
  vm.power = 'poweredOn';
  vm.hung = false;
  vm.bootedAt = at;
  estate.version += 1;
  context.events.emit({ type: 'vm-power', uuid: vm.uuid, poweredOn: true });
}

function mustBeOn(vm: VmState): void {
  if (vm.power !== 'poweredOn') {
    throw new LabError(
      `InvalidPowerState: the attempted operation cannot be performed in the current state (${vm.power}) of ${vm.name}`,
    );
  }
}

function mustAnswer(vm: VmState, now: number): void {
  if (!guestAnswers(vm, now)) {
    throw new LabError(
      `ToolsUnavailable: cannot complete the operation because VMware Tools is not running in ${vm.name}`,
    );
  }
}

export function createPowerTools(estate: Estate, context: LabContext, tasks: Tasks): LabTool[] {
  const find = (moref: string) => {
    const vm = reachable(vmByMoref(estate, moref));
    tasks.refuseBusy(vm);
    return vm;
  };
  /** What a restart that stops half-way leaves behind. */
  const staysDown = (moref: string, operation: string) => {
    const vm = find(moref);
    mustBeOn(vm);
    powerOff(vm, context, estate);
    return done(operation, vm);
  };
  const done = (operation: string, vm: VmState) => taskResult(estate, context.now(), operation, vm);
  return [
    labTool({
      name: 'vmware_power_on_vm',
      title: 'Power on a VM',
      description: 'Powers a VM on. Refused for templates and for VMs that are on.',
      input: target,
      readOnly: false,
      destructive: false,
      run: (args) => {
        const vm = find(args.vm);
        if (vm.template) throw new LabError(`NotSupported: ${vm.name} is a template`);
        if (vm.power === 'poweredOn')
          throw new LabError(`InvalidPowerState: ${vm.name} is already powered on`);
        mustFitMemory(vm);
        powerOn(vm, context, estate);
        return done('PowerOnVM_Task', vm);
      },
    }),
    labTool({
      name: 'vmware_restart_guest',
      title: 'Restart the guest',
      description: 'Asks the guest operating system to reboot. Needs VMware Tools to run in it.',
      input: target,
      readOnly: false,
      destructive: true,
      run: (args) => {
        const vm = find(args.vm);
        mustBeOn(vm);
        mustAnswer(vm, context.now());
        const { bootedAt } = vm;
        tasks.later(guestDownSeconds, (at) => {
          // Whoever was faster, its guest is a new one.
          if (vm.power !== 'poweredOn' || vm.hung || vm.bootedAt !== bootedAt) return;
          context.events.emit({ type: 'vm-power', uuid: vm.uuid, poweredOn: false });
          powerOn(vm, context, estate, at);
        });
        return done('RebootGuest', vm);
      },
      partially: (args) => staysDown(args.vm, 'RebootGuest'),
    }),
    labTool({
      name: 'vmware_reset_vm',
      title: 'Reset a VM (hard)',
      description: 'Presses the reset button: the guest is not asked and loses what it has not written.',
      input: target,
      readOnly: false,
      destructive: true,
      run: (args) => {
        const vm = find(args.vm);
        mustBeOn(vm);
        context.events.emit({ type: 'vm-power', uuid: vm.uuid, poweredOn: false });
        powerOn(vm, context, estate);
        return done('ResetVM_Task', vm);
      },
      partially: (args) => staysDown(args.vm, 'ResetVM_Task'),
    }),
    labTool({
      name: 'vmware_shutdown_guest',
      title: 'Shut the guest down',
      description: 'Asks the guest operating system to shut down. Needs VMware Tools to run in it.',
      input: target,
      readOnly: false,
      destructive: true,
      run: (args) => {
        const vm = find(args.vm);
        mustBeOn(vm);
        mustAnswer(vm, context.now());
        const { bootedAt } = vm;
        tasks.later(guestDownSeconds, () => {
          if (vm.power !== 'poweredOn' || vm.hung || vm.bootedAt !== bootedAt) return;
          powerOff(vm, context, estate);
        });
        return done('ShutdownGuest', vm);
      },
    }),
    labTool({
      name: 'vmware_power_off_vm',
      title: 'Power off a VM (hard)',
      description: 'Takes the power from a VM: the guest is not asked.',
      input: target,
      readOnly: false,
      destructive: true,
      run: (args) => {
        const vm = find(args.vm);
        if (vm.power === 'poweredOff')
          throw new LabError(`InvalidPowerState: ${vm.name} is already powered off`);
        powerOff(vm, context, estate);
        return done('PowerOffVM_Task', vm);
      },
    }),
  ];
}

/** Twice the physical memory is as far as the lab lets a host be overcommitted. */
function mustFitMemory(vm: VmState): void {
  let memoryMb = vm.memoryMb;
  for (const other of vm.host.vms) if (other.power === 'poweredOn') memoryMb += other.memoryMb;
  if (memoryMb > (2 * vm.host.hardware.memoryBytes) / 1024 ** 2) {
    throw new LabError(
      `InsufficientMemoryResourcesFault: host ${vm.host.blueprint.name} has not enough memory to power on ${vm.name}`,
    );
  }
}
