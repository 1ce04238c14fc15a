import { z } from 'zod';
import { defineAction } from '../../action.ts';
import { refuseTemplate } from '../shared/vm.ts';
import { labVmware } from './lab-vmware.ts';
import { vsphere } from './vsphere.ts';

export const vmResize = defineAction({
  id: 'vm.resize',
  title: 'Change CPU and memory of a VM',
  targets: ['vm'],
  parameters: z
    .strictObject({
      vcpus: z.int().min(1).max(128).exactOptional().describe('how many vCPUs it has afterwards'),
      memoryMib: z
        .int()
        .min(256)
        .max(6_291_456)
        .multipleOf(4)
        .exactOptional()
        .describe('how much memory it has afterwards, in MiB'),
    })
    .refine(({ vcpus, memoryMib }) => vcpus !== undefined || memoryMib !== undefined, {
      message: 'expected vcpus, memoryMib or both',
    }),
  risk: 'medium',
  reversibility: {
    is: 'irreversible',
    because: 'a VM that is on cannot shrink; it can be set back by the same action while it is off',
  },
  permission: 'approver',
  expectedEffect: ({ target, parameters: { vcpus, memoryMib } }) =>
    `${target.name} has ${[vcpus !== undefined && `${vcpus} vCPUs`, memoryMib !== undefined && `${memoryMib} MiB of memory`].filter(Boolean).join(' and ')}`,
  howToVerify: ({ target }) => `${target.name} shows the CPU and memory that were asked for`,
  refuse: refuseTemplate,
  adapters: [labVmware, vsphere],
});
