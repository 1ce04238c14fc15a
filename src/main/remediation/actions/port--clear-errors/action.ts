import { callOf } from '../../../../shared/model/call-of.ts';
import { z } from 'zod';
import { defineAction } from '../../action.ts';
import { refuseNoLink } from '../shared/port.ts';
import { labNetwork } from './lab-network.ts';

export const portClearErrors = defineAction({
  id: 'port.clear-errors',
  title: 'Clear the error counters of a port',
  targets: ['interface'],
  parameters: z.strictObject({}),
  risk: 'low',
  reversibility: {
    is: 'irreversible',
    because: 'the counters do not come back; what they showed stands in the plan',
  },
  permission: 'approver',
  expectedEffect: ({ target }) =>
    `the counters of ${callOf(target)} start at zero, so that it shows whether errors go on`,
  howToVerify: ({ target }) => `${callOf(target)} shows no errors, and still none at the next poll`,
  refuse: refuseNoLink,
  suggest: () => ({}),
  adapters: [labNetwork],
});
