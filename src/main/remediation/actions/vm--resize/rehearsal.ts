import type { EntityOf } from '../../../../shared/model/entity.ts';
import type { Rehearsal } from '../shared/rehearsal.ts';
import { asleep, awake, plainVms, template } from '../shared/rehearse-vm.ts';

const mib = 1024 ** 2;
const more = ({ attributes }: EntityOf<'vm'>) => ({
  vcpus: (attributes.vcpus ?? 0) + 1,
  memoryMib: (attributes.memoryBytes ?? 0) / mib + 1_024,
});

export const rehearsals: readonly Rehearsal[] = [
  {
    title: 'a VM that is on and can be added to',
    server: 'lab-vmware',
    stage: async (lab) => {
      const hot = plainVms(await lab.look()).filter(({ attributes }) => attributes.cpuHotAdd === true);
      const target = await awake(lab, lab.fresh(hot));
      return { target, parameters: more(target) };
    },
    wrongParameters: [{}, { vcpus: 0 }, { memoryMib: 1_025 }, { memoryGib: 8 }],
    refused: (view) => [{ target: template(view), parameters: { vcpus: 2 }, because: /template/ }],
  },
  {
    title: 'a VM that is off',
    server: 'lab-vmware',
    stage: async (lab) => {
      const fixed = plainVms(await lab.look()).filter(({ attributes }) => attributes.cpuHotAdd === false);
      const target = await asleep(lab, lab.fresh(fixed));
      return { target, parameters: more(target) };
    },
    wrongParameters: [],
  },
];
