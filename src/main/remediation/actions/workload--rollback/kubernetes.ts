import { z } from 'zod';
import type { ActionAdapter, AdapterSubject } from '../../action-adapter.ts';
import { check, failed, known, metWhen, numberOf, said, textOf, type Call } from '../shared/facts.ts';
import { askObjects, objectOf, owned, type Asking } from '../shared/kubernetes/object.ts';
import type { KubernetesServer } from '../shared/kubernetes/server.ts';
import {
  imagesOf,
  isChanged,
  isRolledOut,
  isStuck,
  notPaused,
  revisionKey,
  rolloutFacts,
  rolloutText,
  workloadAdapter,
  type RawWorkload,
} from '../shared/kubernetes/workload.ts';

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
  object: RawWorkload,
  { target }: AdapterSubject<Parameters>,
  asking: Asking,
): Promise<{ readonly revision: number; readonly hash: string; readonly images: string }[]> {
  const { cluster, namespace } = objectOf('workload', target).attributes;
  const labels = object.spec.selector?.matchLabels;
  const sets = await askObjects(
    asking,
    cluster,
    { apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace },
    rawReplicaSet,
    labels === undefined ? {} : { labels },
  );
  return sets
    .map(({ object: set }) => set)
    .filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === object.metadata.uid))
    .flatMap(({ metadata, spec }) => {
      const revision = Number(metadata.annotations?.[revisionKey]);
      const hash = metadata.labels?.[hashLabel];
      const images = spec.template.spec.containers.map(({ image }) => image).join(', ');
      return hash === undefined || !Number.isInteger(revision) ? [] : [{ revision, hash, images }];
    })
    .toSorted((a, b) => b.revision - a.revision);
}

/** Absent for servers that no tool of goes back to a revision. */
export function rollBackOn(server: KubernetesServer): ActionAdapter<Parameters>[] {
  const { undo } = server;
  if (!undo) return [];
  const undoTo = ({ target }: AdapterSubject<Parameters>, revision: number, does: string): Call => ({
    tool: undo.tool,
    arguments: undo.arguments(objectOf('workload', target), revision),
    does,
  });
  return [
    workloadAdapter<Parameters>(server, {
      writes: [undo.tool],
      facts: async (object, subject, asking) => {
        const revisions = await history(object, subject, asking);
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
      plan: (subject, now) => ({
        calls: [
          undoTo(
            subject,
            numberOf(now, 'wantedRevision'),
            `rolls ${subject.target.name} back to revision ${said(now, 'wantedRevision')}: ${textOf(now, 'wantedImages') ?? 'unknown images'} instead of ${imagesOf(now)}`,
          ),
        ],
        after: known({ template: now['wantedTemplate'], images: now['wantedImages'] }),
        verification: `${subject.target.name} is made of the template of revision ${said(now, 'wantedRevision')}, and all its replicas are updated and ready`,
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
      rollback: (subject, before, now) =>
        now['template'] === before['template']
          ? []
          : [
              undoTo(
                subject,
                Number(before['revision']),
                `rolls out again revision ${said(before, 'revision')} of ${subject.target.name}: ${imagesOf(before)}`,
              ),
            ],
      /** Whether it was well before is another question: what it is made of is as before. */
      verifyRollback: (_, before, now) =>
        metWhen(
          textOf(now, 'template') !== undefined && now['template'] === before['template'],
          `it runs ${imagesOf(now)}; before it ran ${imagesOf(before)}`,
        ),
    }),
  ];
}
