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

const remove = (withThoseBelow: boolean): Rehearsal => ({
  title: `a VM with two snapshots, the first ${withThoseBelow ? 'with what is below it' : 'alone'}`,
  server: 'lab-vmware',
  stage: async (lab) => {
    const vm = await bare(lab, await awake(lab, lab.fresh(plainVms(lab.view))));
    const first = await snapshot(lab, vm, 'first');
    await snapshot(lab, vm, 'second');
    const target = await inInventory(lab, vm);
    return { target, parameters: { snapshot: first, withThoseBelow } };
  },
  wrongParameters: [{}, { snapshot: '' }, { snapshot: 'snapshot-1', withThoseBelow: 'yes' }],
  refused: (view) => [
    { target: template(view), parameters: { snapshot: 'snapshot-1' }, because: /template/ },
    {
      target: withoutSnapshots(view),
      parameters: { snapshot: 'snapshot-1' },
      because: /knows no snapshot snapshot-1 of it, but none/,
    },
  ],
});

export const rehearsals: readonly Rehearsal[] = [remove(true), remove(false)];
