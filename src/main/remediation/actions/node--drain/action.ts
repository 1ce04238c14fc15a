import { z } from 'zod';
import { defineAction } from '../../action.ts';
import { kubernetesServers } from '../shared/kubernetes/servers.ts';
import { drainOn } from './kubernetes.ts';

export const nodeDrain = defineAction({
  id: 'node.drain',
  title: 'Drain a node',
  targets: ['k8s-node'],
  parameters: z.strictObject({
    deleteUnmanaged: z
      .boolean()
      .default(false)
      .describe('also deletes pods that no controller would make anew: they are lost'),
    deleteLocalData: z
      .boolean()
      .default(false)
      .describe('also moves pods that keep data on the node (emptyDir): that data is lost'),
  }),
  risk: 'high',
  reversibility: {
    is: 'reversible',
    how: 'uncordon it; pods come back as the scheduler sees fit',
  },
  permission: 'approver',
  expectedEffect: ({ target }) =>
    `${target.name} takes no new pods, and its pods are moved to other nodes as far as disruption budgets allow`,
  howToVerify: ({ target }) =>
    `${target.name} takes no new pods, and none are on it but DaemonSets' and static ones`,
  adapters: kubernetesServers.flatMap(drainOn),
});
