import { z } from 'zod';
import { defineAction } from '../../action.ts';
import { asVm, refuseTemplate, refuseUnknownSnapshot, snapshotOf } from '../shared/vm.ts';
import { labVmware } from './lab-vmware.ts';
import { vsphere } from './vsphere.ts';

export const vmSnapshotRemove = defineAction({
  id: 'vm.snapshot.remove',
  title: 'Remove a snapshot of a VM',
  targets: ['vm'],
  parameters: z.strictObject({
    snapshot: z.string().min(1).max(100).describe('id of the snapshot, as the inventory names it'),
    withThoseBelow: z
      .boolean()
      .default(false)
      .describe('also removes every snapshot that was taken on top of it'),
  }),
  risk: 'medium',
  reversibility: {
    is: 'irreversible',
    because: 'the VM cannot be taken back to it any more; the VM itself stays as it is',
  },
  permission: 'approver',
  expectedEffect: ({ target, parameters }) => {
    const name = snapshotOf(target, parameters.snapshot)?.name ?? parameters.snapshot;
    return parameters.withThoseBelow
      ? `snapshot ${name} of ${target.name} and all below it are merged and gone`
      : `snapshot ${name} of ${target.name} is merged and gone; its other snapshots stay`;
  },
  howToVerify: ({ target, parameters }) => `${target.name} no longer has snapshot ${parameters.snapshot}`,
  refuse: (subject) => refuseTemplate(subject) ?? refuseUnknownSnapshot(subject),
  /** The oldest: what it holds back is largest, and those on top of it stay. */
  suggest: (target) => {
    const snapshots = asVm(target)?.attributes.snapshots ?? [];
    const [oldest] = snapshots.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
    return oldest && { snapshot: oldest.id };
  },
  idempotenceKey: ({ target, parameters }) => `${target.id} ${parameters.snapshot}`,
  adapters: [labVmware, vsphere],
});
