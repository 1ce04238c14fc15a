import { z } from 'zod';
import { LabError, type LabContext, type LabTool } from '../domain.ts';
import { makeSnapshot } from './make-vm.ts';
import { datastoreUsage, snapshotBytes } from './metrics.ts';
import { powerOff, powerOn, reachable, target, taskResult } from './power-tools.ts';
import { notFound, vmByMoref } from './read-tools.ts';
import { gib, mib, type Estate, type SnapshotState, type VmState } from './state.ts';
import type { Tasks } from './tasks.ts';
import { labTool } from './tool.ts';

/** vSphere keeps at most 32 snapshots in a chain. */
const maximumSnapshots = 32;
const reserveBytes = gib;

const snapshotTarget = target.extend({
  snapshot: z.string().describe('managed object reference of the snapshot, e.g. snapshot-2042'),
});

/** Merging a delta file runs at so many bytes a second. */
const mergeBytesPerSecond = 200 * mib;
const longestMergeSeconds = 600;
const revertSeconds = 10;

export function createSnapshotTools(estate: Estate, context: LabContext, tasks: Tasks): LabTool[] {
  const find = (moref: string) => {
    const vm = reachable(vmByMoref(estate, moref));
    tasks.refuseBusy(vm);
    return vm;
  };
  const remove = (moref: string, snapshot: string, withChildren: boolean) => {
    const vm = find(moref);
    const gone = snapshotOf(vm, snapshot);
    const home = vm.disks[0]?.datastore;
    if (home && datastoreUsage(home, estate, context.now()).freeBytes < reserveBytes / 8)
      throw new LabError(`InsufficientDisksSpace: datastore ${home.name} has no room to consolidate`);
    const removed = new Set([gone.id]);
    if (withChildren)
      for (const one of vm.snapshots)
        if (one.parent !== undefined && removed.has(one.parent)) removed.add(one.id);
    const bytes = vm.snapshots
      .filter(({ id }) => removed.has(id))
      .reduce((sum, one) => sum + snapshotBytes(one, context.now()), 0);
    const seconds = Math.min(longestMergeSeconds, 5 + Math.round(bytes / mergeBytesPerSecond));
    return tasks.start(vm, 'RemoveSnapshot_Task', seconds, () => {
      vm.snapshots = vm.snapshots
        .filter((one) => !removed.has(one.id))
        .map((one) => (one.parent === gone.id ? adopted(one, gone.parent) : one));
      if (vm.standsOn !== undefined && removed.has(vm.standsOn)) delete vm.standsOn;
    });
  };
  return [
    labTool({
      name: 'vmware_create_snapshot',
      title: 'Create a snapshot',
      description: 'Creates a snapshot. `quiesce` asks VMware Tools to flush the file systems first.',
      input: target.extend({
        name: z.string().min(1).max(80),
        description: z.string().max(400).default(''),
        quiesce: z.boolean().default(false),
      }),
      readOnly: false,
      destructive: false,
      run: (args) => {
        const vm = find(args.vm);
        if (vm.template) throw new LabError(`NotSupported: ${vm.name} is a template`);
        if (vm.snapshots.length >= maximumSnapshots)
          throw new LabError(`TooManySnapshotLevels: ${vm.name} has ${maximumSnapshots} snapshots already`);
        if (args.quiesce && (vm.tools === 'none' || vm.hung || vm.power !== 'poweredOn'))
          throw new LabError(
            `ApplicationQuiesceFault: cannot quiesce ${vm.name}: VMware Tools is not running`,
          );
        const home = vm.disks[0]?.datastore;
        if (home && datastoreUsage(home, estate, context.now()).freeBytes < reserveBytes)
          throw new LabError(`InsufficientDisksSpace: datastore ${home.name} has less than 1 GB free`);
        const snapshot = makeSnapshot(estate, vm, args.name, context.now(), {
          quiesced: args.quiesce,
          description: args.description,
        });
        vm.snapshots.push(snapshot);
        delete vm.standsOn;
        estate.version += 1;
        return taskResult(estate, context.now(), 'CreateSnapshot_Task', vm, {
          snapshot: `snapshot-${snapshot.id}`,
        });
      },
    }),
    labTool({
      name: 'vmware_revert_snapshot',
      title: 'Revert to a snapshot',
      description: 'Takes a VM back to a snapshot: what was written since is lost.',
      input: snapshotTarget,
      readOnly: false,
      destructive: true,
      run: (args) => {
        const vm = find(args.vm);
        const snapshot = snapshotOf(vm, args.snapshot);
        return tasks.start(vm, 'RevertToSnapshot_Task', revertSeconds, (at) => {
          vm.vcpus = snapshot.saved.vcpus;
          vm.memoryMb = snapshot.saved.memoryMb;
          vm.standsOn = snapshot.id;
          // Snapshots of the lab hold no memory: the VM starts anew, or stays off.
          if (vm.power === 'poweredOn') powerOff(vm, context, estate);
          if (snapshot.saved.poweredOn) powerOn(vm, context, estate, at);
        });
      },
    }),
    labTool({
      name: 'vmware_remove_snapshot',
      title: 'Remove a snapshot',
      description:
        'Merges a snapshot into its parent. `removeChildren` removes those below it as well. The VM itself is not touched.',
      input: snapshotTarget.extend({ removeChildren: z.boolean().default(false) }),
      readOnly: false,
      destructive: true,
      run: (args) => remove(args.vm, args.snapshot, args.removeChildren),
      partially: (args) => {
        if (args.removeChildren) remove(args.vm, args.snapshot, false);
        return {};
      },
    }),
    labTool({
      name: 'vmware_consolidate_disks',
      title: 'Consolidate disks',
      description: 'Merges delta files that no snapshot needs any more.',
      input: target,
      readOnly: false,
      destructive: false,
      run: (args) => {
        const vm = find(args.vm);
        if (!vm.consolidationNeeded) throw new LabError(`InvalidState: ${vm.name} needs no consolidation`);
        vm.consolidationNeeded = false;
        estate.version += 1;
        return taskResult(estate, context.now(), 'ConsolidateVMDisks_Task', vm);
      },
    }),
  ];
}

function snapshotOf(vm: VmState, moref: string): SnapshotState {
  const snapshot = vm.snapshots.find((candidate) => `snapshot-${candidate.id}` === moref);
  if (snapshot === undefined) throw notFound(`snapshot of ${vm.name}`, moref);
  return snapshot;
}

function adopted(snapshot: SnapshotState, parent: number | undefined): SnapshotState {
  const { parent: _, ...rest } = snapshot;
  return parent === undefined ? rest : { ...rest, parent };
}
