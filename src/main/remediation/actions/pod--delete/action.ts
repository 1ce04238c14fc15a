import { callOf } from '../../../../shared/model/call-of.ts';
import { z } from 'zod';
import { defineAction } from '../../action.ts';
import { kubernetesServers } from '../shared/kubernetes/servers.ts';
import { deleteOn } from './kubernetes.ts';
import { ownerOf, remade } from './owner.ts';

export const podDelete = defineAction({
  id: 'pod.delete',
  title: 'Delete a pod',
  targets: ['pod'],
  parameters: z.strictObject({}),
  risk: 'low',
  reversibility: {
    is: 'irreversible',
    because: 'a pod that is gone does not come back; its workload makes another in its place',
  },
  permission: 'approver',
  expectedEffect: ({ target, view }) =>
    `${callOf(target)} ends, and ${ownerOf(target, view)?.name ?? 'what owns it'} makes another`,
  howToVerify: ({ target, view }) =>
    `${callOf(target)} is gone, and all replicas of ${ownerOf(target, view)?.name ?? 'what owns it'} are ready`,
  refuse: ({ target, view }) => {
    const owner = ownerOf(target, view);
    if (!owner) return 'no workload owns it: nothing would make it anew';
    return remade.has(owner.attributes.type)
      ? undefined
      : `a ${owner.attributes.type} owns it, which is over when its pod is`;
  },
  suggest: () => ({}),
  adapters: kubernetesServers.map(deleteOn),
});
