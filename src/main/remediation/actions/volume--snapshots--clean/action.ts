import { z } from 'zod';
import type { Entity, EntityOf } from '../../../../shared/model/entity.ts';
import type { InventoryView } from '../../../inventory/view.ts';
import { defineAction } from '../../action.ts';
import { refuseReplica } from '../shared/volume.ts';
import { labStorage } from './lab-storage.ts';

const dayMs = 86_400_000;
/** What is younger may be what somebody is about to go back to. */
const keptDays = 7;
/** As many as one plan can show. */
const mostAtOnce = 50;

export const volumeSnapshotsClean = defineAction({
  id: 'volume.snapshots.clean',
  title: 'Delete snapshots of a volume',
  targets: ['volume'],
  parameters: z.strictObject({
    snapshots: z
      .array(z.string().min(1).max(255))
      .min(1)
      .max(mostAtOnce)
      .refine((names) => new Set(names).size === names.length, 'expected each name once')
      .describe('names of the snapshots to delete; every one stands in the plan'),
  }),
  risk: 'high',
  reversibility: { is: 'irreversible', because: 'a deleted snapshot does not come back' },
  permission: 'approver',
  expectedEffect: ({ target, parameters }) =>
    `${parameters.snapshots.length === 1 ? 'one snapshot' : `${parameters.snapshots.length} snapshots`} of ${target.name} and the room that only they held are gone: ${parameters.snapshots.join(', ')}`,
  howToVerify: ({ target }) => `${target.name} has none of these snapshots any more, and all others`,
  refuse: (subject) => {
    const { target, view, parameters } = subject;
    const known = new Map(snapshotsOf(target, view).map((one) => [one.name, one.attributes.locked === true]));
    const locked = parameters.snapshots.filter((name) => known.get(`${target.name} ${name}`) === true);
    if (locked.length > 0) return `these are locked: ${locked.join(', ')}`;
    return refuseReplica(subject);
  },
  suggest: (target, view) => {
    const prefix = `${target.name} `;
    const old = snapshotsOf(target, view)
      .filter(
        ({ attributes }) =>
          attributes.locked !== true &&
          attributes.createdAt !== undefined &&
          Date.parse(view.at) - Date.parse(attributes.createdAt) > keptDays * dayMs,
      )
      .map(({ name }) => name.slice(prefix.length));
    return old.length === 0 ? undefined : { snapshots: old.slice(0, mostAtOnce) };
  },
  idempotenceKey: ({ target, parameters }) =>
    [target.id, ...parameters.snapshots.toSorted()].join(' ').slice(0, 1_000),
  adapters: [labStorage],
});

/** The inventory names a snapshot by its volume and its own name. */
function snapshotsOf(target: Entity, view: InventoryView): readonly EntityOf<'storage-snapshot'>[] {
  return view
    .all('storage-snapshot')
    .filter(
      ({ source, partition, attributes }) =>
        source === target.source && partition === target.partition && attributes.volume === target.name,
    );
}
