import type { Rehearsal, Stage } from '../shared/rehearsal.ts';
import { anyOf, wellWorkloads } from '../shared/rehearse-workload.ts';

let releases = 0;

async function withSecondRevision(lab: Stage) {
  await lab.call('lab_scenario', { name: 'crash-loop', on: false });
  await lab.pass(60);
  const target = lab.fresh(wellWorkloads(lab.view, 'Deployment'));
  const { cluster, namespace } = target.attributes;
  const [container] = target.attributes.containers ?? [];
  await lab.call('kubernetes_set_image', {
    cluster,
    namespace,
    name: target.name,
    container: container?.name,
    image: `${container?.image ?? ''}-${(releases += 1)}`,
  });
  await lab.pass(60);
  return target;
}

export const rehearsals: readonly Rehearsal[] = [
  {
    title: 'a Deployment with a release before',
    server: 'lab-kubernetes',
    stage: async (lab) => ({ target: await withSecondRevision(lab), parameters: {} }),
    wrongParameters: [{ toRevision: 0 }, { toRevision: 'previous' }],
    refused: (view) => [
      { target: anyOf(view, 'StatefulSet'), parameters: {}, because: /it is a StatefulSet/ },
    ],
  },
  {
    title: 'a Deployment that crashes since its release, to a revision by number',
    server: 'lab-kubernetes',
    stage: async (lab) => {
      await lab.call('lab_scenario', { name: 'crash-loop', on: false });
      await lab.call('lab_scenario', { name: 'crash-loop', on: true });
      await lab.pass(120);
      const view = await lab.look();
      const target = view
        .all('workload')
        .find(({ name, attributes }) => name === 'checkout' && attributes.namespace === 'shop');
      if (!target) throw new Error('expected the workload of the scenario');
      return { target, parameters: { toRevision: Number(target.attributes.revision) - 1 } };
    },
    wrongParameters: [],
  },
];
