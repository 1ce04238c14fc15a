import type { Rehearsal } from '../shared/rehearsal.ts';
import { hostPorts, lastUplink, loopback, opened } from '../shared/rehearse-port.ts';

export const rehearsals: readonly Rehearsal[] = [
  {
    title: 'a port with a host behind it',
    server: 'lab-network',
    stage: async (lab) => ({ target: await opened(lab, lab.fresh(hostPorts(lab.view))), parameters: {} }),
    wrongParameters: [{ force: true }],
    refused: (view) => [
      { target: loopback(view), parameters: {}, because: /no link of its own/ },
      { target: lastUplink(view), parameters: {}, because: /the last link/ },
    ],
  },
];
