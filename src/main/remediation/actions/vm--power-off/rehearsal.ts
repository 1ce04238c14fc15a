import type { Rehearsal } from '../shared/rehearsal.ts';
import { awake, plainVms, template } from '../shared/rehearse-vm.ts';

const powerOff = (mode: string): Rehearsal => ({
  title: `a VM that is on, ${mode}`,
  server: 'lab-vmware',
  stage: async (lab) => ({ target: await awake(lab, lab.fresh(plainVms(lab.view))), parameters: { mode } }),
  wrongParameters: [{}, { mode: 'guest-then-hard' }],
  refused: (view) => [{ target: template(view), parameters: { mode: 'hard' }, because: /template/ }],
});

export const rehearsals: readonly Rehearsal[] = [powerOff('guest'), powerOff('hard')];
