import { z } from 'zod';
import type { ActionAdapter } from '../../action-adapter.ts';
import { check, gib, inGib, known, metWhen, numberOf, said } from '../shared/facts.ts';
import { askRecords, readVolume, volumeCall, volumeOf } from '../shared/lab-volume.ts';

const rawAggregate = z.object({
  uuid: z.string(),
  name: z.string(),
  space: z.object({ block_storage: z.object({ available: z.number().nonnegative() }) }),
});

export const labStorage: ActionAdapter<{ readonly newSizeGib: number }> = {
  server: 'lab-storage',
  writes: ['storage_grow_volume'],
  async read({ target }, reader) {
    const { array } = volumeOf(target);
    const volume = await readVolume(reader, target);
    if (!volume) return { is: 'gone', text: `${array} no longer has the volume ${target.name}` };
    const [home] = volume.aggregates;
    const pools = await askRecords(
      reader,
      'storage_list_aggregates',
      { cluster: array },
      rawAggregate,
      ({ uuid }) => uuid,
    );
    return {
      is: 'there',
      facts: known({
        state: volume.state,
        writable: volume.type === 'rw',
        sizeBytes: volume.size,
        usedBytes: volume.space.used,
        pool: home?.name ?? null,
        poolFreeBytes: pools.find(({ name }) => name === home?.name)?.space.block_storage.available,
      }),
    };
  },
  preChecks: ({ parameters: { newSizeGib } }, now) => {
    const more = newSizeGib * gib - numberOf(now, 'sizeBytes');
    return [
      check(now['state'] === 'online', `it is online: ${said(now, 'state')}`),
      check(
        now['writable'] === true,
        `it is no replica: ${now['writable'] === true ? 'it is not' : 'it is'}`,
      ),
      check(more > 0, `it has ${inGib(numberOf(now, 'sizeBytes'))}: it can only grow to ${newSizeGib} GiB`),
      check(
        more <= numberOf(now, 'poolFreeBytes'),
        `pool ${said(now, 'pool')} has ${inGib(numberOf(now, 'poolFreeBytes'))} free for the ${inGib(more)} more`,
      ),
    ];
  },
  plan: ({ target, parameters: { newSizeGib } }, now) => ({
    calls: [
      volumeCall(
        target,
        'storage_grow_volume',
        `grows ${target.name} from ${inGib(numberOf(now, 'sizeBytes'))} to ${newSizeGib} GiB`,
        { new_size: newSizeGib * gib },
      ),
    ],
    after: { sizeBytes: newSizeGib * gib },
    verification: `${target.name} had ${inGib(numberOf(now, 'sizeBytes'))} and has ${newSizeGib} GiB`,
  }),
  verify: ({ parameters: { newSizeGib } }, before, now) =>
    metWhen(
      numberOf(before, 'sizeBytes') < newSizeGib * gib && now['sizeBytes'] === newSizeGib * gib,
      `it had ${inGib(numberOf(before, 'sizeBytes'))} and has ${inGib(numberOf(now, 'sizeBytes'))}`,
    ),
  verifyWithinSeconds: 300,
  pollEverySeconds: 10,
  estimateSeconds: 20,
};
