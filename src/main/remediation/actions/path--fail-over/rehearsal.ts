import type { Rehearsal, Stage } from '../shared/rehearsal.ts';

async function atHome(lab: Stage) {
  await lab.call('lab_scenario', { name: 'path-failure', on: false });
  const ports = lab.view
    .all('storage-port')
    .filter(({ attributes }) => attributes.protocol === 'fc' && (attributes.interfaces ?? []).length > 0);
  const target = lab.fresh(ports);
  const node = target.attributes.controller ?? '';
  await lab.call('storage_revert_path', {
    cluster: target.attributes.array,
    node,
    port: target.name.slice(node.length + 1),
  });
  return target;
}

export const rehearsals: readonly Rehearsal[] = [
  {
    title: 'a port that works',
    server: 'lab-storage',
    stage: async (lab) => ({ target: await atHome(lab), parameters: {} }),
    wrongParameters: [{ to: 'e1b' }],
    refused: (view) => [
      {
        target: view.all('storage-port').find(({ attributes }) => attributes.protocol === 'ethernet'),
        parameters: {},
        because: /only Fibre Channel/,
      },
    ],
  },
  {
    title: 'a port that has lost its link',
    server: 'lab-storage',
    stage: async (lab) => {
      await lab.call('lab_scenario', { name: 'path-failure', on: false });
      await lab.call('lab_scenario', { name: 'path-failure', on: true });
      const dark = (await lab.look())
        .all('storage-port')
        .find(({ attributes }) => attributes.protocol === 'fc' && attributes.linkUp === false);
      if (!dark) throw new Error('expected a port without a link');
      return { target: dark, parameters: {} };
    },
    wrongParameters: [],
  },
];
