import { LabError, type LabContext } from '../domain.ts';
import { presentVm } from './present-vm.ts';
import type { Estate, VmState } from './state.ts';

/** What vCenter has begun and not ended. While a task is on a VM, no other one is let to it. */
export interface Tasks {
  /** Answers at once; the effect comes when so many simulated seconds have passed. */
  start(
    vm: VmState,
    operation: string,
    seconds: number,
    effect: (at: number) => void,
  ): Record<string, unknown>;
  /** What a guest does by itself after it was asked: no task, and nothing waits for it. */
  later(seconds: number, effect: (at: number) => void): void;
  /** @throws LabError while a task is on it */
  refuseBusy(vm: VmState): void;
  /** Ends what is due by now. */
  advance(): void;
}

interface Pending {
  readonly due: number;
  readonly effect: (at: number) => void;
  readonly vm?: VmState;
}

export function createTasks(estate: Estate, context: LabContext): Tasks {
  let pending: Pending[] = [];
  return {
    start(vm, operation, seconds, effect) {
      pending.push({ due: context.now() + seconds * 1000, effect, vm });
      return {
        simulated: true,
        task: { key: `task-${estate.nextId++}`, operation, state: 'running', progress: 0 },
        vm: presentVm(vm, estate, context.now()),
      };
    },
    later(seconds, effect) {
      pending.push({ due: context.now() + seconds * 1000, effect });
    },
    refuseBusy(vm) {
      if (pending.some((one) => one.vm === vm))
        throw new LabError(`TaskInProgress: another task is in progress on ${vm.name}`);
    },
    advance() {
      const now = context.now();
      const due = pending.filter((one) => one.due <= now).toSorted((a, b) => a.due - b.due);
      if (due.length === 0) return;
      pending = pending.filter((one) => one.due > now);
      for (const one of due) one.effect(one.due);
      estate.version += 1;
    },
  };
}
