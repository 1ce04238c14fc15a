import { z } from 'zod';
import { defineAction } from '../../action.ts';
import { refuseTemplate } from '../shared/vm.ts';
import { labVmware } from './lab-vmware.ts';
import { vsphere } from './vsphere.ts';

export const vmPowerOn = defineAction({
  id: 'vm.power-on',
  title: 'Power on a VM',
  targets: ['vm'],
  parameters: z.strictObject({}),
  risk: 'low',
  reversibility: { is: 'reversible', how: 'power it off again' },
  permission: 'approver',
  expectedEffect: ({ target }) => `${target.name} starts`,
  howToVerify: ({ target }) =>
    `${target.name} is on, and its guest reports a heartbeat where it has VMware Tools`,
  refuse: refuseTemplate,
  suggest: () => ({}),
  adapters: [labVmware, vsphere],
});
