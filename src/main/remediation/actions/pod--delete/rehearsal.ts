import type { Rehearsal } from '../shared/rehearsal.ts';
import { ownerOf } from './owner.ts';

const podOf = (type: 'Deployment' | 'StatefulSet'): Rehearsal => ({
  title: `a pod of a ${type}`,
  server: 'lab-kubernetes',
  stage: async (lab) => {
    const view = await lab.look();
    const candidates = view.all('pod').filter((pod) => {
      const owner = ownerOf(pod, view)?.attributes;
      return (
        pod.attributes.ready === true &&
        pod.attributes.deletedAt === undefined &&
        owner?.type === type &&
        (owner.desired ?? 0) >= 2 &&
        owner.ready === owner.desired
      );
    });
    return { target: lab.fresh(candidates), parameters: {} };
  },
  wrongParameters: [{ force: true }],
  refused: (view) => [
    {
      target: view.all('pod').find((pod) => ownerOf(pod, view) === undefined),
      parameters: {},
      because: /no workload owns it/,
    },
  ],
});

export const rehearsals: readonly Rehearsal[] = [podOf('Deployment'), podOf('StatefulSet')];
