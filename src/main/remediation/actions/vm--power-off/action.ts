import { z } from 'zod';
import { defineAction } from '../../action.ts';
import { refuseTemplate } from '../shared/vm.ts';
import { labVmware } from './lab-vmware.ts';
import { vsphere } from './vsphere.ts';

export const vmPowerOff = defineAction({
  id: 'vm.power-off',
  title: 'Power off a VM',
  targets: ['vm'],
  parameters: z.strictObject({
    mode: z
      .enum(['guest', 'hard'])
      .describe('guest: shuts its operating system down; hard: takes the power away'),
  }),
  risk: 'high',
  reversibility: {
    is: 'reversible',
    how: 'power it on again; what its guest had not written is lost when it was hard',
  },
  permission: 'approver',
  expectedEffect: ({ target, parameters }) =>
    parameters.mode === 'guest'
      ? `the guest of ${target.name} shuts down, and it is off`
      : `${target.name} is off at once; its guest is not asked`,
  howToVerify: ({ target }) => `${target.name} was on and is off`,
  refuse: refuseTemplate,
  adapters: [labVmware, vsphere],
});
