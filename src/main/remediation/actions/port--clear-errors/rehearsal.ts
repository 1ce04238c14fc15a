import type { InventoryView } from '../../../inventory/view.ts';
import type { Rehearsal } from '../shared/rehearsal.ts';
import { loopback } from '../shared/rehearse-port.ts';

export const rehearsals: readonly Rehearsal[] = [
  {
    title: 'a link that had errors',
    server: 'lab-network',
    stage: async (lab) => {
      await lab.call('lab_scenario', { name: 'errors-on-link', on: true });
      await lab.pass(60);
      const damaged = (view: InventoryView) =>
        view.all('interface').find(({ attributes }) => (attributes.errorsPerSecond ?? 0) > 0);
      const target = damaged(lab.view) ?? damaged(await lab.look());
      await lab.call('lab_scenario', { name: 'errors-on-link', on: false });
      if (!target) throw new Error('expected a link with errors');
      return { target, parameters: {} };
    },
    wrongParameters: [{ all: true }],
    refused: (view) => [{ target: loopback(view), parameters: {}, because: /no link of its own/ }],
  },
];
