import type { Rehearsal } from '../shared/rehearsal.ts';
import { hostPorts, lastUplink, loopback, opened } from '../shared/rehearse-port.ts';

export const rehearsals: readonly Rehearsal[] = [
  {
    title: 'a port with a host behind it',
    server: 'lab-network',
    stage: async (lab) => ({ target: await opened(lab, lab.fresh(hostPorts(lab.view))), parameters: {} }),
    wrongParameters: [{ seconds: 2 }],
    refused: (view) => [
      { target: loopback(view), parameters: {}, because: /no link of its own/ },
      { target: lastUplink(view), parameters: {}, because: /the last link/ },
    ],
  },
  {
    title: 'a port that flaps until it is bounced',
    server: 'lab-network',
    stage: async (lab) => {
      await lab.call('lab_scenario', { name: 'flapping-port', on: false });
      const before = await lab.look();
      await lab.call('lab_scenario', { name: 'flapping-port', on: true });
      await lab.pass(60);
      const flapping = (await lab.look())
        .all('interface')
        .find(
          (port) =>
            port.attributes.operUp === false &&
            before.all('interface').some((one) => one.id === port.id && one.attributes.operUp === true),
        );
      if (!flapping) throw new Error('expected a port that flaps');
      return { target: flapping, parameters: {} };
    },
    wrongParameters: [],
  },
];
