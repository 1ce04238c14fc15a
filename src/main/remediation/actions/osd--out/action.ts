import { z } from 'zod';
import { callOf } from '../../../../shared/model/call-of.ts';
import { defineAction } from '../../action.ts';
import { refuseNoOsd } from '../shared/ceph-osd.ts';
import { sshStorage } from './ssh-storage.ts';

export const osdOut = defineAction({
  id: 'osd.out',
  title: 'Take an OSD out of its cluster',
  targets: ['disk'],
  parameters: z.strictObject({}),
  risk: 'medium',
  reversibility: { is: 'reversible', how: 'take it in again' },
  permission: 'approver',
  expectedEffect: ({ target }) =>
    `${callOf(target)} takes no more data, and what lies on it is copied to the other OSDs`,
  howToVerify: ({ target }) =>
    `${callOf(target)} was in and is out, and no placement group is out of reach or lacks more copies than before, twice in a row`,
  refuse: (subject) =>
    refuseNoOsd(subject) ??
    (subject.target.kind === 'disk' && subject.target.attributes.role === 'unassigned'
      ? 'it is out already'
      : undefined),
  suggest: (target) => (refuseNoOsd({ target }) === undefined ? {} : undefined),
  adapters: [sshStorage],
});
