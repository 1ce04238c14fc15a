import type { Rehearsal } from '../shared/rehearsal.ts';
import { setSchedulable, workers } from '../shared/rehearse-node.ts';

export const rehearsals: readonly Rehearsal[] = [
  {
    title: 'a node whose pods have disruption budgets',
    server: 'lab-kubernetes',
    stage: async (lab) => {
      // A release that crashes would use its disruption budget up.
      await lab.call('lab_scenario', { name: 'crash-loop', on: false });
      const all = workers(lab.view);
      for (const node of all) await setSchedulable(lab, node, true);
      // What was evicted before is ready again, and what crashed is started once more.
      await lab.pass(360);
      const target = lab.fresh(all);
      return { target, parameters: { deleteUnmanaged: true } };
    },
    wrongParameters: [{ deleteUnmanaged: 'yes' }, { force: true }],
  },
];
