import { z } from 'zod';
import type { AdapterSubject, LiveReader } from '../../action-adapter.ts';
import { check, failed, known, metWhen, numberOf, said, textOf } from '../shared/facts.ts';
import { askObjects, objectOf, owned } from '../shared/lab-object.ts';
import {
  imagesOf,
  isChanged,
  isRolledOut,
  isStuck,
  labWorkloadAdapter,
  notPaused,
  revisionKey,
  rolloutFacts,
  rolloutText,
  workloadCall,
  type LabWorkload,
} from '../shared/lab-workload.ts';

interface Parameters {
  readonly toRevision?: number;
}

const rawReplicaSet = z.object({
  metadata: owned,
  spec: z.object({
    template: z.object({ spec: z.object({ containers: z.array(z.object({ image: z.string() })) }) }),
  }),
});

/** What tells one template from another: the same revision has another number once it was rolled back to. */
const hashLabel = 'pod-template-hash';

async function history(
  object: LabWorkload,
  { target }: AdapterSubject<Parameters>,
  reader: LiveReader,
): Promise<{ readonly revision: number; readonly hash: string; readonly images: string }[]> {
  const { cluster, namespace } = objectOf('workload', target).attributes;
  const sets = await askObjects(
    reader,
    cluster,
    { apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace },
    rawReplicaSet,
  );
  return sets
    .filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === object.metadata.uid))
    .flatMap(({ metadata, spec }) => {
      const revision = Number(metadata.annotations?.[revisionKey]);
      const hash = metadata.labels?.[hashLabel];
      const images = spec.template.spec.containers.map(({ image }) => image).join(', ');
      return hash === undefined || !Number.isInteger(revision) ? [] : [{ revision, hash, images }];
    })
    .toSorted((a, b) => b.revision - a.revision);
}

export const labKubernetes = labWorkloadAdapter<Parameters>({
  writes: ['kubernetes_rollout_undo'],
  facts: async (object, subject, reader) => {
    const revisions = await history(object, subject, reader);
    const number = Number(object.metadata.annotations?.[revisionKey]);
    const { toRevision } = subject.parameters;
    const wanted =
      toRevision === undefined
        ? revisions.find(({ revision }) => revision < number)
        : revisions.find(({ revision }) => revision === toRevision);
    return known({
      ...rolloutFacts(object),
      revisions: revisions.length,
      template: revisions.find(({ revision }) => revision === number)?.hash,
      wantedRevision: wanted?.revision ?? null,
      wantedTemplate: wanted?.hash,
      wantedImages: wanted?.images,
    });
  },
  preChecks: ({ parameters }, now) => [
    notPaused(now),
    check(
      typeof now['wantedRevision'] === 'number' && now['wantedTemplate'] !== now['template'],
      `it has ${parameters.toRevision === undefined ? 'a revision before this one' : `revision ${parameters.toRevision}`}, and that is another than ${said(now, 'revision')}, which it runs: ${said(now, 'wantedRevision')} of ${said(now, 'revisions')}`,
    ),
  ],
  plan: ({ target }, now) => ({
    calls: [
      workloadCall(
        target,
        'kubernetes_rollout_undo',
        `rolls ${target.name} back to revision ${said(now, 'wantedRevision')}: ${textOf(now, 'wantedImages') ?? 'unknown images'} instead of ${imagesOf(now)}`,
        // Its number, and not "the one before": what is approved is what is done.
        { toRevision: numberOf(now, 'wantedRevision') },
      ),
    ],
    after: known({ template: now['wantedTemplate'], images: now['wantedImages'] }),
    verification: `${target.name} is made of the template of revision ${said(now, 'wantedRevision')}, and all its replicas are updated and ready`,
  }),
  verify: (_, before, now) => {
    const text = `it runs ${imagesOf(now)} as revision ${said(now, 'revision')} (before: ${imagesOf(before)} as ${said(before, 'revision')}); ${rolloutText(now)}`;
    if (isStuck(before, now)) return failed(`${text}: the rollout does not get on`);
    const back =
      textOf(before, 'wantedTemplate') !== undefined && now['template'] === before['wantedTemplate'];
    return metWhen(back && isChanged(before, now) && isRolledOut(now), text);
  },
  verifyWithinSeconds: 900,
  pollEverySeconds: 10,
  estimateSeconds: 90,
  rollback: ({ target }, before, now) =>
    now['template'] === before['template']
      ? []
      : [
          workloadCall(
            target,
            'kubernetes_rollout_undo',
            `rolls out again revision ${said(before, 'revision')} of ${target.name}: ${imagesOf(before)}`,
            { toRevision: Number(before['revision']) },
          ),
        ],
  /** Whether it was well before is another question: what it is made of is as before. */
  verifyRollback: (_, before, now) =>
    metWhen(
      textOf(now, 'template') !== undefined && now['template'] === before['template'],
      `it runs ${imagesOf(now)}; before it ran ${imagesOf(before)}`,
    ),
});
