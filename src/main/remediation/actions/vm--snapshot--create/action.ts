import { z } from 'zod';
import { defineAction } from '../../action.ts';
import { refuseTemplate } from '../shared/vm.ts';
import { labVmware } from './lab-vmware.ts';
import { vsphere } from './vsphere.ts';

export const vmSnapshotCreate = defineAction({
  id: 'vm.snapshot.create',
  title: 'Take a snapshot of a VM',
  targets: ['vm'],
  parameters: z.strictObject({
    name: z
      .string()
      .min(1)
      .max(80)
      .describe('what the snapshot is called; no other of the VM may be called so'),
    quiesce: z
      .boolean()
      .default(false)
      .describe('asks VMware Tools to write everything first; the snapshot fails where it cannot'),
  }),
  risk: 'low',
  reversibility: { is: 'reversible', how: 'remove the snapshot again' },
  permission: 'approver',
  expectedEffect: ({ target, parameters }) => `${target.name} has a snapshot "${parameters.name}" of now`,
  howToVerify: ({ target, parameters }) =>
    `${target.name} has a snapshot "${parameters.name}", which it did not have before`,
  refuse: refuseTemplate,
  idempotenceKey: ({ target, parameters }) => `${target.id} ${parameters.name}`,
  adapters: [labVmware, vsphere],
});
