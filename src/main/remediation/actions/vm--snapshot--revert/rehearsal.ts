import type { Rehearsal } from '../shared/rehearsal.ts';
import {
  awake,
  bare,
  inInventory,
  plainVms,
  snapshot,
  template,
  withoutSnapshots,
} from '../shared/rehearse-vm.ts';

const refused: NonNullable<Rehearsal['refused']> = (view) => [
  { target: template(view), parameters: { snapshot: 'snapshot-1' }, because: /template/ },
  {
    target: withoutSnapshots(view),
    parameters: { snapshot: 'snapshot-1' },
    because: /knows no snapshot snapshot-1 of it, but none/,
  },
];

export const rehearsals: readonly Rehearsal[] = [
  {
    title: 'a VM that runs on another snapshot',
    server: 'lab-vmware',
    stage: async (lab) => {
      const vm = await bare(lab, await awake(lab, lab.fresh(plainVms(lab.view))));
      const first = await snapshot(lab, vm, 'first');
      await snapshot(lab, vm, 'second');
      await lab.pass(10);
      const target = await inInventory(lab, vm);
      return { target, parameters: { snapshot: first } };
    },
    wrongParameters: [{}, { snapshot: '' }],
    refused,
  },
  {
    title: 'a VM that runs on this very snapshot',
    server: 'lab-vmware',
    stage: async (lab) => {
      const vm = await bare(lab, await awake(lab, lab.fresh(plainVms(lab.view))));
      const only = await snapshot(lab, vm, 'only');
      await lab.pass(10);
      const target = await inInventory(lab, vm);
      return { target, parameters: { snapshot: only } };
    },
    wrongParameters: [],
  },
];
