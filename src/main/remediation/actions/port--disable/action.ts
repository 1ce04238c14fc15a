import { callOf } from '../../../../shared/model/call-of.ts';
import { z } from 'zod';
import { defineAction } from '../../action.ts';
import { refuseLastUplink, refuseNoLink } from '../shared/port.ts';
import { labNetwork } from './lab-network.ts';
import { snmp } from './snmp.ts';
import { sshNetwork } from './ssh-network.ts';

export const portDisable = defineAction({
  id: 'port.disable',
  title: 'Shut a port down',
  targets: ['interface'],
  parameters: z.strictObject({}),
  risk: 'high',
  reversibility: { is: 'reversible', how: 'enable it again' },
  permission: 'approver',
  expectedEffect: ({ target }) => `${callOf(target)} is shut down: whatever hangs on it loses that link`,
  howToVerify: ({ target }) => `${callOf(target)} was enabled and is shut down, and its link is down`,
  refuse: (subject) => refuseNoLink(subject) ?? refuseLastUplink(subject),
  adapters: [labNetwork, sshNetwork, snmp],
});
