import { z } from 'zod';
import { LabError, type LabContext, type LabTool } from '../domain.ts';
import { makeSnapshot } from './make-vm.ts';
import { datastoreUsage } from './metrics.ts';
import { powerOff, powerOn, reachable, target, taskResult } from './power-tools.ts';
import { notFound, vmByMoref } from './read-tools.ts';
import { gib, type Estate, type SnapshotState, type VmState } from './state.ts';
import { labTool } from './tool.ts';

/** vSphere keeps at most 32 snapshots in a chain. */
const maximumSnapshots = 32;
const reserveBytes = gib;

const snapshotTarget = target.extend({
  snapshot: z.string().describe('managed object reference of the snapshot, e.g. snapshot-2042'),
});

export function createSnapshotTools(estate: Estate, context: LabContext): LabTool[] {
  const find = (moref: string) => reachable(vmByMoref(estate, moref));
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
        vm.vcpus = snapshot.saved.vcpus;
        vm.memoryMb = snapshot.saved.memoryMb;
        // Snapshots of the lab hold no memory: the VM starts anew, or stays off.
        if (vm.power === 'poweredOn') powerOff(vm, context, estate);
        if (snapshot.saved.poweredOn) powerOn(vm, context, estate);
        estate.version += 1;
        return taskResult(estate, context.now(), 'RevertToSnapshot_Task', vm);
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
      run: (args) => {
        const vm = find(args.vm);
        const gone = snapshotOf(vm, args.snapshot);
        const home = vm.disks[0]?.datastore;
        if (home && datastoreUsage(home, estate, context.now()).freeBytes < reserveBytes / 8)
          throw new LabError(`InsufficientDisksSpace: datastore ${home.name} has no room to consolidate`);
        const removed = new Set([gone.id]);
        if (args.removeChildren)
          for (const snapshot of vm.snapshots)
            if (snapshot.parent !== undefined && removed.has(snapshot.parent)) removed.add(snapshot.id);
        vm.snapshots = vm.snapshots
          .filter((snapshot) => !removed.has(snapshot.id))
          .map((snapshot) => (snapshot.parent === gone.id ? adopted(snapshot, gone.parent) : snapshot));
        estate.version += 1;
        return taskResult(estate, context.now(), 'RemoveSnapshot_Task', vm, { removed: removed.size });
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
