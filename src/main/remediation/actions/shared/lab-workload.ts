import { z } from 'zod';
import type { Entity, EntityOf } from '../../../../shared/model/entity.ts';
import type { Facts } from '../../../../shared/model/plan.ts';
import type { ActionAdapter, AdapterSubject, LiveReader } from '../../action-adapter.ts';
import { check, known, numberOf, said, textOf, type Call } from './facts.ts';
import { askObject, isStill, objectOf, owned } from './lab-object.ts';

const count = z.number().int().nonnegative();
/** What the API server leaves out is none. */
const tally = count.default(0);

const rawWorkload = z.object({
  kind: z.string(),
  metadata: owned.extend({ generation: count }),
  spec: z.object({
    replicas: count.optional(),
    paused: z.boolean().optional(),
    template: z.object({
      metadata: z.object({ annotations: z.record(z.string(), z.string()).optional() }),
      spec: z.object({ containers: z.array(z.object({ image: z.string() })) }),
    }),
  }),
  status: z.object({
    observedGeneration: count.optional(),
    replicas: tally,
    updatedReplicas: tally,
    readyReplicas: tally,
    desiredNumberScheduled: tally,
    currentNumberScheduled: tally,
    updatedNumberScheduled: tally,
    numberReady: tally,
    conditions: z
      .array(z.object({ type: z.string(), status: z.string(), reason: z.string().optional() }))
      .default([]),
  }),
});
export type LabWorkload = z.output<typeof rawWorkload>;

export const revisionKey = 'deployment.kubernetes.io/revision';
const restartedKey = 'kubectl.kubernetes.io/restartedAt';

/** How far what was asked for has come true. */
export function rolloutFacts(object: LabWorkload): Facts {
  const { metadata, spec, status } = object;
  const daemons = object.kind === 'DaemonSet';
  return known({
    desired: daemons ? status.desiredNumberScheduled : (spec.replicas ?? 1),
    pods: daemons ? status.currentNumberScheduled : status.replicas,
    updated: daemons ? status.updatedNumberScheduled : status.updatedReplicas,
    ready: daemons ? status.numberReady : status.readyReplicas,
    generation: metadata.generation,
    observedGeneration: status.observedGeneration,
    revision: metadata.annotations?.[revisionKey],
    restartedAt: spec.template.metadata.annotations?.[restartedKey] ?? null,
    images: spec.template.spec.containers.map(({ image }) => image).join(', '),
    paused: spec.paused ?? false,
    stuck: status.conditions.some(
      ({ type, status: is, reason }) =>
        type === 'Progressing' && is === 'False' && reason === 'ProgressDeadlineExceeded',
    ),
  });
}

/** The controller has seen the newest template, and every pod is of it and ready. */
export const isRolledOut = (now: Facts): boolean =>
  numberOf(now, 'observedGeneration') >= numberOf(now, 'generation') &&
  ['pods', 'updated', 'ready'].every((name) => now[name] !== undefined && now[name] === now['desired']);

export const rolloutText = (now: Facts): string =>
  `${said(now, 'updated')} of ${said(now, 'desired')} replicas are updated and ${said(now, 'ready')} ready, generation ${said(now, 'observedGeneration')} of ${said(now, 'generation')} is observed`;

interface Parts<Parameters> extends Omit<ActionAdapter<Parameters>, 'server' | 'read'> {
  readonly facts: (
    object: LabWorkload,
    subject: AdapterSubject<Parameters>,
    reader: LiveReader,
  ) => Facts | Promise<Facts>;
}

/** How an action is done on a workload of the lab's clusters. */
export function labWorkloadAdapter<Parameters>({
  facts,
  ...parts
}: Parts<Parameters>): ActionAdapter<Parameters> {
  return {
    ...parts,
    server: 'lab-kubernetes',
    async read(subject, reader) {
      const workload = objectOf('workload', subject.target);
      const object = await readWorkload(reader, workload);
      if (!object)
        return {
          is: 'gone',
          text: `${workload.attributes.cluster} no longer has ${workload.attributes.type} ${workload.name}`,
        };
      if (!isStill(workload, workload.attributes.cluster, object.metadata.uid))
        return {
          is: 'gone',
          text: `${workload.name} was deleted and made again: it is no longer what the inventory knows`,
        };
      return { is: 'there', facts: await facts(object, subject, reader) };
    },
  };
}

export function readWorkload(
  reader: LiveReader,
  { name, attributes }: EntityOf<'workload'>,
): Promise<LabWorkload | undefined> {
  const { cluster, namespace, type } = attributes;
  return askObject(reader, cluster, { apiVersion: 'apps/v1', kind: type, namespace, name }, rawWorkload);
}

export function workloadCall(
  target: Entity,
  tool: string,
  does: string,
  more: Readonly<Record<string, unknown>>,
): Call {
  const { name, attributes } = objectOf('workload', target);
  const { cluster, namespace } = attributes;
  return { tool, arguments: { cluster, namespace, name, ...more }, does };
}

export const notPaused = (now: Facts) =>
  check(
    now['paused'] === false,
    `its rollout is not paused: ${now['paused'] === false ? 'it is not' : said(now, 'paused')}`,
  );

/** Whether the controller has been told something since. */
export const isChanged = (before: Facts, now: Facts): boolean =>
  numberOf(now, 'generation') > numberOf(before, 'generation');

export const isStuck = (before: Facts, now: Facts): boolean =>
  isChanged(before, now) && before['stuck'] === false && now['stuck'] === true;

export const imagesOf = (now: Facts): string => textOf(now, 'images') ?? 'unknown images';
