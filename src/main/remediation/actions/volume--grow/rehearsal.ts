import type { Rehearsal } from '../shared/rehearsal.ts';
import { gib } from '../shared/facts.ts';

export const rehearsals: readonly Rehearsal[] = [
  {
    title: 'a volume of an array',
    server: 'lab-storage',
    stage: async (lab) => {
      const volumes = (await lab.look())
        .all('volume')
        .filter(({ attributes }) => attributes.access === 'read-write');
      const target = lab.fresh(volumes);
      return { target, parameters: { newSizeGib: Math.floor((target.attributes.sizeBytes ?? 0) / gib) + 8 } };
    },
    wrongParameters: [{}, { newSizeGib: 0 }, { newSizeGib: 1.5 }, { addGib: 10 }],
    refused: (view) => [
      {
        target: view.all('volume').find(({ attributes }) => attributes.access === 'replica'),
        parameters: { newSizeGib: 10_000 },
        because: /it is a replica/,
      },
    ],
  },
  {
    title: 'a claim of a pod',
    server: 'lab-kubernetes',
    stage: async (lab) => {
      const claims = (await lab.look())
        .all('persistent-volume-claim')
        .filter(({ attributes }) => attributes.expandable === true && attributes.phase === 'Bound');
      const target = lab.fresh(claims);
      return {
        target,
        parameters: { newSizeGib: Math.floor((target.attributes.capacityBytes ?? 0) / gib) + 8 },
      };
    },
    wrongParameters: [{ newSizeGib: '10Gi' }],
  },
];
