import { z } from 'zod';
import { defineAction } from '../../action.ts';
import { kubernetesServers } from '../shared/kubernetes/servers.ts';
import { cordonOn } from './kubernetes.ts';

export const nodeCordon = defineAction({
  id: 'node.cordon',
  title: 'Cordon a node',
  targets: ['k8s-node'],
  parameters: z.strictObject({}),
  risk: 'low',
  reversibility: { is: 'reversible', how: 'uncordon it' },
  permission: 'approver',
  expectedEffect: ({ target }) => `new pods are kept off ${target.name}; those on it stay`,
  howToVerify: ({ target }) => `${target.name} took new pods before and takes none`,
  suggest: () => ({}),
  adapters: kubernetesServers.map(cordonOn),
});
