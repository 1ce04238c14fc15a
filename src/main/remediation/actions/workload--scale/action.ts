import { callOf } from '../../../../shared/model/call-of.ts';
import { z } from 'zod';
import { defineAction } from '../../action.ts';
import { asWorkload, refuseType } from '../shared/workload.ts';
import { kubernetesServers } from '../shared/kubernetes/servers.ts';
import { scaleOn } from './kubernetes.ts';

export const workloadScale = defineAction({
  id: 'workload.scale',
  title: 'Scale a workload',
  targets: ['workload'],
  parameters: z.strictObject({
    replicas: z
      .int()
      .min(0)
      .max(500)
      .describe('how many replicas it has afterwards; with an autoscaler: at least'),
  }),
  risk: 'medium',
  reversibility: { is: 'reversible', how: 'scale it back to what it had' },
  permission: 'approver',
  expectedEffect: ({ target, parameters }) =>
    parameters.replicas === 0
      ? `nothing of ${callOf(target)} runs any more`
      : `${callOf(target)} runs with ${parameters.replicas} replicas, or more where an autoscaler wants that`,
  howToVerify: ({ target, parameters }) =>
    `${callOf(target)} asks for ${parameters.replicas} replicas, all of them are ready, and nothing sets that back`,
  refuse: ({ target }) => refuseType(target, ['Deployment', 'StatefulSet']),
  /** What finds no node is not asked for; what was scaled to zero or is not enough is asked for once more. */
  suggest: (target, view) => {
    const workload = asWorkload(target);
    const { desired, ready } = workload?.attributes ?? {};
    if (desired === undefined || ready === undefined) return undefined;
    const unplaced = view
      .inbound(target, 'owned-by', 'pod')
      .some((pod) => pod.kind === 'pod' && pod.attributes.reason === 'Unschedulable');
    return { replicas: unplaced && ready > 0 ? ready : desired + 1 };
  },
  adapters: kubernetesServers.map(scaleOn),
});
