import { z } from 'zod';
import type { ActionAdapter } from '../../action-adapter.ts';
import { check, gib, inGib, known, metWhen, numberOf, said } from '../shared/facts.ts';
import { askObject, isStill, objectOf, owned } from '../shared/lab-object.ts';
import { quantityBytes } from './quantity.ts';

const storage = z.object({ storage: z.string().transform(quantityBytes) });

const rawClaim = z.object({
  metadata: owned,
  spec: z.object({ storageClassName: z.string().optional(), resources: z.object({ requests: storage }) }),
  status: z.object({ phase: z.string(), capacity: storage.optional() }),
});
const rawClass = z.object({ metadata: owned, allowVolumeExpansion: z.boolean().optional() });

export const labKubernetes: ActionAdapter<{ readonly newSizeGib: number }> = {
  server: 'lab-kubernetes',
  writes: ['kubernetes_resize_claim'],
  async read({ target }, reader) {
    const { name, attributes } = objectOf('persistent-volume-claim', target);
    const { cluster, namespace } = attributes;
    const claim = await askObject(
      reader,
      cluster,
      { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name },
      rawClaim,
    );
    if (!claim || !isStill(target, cluster, claim.metadata.uid))
      return { is: 'gone', text: `${cluster} no longer has the claim ${namespace}/${name}` };
    const named = claim.spec.storageClassName;
    const storageClass =
      named === undefined
        ? undefined
        : await askObject(
            reader,
            cluster,
            { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', name: named },
            rawClass,
          );
    return {
      is: 'there',
      facts: known({
        phase: claim.status.phase,
        sizeBytes: claim.status.capacity?.storage,
        requestedBytes: claim.spec.resources.requests.storage,
        class: named ?? null,
        expandable: storageClass?.allowVolumeExpansion ?? false,
      }),
    };
  },
  preChecks: ({ parameters: { newSizeGib } }, now) => [
    check(now['phase'] === 'Bound', `it is bound to a volume: ${said(now, 'phase')}`),
    check(
      now['expandable'] === true,
      `its storage class ${said(now, 'class')} lets claims grow: ${now['expandable'] === true ? 'it does' : 'it does not'}`,
    ),
    check(
      newSizeGib * gib > numberOf(now, 'sizeBytes') && newSizeGib * gib > numberOf(now, 'requestedBytes'),
      `it has ${inGib(numberOf(now, 'sizeBytes'))} and asks for ${inGib(numberOf(now, 'requestedBytes'))}: it can only grow to ${newSizeGib} GiB`,
    ),
  ],
  plan: ({ target, parameters: { newSizeGib } }, now) => {
    const { name, attributes } = objectOf('persistent-volume-claim', target);
    const { cluster, namespace } = attributes;
    return {
      calls: [
        {
          tool: 'kubernetes_resize_claim',
          arguments: { cluster, namespace, name, storage: `${newSizeGib}Gi` },
          does: `lets claim ${namespace}/${name} ask for ${newSizeGib} GiB instead of ${inGib(numberOf(now, 'requestedBytes'))}`,
        },
      ],
      after: { sizeBytes: newSizeGib * gib, requestedBytes: newSizeGib * gib },
      verification: `the volume of ${name} had ${inGib(numberOf(now, 'sizeBytes'))} and has ${newSizeGib} GiB or more`,
    };
  },
  verify: ({ parameters: { newSizeGib } }, before, now) =>
    metWhen(
      numberOf(before, 'sizeBytes') < newSizeGib * gib &&
        now['requestedBytes'] === newSizeGib * gib &&
        numberOf(now, 'sizeBytes') >= newSizeGib * gib,
      `it asks for ${inGib(numberOf(now, 'requestedBytes'))}; its volume had ${inGib(numberOf(before, 'sizeBytes'))} and has ${inGib(numberOf(now, 'sizeBytes'))}`,
    ),
  verifyWithinSeconds: 600,
  pollEverySeconds: 10,
  estimateSeconds: 60,
};
