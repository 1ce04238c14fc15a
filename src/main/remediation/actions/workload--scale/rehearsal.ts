import type { Rehearsal } from '../shared/rehearsal.ts';
import { anyOf, isAutoscaled, replicasOf, wellWorkloads } from '../shared/rehearse-workload.ts';

const refused: NonNullable<Rehearsal['refused']> = (view) => [
  { target: anyOf(view, 'DaemonSet'), parameters: { replicas: 2 }, because: /it is a DaemonSet/ },
];

const scale = (title: string, autoscaled: boolean, by: number): Rehearsal => ({
  title,
  server: 'lab-kubernetes',
  stage: async (lab) => {
    const target = lab.fresh(
      wellWorkloads(lab.view, 'Deployment').filter((one) => isAutoscaled(one) === autoscaled),
    );
    return { target, parameters: { replicas: (await replicasOf(lab, target)) + by } };
  },
  wrongParameters: [{}, { replicas: -1 }, { replicas: 1.5 }, { replicas: 501 }],
  refused,
});

export const rehearsals: readonly Rehearsal[] = [
  scale('a Deployment, up', false, 2),
  scale('a Deployment, down', false, -1),
  scale('a Deployment with an autoscaler, up', true, 1),
];
