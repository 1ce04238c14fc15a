import { callOf } from '../../../../shared/model/call-of.ts';
import { z } from 'zod';
import { defineAction } from '../../action.ts';
import { refuseLastUplink, refuseNoLink } from '../shared/port.ts';
import { labNetwork } from './lab-network.ts';
import { snmp } from './snmp.ts';
import { sshNetwork } from './ssh-network.ts';

export const portBounce = defineAction({
  id: 'port.bounce',
  title: 'Bounce a port',
  targets: ['interface'],
  parameters: z.strictObject({}),
  risk: 'medium',
  reversibility: { is: 'reversible', how: 'enable it where it stayed shut down' },
  permission: 'approver',
  expectedEffect: ({ target }) =>
    `${callOf(target)} is shut down and enabled again: its link is negotiated anew, and is away for some seconds`,
  howToVerify: ({ target }) =>
    `the link of ${callOf(target)} has changed since, is up, and stays up for three polls in a row`,
  refuse: (subject) => refuseNoLink(subject) ?? refuseLastUplink(subject),
  suggest: () => ({}),
  adapters: [labNetwork, sshNetwork, snmp],
});
