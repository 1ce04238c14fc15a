import type { Rehearsal } from '../shared/rehearsal.ts';
import { awake, bare, plainVms, template } from '../shared/rehearse-vm.ts';

export const rehearsals: readonly Rehearsal[] = [
  {
    title: 'a VM that has none of the name',
    server: 'lab-vmware',
    stage: async (lab) => ({
      target: await bare(lab, await awake(lab, lab.fresh(plainVms(lab.view)))),
      parameters: { name: 'before the change', quiesce: true },
    }),
    wrongParameters: [{}, { name: '' }, { name: 'x'.repeat(81) }],
    refused: (view) => [{ target: template(view), parameters: { name: 'x' }, because: /template/ }],
  },
];
