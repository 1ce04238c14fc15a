import type { Rehearsal } from '../shared/rehearsal.ts';
import { awake, plainVms, template } from '../shared/rehearse-vm.ts';

const restart = (mode: string): Rehearsal => ({
  title: `a VM that answers, ${mode}`,
  server: 'lab-vmware',
  stage: async (lab) => ({ target: await awake(lab, lab.fresh(plainVms(lab.view))), parameters: { mode } }),
  wrongParameters: [{}, { mode: 'softly' }],
  refused: (view) => [{ target: template(view), parameters: { mode: 'hard' }, because: /template/ }],
});

/** The guest cannot be asked: only the second step helps. */
const hung: Rehearsal = {
  ...restart('guest-then-hard'),
  title: 'a VM that hangs, guest-then-hard',
  stage: async (lab) => {
    await lab.call('lab_scenario', { name: 'hung-vm', on: false });
    await lab.call('lab_scenario', { name: 'hung-vm', on: true });
    await lab.pass(60);
    const red = (await lab.look()).all('vm').find(({ attributes }) => attributes.heartbeat === 'red');
    if (!red) throw new Error('expected a VM that hangs');
    return { target: red, parameters: { mode: 'guest-then-hard' } };
  },
};

export const rehearsals: readonly Rehearsal[] = [
  restart('hard'),
  restart('guest'),
  restart('guest-then-hard'),
  hung,
];
