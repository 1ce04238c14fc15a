import { callOf } from '../../../../shared/model/call-of.ts';
import { z } from 'zod';
import { defineAction } from '../../action.ts';
import { refuseType } from '../shared/workload.ts';
import { kubernetesServers } from '../shared/kubernetes/servers.ts';
import { rollBackOn } from './kubernetes.ts';

export const workloadRollback = defineAction({
  id: 'workload.rollback',
  title: 'Roll a workload back',
  targets: ['workload'],
  parameters: z.strictObject({
    toRevision: z
      .int()
      .min(1)
      .exactOptional()
      .describe('the revision that it goes back to; the one before when left out'),
  }),
  risk: 'medium',
  reversibility: { is: 'reversible', how: 'roll out again what it ran' },
  permission: 'approver',
  expectedEffect: ({ target, parameters }) =>
    `${callOf(target)} runs ${parameters.toRevision === undefined ? 'its revision before' : `revision ${parameters.toRevision}`} again`,
  howToVerify: ({ target }) =>
    `all replicas of ${callOf(target)} are made of that revision's template, and ready`,
  refuse: ({ target }) => refuseType(target, ['Deployment']),
  suggest: () => ({}),
  adapters: kubernetesServers.flatMap(rollBackOn),
});
