import type { Rehearsal } from '../shared/rehearsal.ts';
import { gib } from '../shared/facts.ts';
import { awake, bare, plainVms, template } from '../shared/rehearse-vm.ts';

const grow = (extendFileSystem: boolean): Rehearsal => ({
  title: extendFileSystem ? 'a disk and its file system' : 'a disk alone',
  server: 'lab-vmware',
  stage: async (lab) => {
    const target = await bare(lab, await awake(lab, lab.fresh(plainVms(await lab.look()))));
    const [disk] = target.attributes.disks ?? [];
    if (disk?.capacityBytes === undefined) throw new Error(`expected a disk of ${target.name}`);
    return {
      target,
      parameters: { disk: disk.key, newSizeGib: disk.capacityBytes / gib + 1, extendFileSystem },
    };
  },
  wrongParameters: [
    {},
    { disk: 2_000 },
    { disk: 2_000, newSizeGib: 0 },
    { disk: 2_000, newSizeGib: 1e9 },
    { disk: 9, newSizeGib: 100 },
  ],
  refused: (view) => [
    { target: plainVms(view)[0], parameters: { disk: 9, newSizeGib: 100 }, because: /has no disk 9/ },
    { target: template(view), parameters: { disk: 2_000, newSizeGib: 500 }, because: /template/ },
  ],
});

export const rehearsals: readonly Rehearsal[] = [grow(true), grow(false)];
