import { z } from 'zod';
import { defineAction } from '../../action.ts';
import { kubernetesServers } from '../shared/kubernetes/servers.ts';
import { uncordonOn } from './kubernetes.ts';

export const nodeUncordon = defineAction({
  id: 'node.uncordon',
  title: 'Uncordon a node',
  targets: ['k8s-node'],
  parameters: z.strictObject({}),
  risk: 'low',
  reversibility: { is: 'reversible', how: 'cordon it again; pods that came meanwhile stay' },
  permission: 'approver',
  expectedEffect: ({ target }) => `${target.name} takes new pods again`,
  howToVerify: ({ target }) => `${target.name} took no new pods before and takes them`,
  suggest: () => ({}),
  adapters: kubernetesServers.map(uncordonOn),
});
