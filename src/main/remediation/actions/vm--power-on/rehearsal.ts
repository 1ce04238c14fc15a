import type { Rehearsal } from '../shared/rehearsal.ts';
import { asleep, plainVms, template } from '../shared/rehearse-vm.ts';

export const rehearsals: readonly Rehearsal[] = [
  {
    title: 'a VM that is off',
    server: 'lab-vmware',
    stage: async (lab) => ({ target: await asleep(lab, lab.fresh(plainVms(lab.view))), parameters: {} }),
    wrongParameters: [{ mode: 'hard' }],
    refused: (view) => [{ target: template(view), parameters: {}, because: /template/ }],
  },
];
