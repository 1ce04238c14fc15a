import type { Rehearsal } from '../shared/rehearsal.ts';

const clean = (names: readonly string[]): Rehearsal => ({
  title: names.length === 1 ? 'one snapshot' : `${names.length} snapshots`,
  server: 'lab-storage',
  stage: async (lab) => {
    const volumes = lab.view.all('volume').filter(({ attributes }) => attributes.access === 'read-write');
    const target = lab.fresh(volumes);
    const where = { cluster: target.attributes.array, volume: target.name };
    const { records } = (await lab.call('storage_list_snapshots', where)) as {
      readonly records: readonly { readonly name: string }[];
    };
    for (const name of names)
      if (!records.some((one) => one.name === name))
        await lab.call('storage_create_snapshot', { ...where, name, comment: 'left behind' });
    return { target, parameters: { snapshots: names } };
  },
  wrongParameters: [{}, { snapshots: [] }, { snapshots: ['a', 'a'] }, { olderThanDays: 7 }],
  refused: (view) => [
    {
      target: view.all('volume').find(({ attributes }) => attributes.access === 'replica'),
      parameters: { snapshots: ['a'] },
      because: /it is a replica/,
    },
  ],
});

export const rehearsals: readonly Rehearsal[] = [
  clean(['before-upgrade']),
  clean(['before-upgrade', 'before-test', 'before-move']),
];
