import { z } from 'zod';
import { defineAction } from '../../action.ts';
import { refuseTemplate } from '../shared/vm.ts';
import { labVmware } from './lab-vmware.ts';
import type { RestartMode } from './on-server.ts';
import { vsphere } from './vsphere.ts';

const told: Readonly<Record<RestartMode, string>> = {
  guest: 'by its guest',
  hard: 'by the reset button, without asking its guest',
  'guest-then-hard': 'by its guest, and by the reset button where that does not help',
};

export const vmRestart = defineAction({
  id: 'vm.restart',
  title: 'Restart a VM',
  targets: ['vm'],
  parameters: z.strictObject({
    mode: z
      .enum(['guest', 'hard', 'guest-then-hard'])
      .describe(
        'guest: asks its operating system; hard: presses reset; guest-then-hard: one after the other',
      ),
  }),
  risk: 'medium',
  reversibility: {
    is: 'reversible',
    how: 'power it on where it stayed off; what its guest had not written is lost either way',
  },
  permission: 'approver',
  expectedEffect: ({ target, parameters }) => `${target.name} is restarted ${told[parameters.mode]}`,
  howToVerify: ({ target }) =>
    `${target.name} has started later than before, and its guest reports a heartbeat where it has VMware Tools`,
  refuse: refuseTemplate,
  suggest: () => ({ mode: 'guest-then-hard' as const }),
  adapters: [labVmware, vsphere],
});
