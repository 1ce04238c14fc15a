import type { Rehearsal } from '../shared/rehearsal.ts';
import { setSchedulable, workers } from '../shared/rehearse-node.ts';

export const rehearsals: readonly Rehearsal[] = [
  {
    title: 'a node that takes pods',
    server: 'lab-kubernetes',
    stage: async (lab) => ({
      target: await setSchedulable(lab, lab.fresh(workers(lab.view)), true),
      parameters: {},
    }),
    wrongParameters: [{ drain: true }],
  },
];
