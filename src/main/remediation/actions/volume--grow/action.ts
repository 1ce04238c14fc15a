import { callOf } from '../../../../shared/model/call-of.ts';
import { z } from 'zod';
import type { Entity } from '../../../../shared/model/entity.ts';
import type { InventoryView } from '../../../inventory/view.ts';
import { defineAction } from '../../action.ts';
import { gib } from '../shared/facts.ts';
import { refuseReplica } from '../shared/volume.ts';
import { kubernetesServers } from '../shared/kubernetes/servers.ts';
import { growOn } from './kubernetes.ts';
import { labStorage } from './lab-storage.ts';

export const volumeGrow = defineAction({
  id: 'volume.grow',
  title: 'Grow a volume',
  targets: ['volume', 'persistent-volume-claim'],
  parameters: z.strictObject({
    newSizeGib: z.int().min(1).max(1_048_576).describe('how large it is afterwards, in GiB'),
  }),
  risk: 'medium',
  reversibility: { is: 'irreversible', because: 'a volume with a file system on it does not shrink' },
  permission: 'approver',
  expectedEffect: ({ target, parameters }) =>
    `${callOf(target)} has ${parameters.newSizeGib} GiB, and whatever lies on it as much more room`,
  howToVerify: ({ target, parameters }) =>
    `${callOf(target)} had less than ${parameters.newSizeGib} GiB before and has as much`,
  refuse: (subject) => {
    const { target } = subject;
    if (target.kind === 'persistent-volume-claim' && target.attributes.expandable === false)
      return `its storage class ${target.attributes.class ?? ''} does not let claims grow`;
    return refuseReplica(subject);
  },
  suggest: (target, view) => {
    const newSizeGib = largerSize(target, view);
    return newSizeGib === undefined ? undefined : { newSizeGib };
  },
  adapters: [labStorage, ...kubernetesServers.map(growOn)],
});

/** A quarter more, but never more than half of what its pool still has. */
function largerSize(target: Entity, view: InventoryView): number | undefined {
  const size =
    target.kind === 'volume'
      ? target.attributes.sizeBytes
      : target.kind === 'persistent-volume-claim'
        ? target.attributes.capacityBytes
        : undefined;
  if (size === undefined) return undefined;
  const [pool] = view.outbound(target, 'stored-on').filter((one) => one.kind === 'pool');
  const free = pool?.kind === 'pool' ? pool.attributes.freeBytes : undefined;
  const most = free === undefined ? Number.POSITIVE_INFINITY : Math.floor((size + free / 2) / gib);
  const wanted = Math.min(Math.ceil((size * 1.25) / gib), most);
  return wanted * gib > size ? wanted : undefined;
}
