import type { Rehearsal } from '../shared/rehearsal.ts';
import { anyOf, wellWorkloads } from '../shared/rehearse-workload.ts';

const restart = (type: 'Deployment' | 'StatefulSet' | 'DaemonSet'): Rehearsal => ({
  title: `a ${type}`,
  server: 'lab-kubernetes',
  stage: async (lab) => {
    // The record of the last restart is a moment: this one is another.
    await lab.pass(30);
    return { target: lab.fresh(wellWorkloads(lab.view, type)), parameters: {} };
  },
  wrongParameters: [{ replicas: 2 }],
  refused: (view) => [{ target: anyOf(view, 'CronJob'), parameters: {}, because: /it is a CronJob/ }],
});

export const rehearsals: readonly Rehearsal[] = [
  restart('Deployment'),
  restart('StatefulSet'),
  restart('DaemonSet'),
];
