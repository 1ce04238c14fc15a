import type { Rehearsal } from '../shared/rehearsal.ts';
import { osdThat, plainDisk } from '../shared/rehearse-osd.ts';

export const rehearsals: readonly Rehearsal[] = [
  {
    title: 'an OSD that takes data, in a cluster with room',
    server: 'ssh-storage',
    stage: async (lab) => ({ target: await osdThat(lab, 'in'), parameters: {} }),
    wrongParameters: [{ force: true }, { osd: 'osd.0' }],
    refused: (view) => [{ target: plainDisk(view), parameters: {}, because: /no OSD/ }],
  },
];
