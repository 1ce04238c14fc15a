import { callOf } from '../../../../shared/model/call-of.ts';
import { z } from 'zod';
import { defineAction } from '../../action.ts';
import { refuseType } from '../shared/workload.ts';
import { kubernetesServers } from '../shared/kubernetes/servers.ts';
import { restartOn } from './kubernetes.ts';

export const workloadRolloutRestart = defineAction({
  id: 'workload.rollout-restart',
  title: 'Restart a workload',
  targets: ['workload'],
  parameters: z.strictObject({}),
  risk: 'low',
  reversibility: {
    is: 'irreversible',
    because: 'pods that were replaced do not come back; what the workload runs stays the same',
  },
  permission: 'approver',
  expectedEffect: ({ target }) => `the pods of ${callOf(target)} are replaced, a few at a time`,
  howToVerify: ({ target }) => `all replicas of ${callOf(target)} are new ones, and ready`,
  refuse: ({ target }) => refuseType(target, ['Deployment', 'StatefulSet', 'DaemonSet']),
  suggest: () => ({}),
  adapters: kubernetesServers.map(restartOn),
});
