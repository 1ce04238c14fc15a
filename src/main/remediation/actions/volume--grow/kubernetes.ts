import { z } from 'zod';
import type { ActionAdapter } from '../../action-adapter.ts';
import { check, gib, inGib, known, metWhen, numberOf, said } from '../shared/facts.ts';
import { fieldsFact, lookingForLoss } from '../shared/kubernetes/lost-fields.ts';
import { askObject, isStill, objectOf, owned } from '../shared/kubernetes/object.ts';
import type { KubernetesServer } from '../shared/kubernetes/server.ts';
import { quantityBytes } from './quantity.ts';

const storage = z.object({ storage: z.string().transform(quantityBytes) });

const rawClaim = z.object({
  metadata: owned,
  spec: z.object({ storageClassName: z.string().optional(), resources: z.object({ requests: storage }) }),
  status: z.object({ phase: z.string(), capacity: storage.optional() }),
});
const rawClass = z.object({ metadata: owned, allowVolumeExpansion: z.boolean().optional() });

export const growOn = (server: KubernetesServer): ActionAdapter<{ readonly newSizeGib: number }> => ({
  server: server.id,
  writes: [server.growClaim.tool],
  ...(server.saysFailed && { saysFailed: server.saysFailed }),
  async read({ target }, reader) {
    const { name, attributes } = objectOf('persistent-volume-claim', target);
    const { cluster, namespace } = attributes;
    const asking = { server, reader };
    const found = await askObject(
      asking,
      cluster,
      { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name },
      rawClaim,
    );
    if (!found || !isStill(target, cluster, found.object.metadata.uid))
      return { is: 'gone', text: `${cluster} no longer has the claim ${namespace}/${name}` };
    const claim = found.object;
    const named = claim.spec.storageClassName;
    const storageClass =
      named === undefined
        ? undefined
        : await askObject(
            asking,
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
        expandable: storageClass?.object.allowVolumeExpansion ?? false,
        ...fieldsFact(server, found.fields),
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
    const claim = objectOf('persistent-volume-claim', target);
    const { tool, arguments: args } = server.growClaim;
    return {
      calls: [
        {
          tool,
          arguments: args(claim, newSizeGib),
          does: `lets claim ${claim.attributes.namespace}/${claim.name} ask for ${newSizeGib} GiB instead of ${inGib(numberOf(now, 'requestedBytes'))}`,
        },
      ],
      after: { sizeBytes: newSizeGib * gib, requestedBytes: newSizeGib * gib },
      verification: `the volume of ${claim.name} had ${inGib(numberOf(now, 'sizeBytes'))} and has ${newSizeGib} GiB or more`,
    };
  },
  verify: lookingForLoss(server, ({ parameters: { newSizeGib } }, before, now) =>
    metWhen(
      numberOf(before, 'sizeBytes') < newSizeGib * gib &&
        now['requestedBytes'] === newSizeGib * gib &&
        numberOf(now, 'sizeBytes') >= newSizeGib * gib,
      `it asks for ${inGib(numberOf(now, 'requestedBytes'))}; its volume had ${inGib(numberOf(before, 'sizeBytes'))} and has ${inGib(numberOf(now, 'sizeBytes'))}`,
    ),
  ),
  verifyWithinSeconds: 600,
  pollEverySeconds: 10,
  estimateSeconds: 60,
});
