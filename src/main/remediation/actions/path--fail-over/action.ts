import { z } from 'zod';
import { defineAction } from '../../action.ts';
import { labStorage } from './lab-storage.ts';

export const pathFailOver = defineAction({
  id: 'path.fail-over',
  title: 'Fail a path over',
  targets: ['storage-port'],
  parameters: z.strictObject({}),
  risk: 'medium',
  reversibility: { is: 'reversible', how: 'send its interfaces home again' },
  permission: 'approver',
  expectedEffect: ({ target }) =>
    `the interfaces of ${target.name} are served by another port of its controller in the same fabric`,
  howToVerify: ({ target }) => `no interface is on ${target.name} any more, and those that were are up`,
  refuse: ({ target }) =>
    target.kind === 'storage-port' && target.attributes.protocol !== 'fc'
      ? `it is a port for ${target.attributes.protocol ?? 'an unknown protocol'}: only Fibre Channel interfaces are moved`
      : undefined,
  suggest: () => ({}),
  adapters: [labStorage],
});
