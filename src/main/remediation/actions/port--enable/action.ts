import { callOf } from '../../../../shared/model/call-of.ts';
import { z } from 'zod';
import { defineAction } from '../../action.ts';
import { refuseNoLink } from '../shared/port.ts';
import { labNetwork } from './lab-network.ts';
import { snmp } from './snmp.ts';
import { sshNetwork } from './ssh-network.ts';

export const portEnable = defineAction({
  id: 'port.enable',
  title: 'Enable a port',
  targets: ['interface'],
  parameters: z.strictObject({
    expectLink: z
      .boolean()
      .default(true)
      .describe('whether its link has to come up; false where nothing is plugged in yet'),
  }),
  risk: 'medium',
  reversibility: { is: 'reversible', how: 'shut it down again' },
  permission: 'approver',
  expectedEffect: ({ target, parameters }) =>
    parameters.expectLink
      ? `${callOf(target)} is enabled and its link comes up`
      : `${callOf(target)} is enabled`,
  howToVerify: ({ target, parameters }) =>
    parameters.expectLink
      ? `${callOf(target)} was shut down and is enabled, and its link is up and stays up`
      : `${callOf(target)} was shut down and is enabled`,
  refuse: refuseNoLink,
  suggest: () => ({}),
  adapters: [labNetwork, sshNetwork, snmp],
});
