import type { Rehearsal } from '../shared/rehearsal.ts';
import { osdThat, plainDisk } from '../shared/rehearse-osd.ts';

export const rehearsals: readonly Rehearsal[] = [
  {
    title: 'an OSD that was taken out and runs',
    server: 'ssh-storage',
    stage: async (lab) => ({ target: await osdThat(lab, 'out'), parameters: {} }),
    wrongParameters: [{ weight: 1 }],
    refused: (view) => [{ target: plainDisk(view), parameters: {}, because: /no OSD/ }],
  },
];
