import { z } from 'zod';
import { callOf } from '../../../../shared/model/call-of.ts';
import { defineAction } from '../../action.ts';
import { refuseNoOsd } from '../shared/ceph-osd.ts';
import { sshStorage } from './ssh-storage.ts';

export const osdIn = defineAction({
  id: 'osd.in',
  title: 'Take an OSD into its cluster again',
  targets: ['disk'],
  parameters: z.strictObject({}),
  risk: 'medium',
  reversibility: { is: 'reversible', how: 'take it out again' },
  permission: 'approver',
  expectedEffect: ({ target }) =>
    `${callOf(target)} takes data again, and some of the others' is moved to it`,
  howToVerify: ({ target }) =>
    `${callOf(target)} was out and is in with its full weight, and every placement group can be reached, twice in a row`,
  refuse: (subject) =>
    refuseNoOsd(subject) ??
    (subject.target.kind === 'disk' && subject.target.attributes.role === 'data'
      ? 'it is in already'
      : undefined),
  suggest: (target) => (refuseNoOsd({ target }) === undefined ? {} : undefined),
  adapters: [sshStorage],
});
