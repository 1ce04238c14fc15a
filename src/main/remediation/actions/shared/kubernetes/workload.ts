import { z } from 'zod';
import type { EntityOf } from '../../../../../shared/model/entity.ts';
import type { Facts } from '../../../../../shared/model/plan.ts';
import type { ActionAdapter, AdapterSubject } from '../../../action-adapter.ts';
import { check, known, numberOf, said, textOf } from '../facts.ts';
import { fieldsFact, lookingForLoss } from './lost-fields.ts';
import { askObject, isStill, objectOf, owned, type Asking, type Found } from './object.ts';
import { restartsKey } from './restarts-key.ts';
import { labelSelector } from './selects.ts';
import type { KubernetesServer } from './server.ts';

const count = z.number().int().nonnegative();
/** What the API server leaves out is none. */
const tally = count.default(0);

const rawWorkload = z.object({
  kind: z.string(),
  metadata: owned.extend({ generation: count }),
  spec: z.object({
    replicas: count.optional(),
    paused: z.boolean().optional(),
    selector: labelSelector.optional(),
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
export type RawWorkload = z.output<typeof rawWorkload>;

export const revisionKey = 'deployment.kubernetes.io/revision';
const restartedKey = 'kubectl.kubernetes.io/restartedAt';

/** How far what was asked for has come true. */
export function rolloutFacts(object: RawWorkload): Facts {
  const { metadata, spec, status } = object;
  const annotations = spec.template.metadata.annotations ?? {};
  const daemons = object.kind === 'DaemonSet';
  return known({
    desired: daemons ? status.desiredNumberScheduled : (spec.replicas ?? 1),
    pods: daemons ? status.currentNumberScheduled : status.replicas,
    updated: daemons ? status.updatedNumberScheduled : status.updatedReplicas,
    ready: daemons ? status.numberReady : status.readyReplicas,
    generation: metadata.generation,
    observedGeneration: status.observedGeneration,
    revision: metadata.annotations?.[revisionKey],
    restartedAt: annotations[restartedKey] ?? null,
    restarts: /^\d{1,9}$/.test(annotations[restartsKey] ?? '') ? Number(annotations[restartsKey]) : 0,
    images: spec.template.spec.containers.map(({ image }) => image).join(', '),
    paused: spec.paused ?? false,
    stuck: status.conditions.some(
      ({ type, status: is, reason }) =>
        type === 'Progressing' && is === 'False' && reason === 'ProgressDeadlineExceeded',
    ),
    podsRefused: status.conditions.some(({ type, status: is }) => type === 'ReplicaFailure' && is === 'True'),
  });
}

/** The controller has seen the newest template, and every pod is of it and ready. */
export const isRolledOut = (now: Facts): boolean =>
  numberOf(now, 'observedGeneration') >= numberOf(now, 'generation') &&
  ['pods', 'updated', 'ready'].every((name) => now[name] !== undefined && now[name] === now['desired']);

export const rolloutText = (now: Facts): string =>
  `${said(now, 'updated')} of ${said(now, 'desired')} replicas are updated and ${said(now, 'ready')} ready, generation ${said(now, 'observedGeneration')} of ${said(now, 'generation')} is observed`;

interface Parts<Parameters> extends Omit<ActionAdapter<Parameters>, 'server' | 'read' | 'saysFailed'> {
  readonly facts: (
    object: RawWorkload,
    subject: AdapterSubject<Parameters>,
    asking: Asking,
  ) => Facts | Promise<Facts>;
}

/** How an action is done on a workload. */
export function workloadAdapter<Parameters>(
  server: KubernetesServer,
  { facts, ...parts }: Parts<Parameters>,
): ActionAdapter<Parameters> {
  return {
    ...parts,
    server: server.id,
    ...(server.saysFailed && { saysFailed: server.saysFailed }),
    async read(subject, reader) {
      const workload = objectOf('workload', subject.target);
      const asking = { server, reader };
      const found = await readWorkload(asking, workload);
      if (!found)
        return {
          is: 'gone',
          text: `${workload.attributes.cluster} no longer has ${workload.attributes.type} ${workload.name}`,
        };
      const { object, fields } = found;
      if (!isStill(workload, workload.attributes.cluster, object.metadata.uid))
        return {
          is: 'gone',
          text: `${workload.name} was deleted and made again: it is no longer what the inventory knows`,
        };
      return {
        is: 'there',
        facts: { ...(await facts(object, subject, asking)), ...fieldsFact(server, fields) },
      };
    },
    verify: lookingForLoss(server, parts.verify),
  };
}

export function readWorkload(
  asking: Asking,
  { name, attributes }: EntityOf<'workload'>,
): Promise<Found<RawWorkload> | undefined> {
  const { cluster, namespace, type } = attributes;
  return askObject(asking, cluster, { apiVersion: 'apps/v1', kind: type, namespace, name }, rawWorkload);
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

/** The API server has begun to refuse its pods: a quota, an admission. */
export const isRefused = (before: Facts, now: Facts): boolean =>
  isChanged(before, now) && before['podsRefused'] === false && now['podsRefused'] === true;

export const imagesOf = (now: Facts): string => textOf(now, 'images') ?? 'unknown images';
