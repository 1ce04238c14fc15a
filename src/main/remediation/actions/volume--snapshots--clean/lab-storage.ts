import { z } from 'zod';
import type { ActionAdapter } from '../../action-adapter.ts';
import { check, inGib, known, metWhen, numberOf, said } from '../shared/facts.ts';
import { askRecords, readVolume, volumeCall, volumeOf } from '../shared/lab-volume.ts';

const rawSnapshot = z.object({
  name: z.string(),
  volume: z.object({ uuid: z.string() }),
  size: z.number().nonnegative(),
});

export const labStorage: ActionAdapter<{ readonly snapshots: readonly string[] }> = {
  server: 'lab-storage',
  writes: ['storage_delete_snapshot'],
  async read({ target, parameters }, reader) {
    const { array, volume } = volumeOf(target);
    const found = await readVolume(reader, target);
    if (!found) return { is: 'gone', text: `${array} no longer has the volume ${target.name}` };
    const all = await askRecords(
      reader,
      'storage_list_snapshots',
      { cluster: array, volume: volume.name },
      rawSnapshot,
      ({ name }) => name,
    );
    const wanted = new Set(parameters.snapshots);
    const named = all.filter(({ name }) => wanted.has(name));
    return {
      is: 'there',
      facts: known({
        snapshots: all.length,
        named: named.length,
        namedBytes: named.reduce((sum, { size }) => sum + size, 0),
        usedBytes: found.space.used,
      }),
    };
  },
  preChecks: ({ parameters }, now) => [
    check(
      now['named'] === parameters.snapshots.length,
      `it has every one of the ${parameters.snapshots.length} that are to go: ${said(now, 'named')}`,
    ),
  ],
  plan: ({ target, parameters }, now) => ({
    calls: parameters.snapshots.map((snapshot) =>
      volumeCall(target, 'storage_delete_snapshot', `deletes the snapshot ${snapshot} of ${target.name}`, {
        snapshot,
      }),
    ),
    after: { named: 0 },
    verification: `none of the ${parameters.snapshots.length} snapshots (${inGib(numberOf(now, 'namedBytes'))}) is there any more`,
  }),
  verify: ({ parameters }, before, now) =>
    metWhen(
      before['named'] === parameters.snapshots.length && now['named'] === 0,
      `${said(now, 'named')} of ${said(before, 'named')} are still there; it has ${said(now, 'snapshots')} snapshots in all`,
    ),
  verifyWithinSeconds: 600,
  pollEverySeconds: 10,
  estimateSeconds: 60,
};
