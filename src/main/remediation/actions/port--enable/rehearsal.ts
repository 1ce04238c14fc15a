import type { Rehearsal } from '../shared/rehearsal.ts';
import { hostPorts, loopback, shut } from '../shared/rehearse-port.ts';

export const rehearsals: readonly Rehearsal[] = [
  {
    title: 'a port with a host behind it that is shut down',
    server: 'lab-network',
    stage: async (lab) => ({ target: await shut(lab, lab.fresh(hostPorts(lab.view))), parameters: {} }),
    wrongParameters: [{ expectLink: 'yes' }, { vlan: 10 }],
    refused: (view) => [{ target: loopback(view), parameters: {}, because: /no link of its own/ }],
  },
];
