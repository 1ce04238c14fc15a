import { z } from 'zod';
import { defineAction } from '../../action.ts';
import { refuseTemplate, refuseUnknownSnapshot, snapshotOf } from '../shared/vm.ts';
import { labVmware } from './lab-vmware.ts';
import { vsphere } from './vsphere.ts';

export const vmSnapshotRevert = defineAction({
  id: 'vm.snapshot.revert',
  title: 'Take a VM back to a snapshot',
  targets: ['vm'],
  parameters: z.strictObject({
    snapshot: z.string().min(1).max(100).describe('id of the snapshot, as the inventory names it'),
  }),
  risk: 'high',
  reversibility: { is: 'irreversible', because: 'what the VM has written since the snapshot is lost' },
  permission: 'admin',
  expectedEffect: ({ target, parameters }) =>
    `${target.name} is as it was when snapshot ${snapshotOf(target, parameters.snapshot)?.name ?? parameters.snapshot} was taken; everything after it is lost`,
  howToVerify: ({ target, parameters }) =>
    `${target.name} stands on snapshot ${parameters.snapshot}, and has left what it ran`,
  refuse: (subject) => refuseTemplate(subject) ?? refuseUnknownSnapshot(subject),
  idempotenceKey: ({ target, parameters }) => `${target.id} ${parameters.snapshot}`,
  adapters: [labVmware, vsphere],
});
