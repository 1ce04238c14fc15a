import { z } from 'zod';
import type { Facts } from '../../../../shared/model/plan.ts';
import type { ActionAdapter, AdapterSubject } from '../../action-adapter.ts';
import { check, failed, known, metWhen, numberOf, said, textOf, type Call } from '../shared/facts.ts';
import { askObjects, objectOf, owned, type Asking } from '../shared/kubernetes/object.ts';
import { fieldsFact } from '../shared/kubernetes/lost-fields.ts';
import type { KubernetesServer, Limits } from '../shared/kubernetes/server.ts';
import {
  isRefused,
  isRolledOut,
  rolloutFacts,
  rolloutText,
  workloadAdapter,
} from '../shared/kubernetes/workload.ts';

interface Parameters {
  readonly replicas: number;
}
type Subject = AdapterSubject<Parameters>;

const rawAutoscaler = z.object({
  metadata: owned,
  spec: z.object({
    scaleTargetRef: z.object({ kind: z.string(), name: z.string() }),
    minReplicas: z.number().int().default(1),
    maxReplicas: z.number().int(),
  }),
});

async function autoscalerFacts({ target }: Subject, asking: Asking): Promise<Facts> {
  const { name, attributes } = objectOf('workload', target);
  const kind = {
    apiVersion: asking.server.autoscalers,
    kind: 'HorizontalPodAutoscaler',
    namespace: attributes.namespace,
  };
  const found = (await askObjects(asking, attributes.cluster, kind, rawAutoscaler)).find(
    ({ object: { spec } }) =>
      spec.scaleTargetRef.kind === attributes.type && spec.scaleTargetRef.name === name,
  );
  return known({
    autoscaler: found?.object.metadata.name ?? null,
    least: found?.object.spec.minReplicas,
    most: found?.object.spec.maxReplicas,
    ...fieldsFact(asking.server, found?.fields, 'autoscalerFields'),
  });
}

/** An autoscaler sets back what it has not been told: with one, its limits are what is changed. */
const limitsFor = (now: Facts, replicas: number) => ({
  minReplicas: replicas,
  maxReplicas: Math.max(replicas, numberOf(now, 'most')),
});

const limitsOf = (facts: Facts) => ({
  minReplicas: numberOf(facts, 'least'),
  maxReplicas: numberOf(facts, 'most'),
});

export function scaleOn(server: KubernetesServer): ActionAdapter<Parameters> {
  const setLimits = ({ target }: Subject, autoscaler: string, limits: Limits): Call => ({
    tool: server.setLimits.tool,
    arguments: server.setLimits.arguments(objectOf('workload', target), autoscaler, limits),
    does: `lets autoscaler ${autoscaler} keep ${target.name} between ${limits.minReplicas} and ${limits.maxReplicas} replicas`,
  });
  const scaleTo = ({ target }: Subject, replicas: number): Call => ({
    tool: server.scale.tool,
    arguments: server.scale.arguments(objectOf('workload', target), replicas),
    does: `scales ${target.name} to ${replicas} replicas`,
  });
  return workloadAdapter<Parameters>(server, {
    writes: [server.scale.tool, server.setLimits.tool],
    facts: async (object, subject, asking) => ({
      ...rolloutFacts(object),
      ...(await autoscalerFacts(subject, asking)),
    }),
    preChecks: ({ parameters: { replicas } }, now) => {
      const autoscaler = textOf(now, 'autoscaler');
      return autoscaler === undefined
        ? [
            check(
              now['desired'] !== replicas,
              `it is to have another number than the ${said(now, 'desired')} that it has`,
            ),
          ]
        : [
            check(
              replicas >= 1,
              `autoscaler ${autoscaler} keeps at least one replica: ${replicas} are asked for`,
            ),
            check(
              numberOf(now, 'least') !== replicas,
              `autoscaler ${autoscaler} is to keep another number than the ${said(now, 'least')} that it keeps at least`,
            ),
          ];
    },
    plan: (subject, now) => {
      const { target, parameters } = subject;
      const { replicas } = parameters;
      const autoscaler = textOf(now, 'autoscaler');
      if (autoscaler === undefined) {
        return {
          calls: [scaleTo(subject, replicas)],
          after: { desired: replicas, ready: replicas },
          verification: `${target.name} asks for ${replicas} replicas, all of them are ready, and nothing has set that back`,
        };
      }
      const limits = limitsFor(now, replicas);
      const calls = [setLimits(subject, autoscaler, limits)];
      // It goes one step a minute by itself.
      if (numberOf(now, 'desired') < replicas) calls.push(scaleTo(subject, replicas));
      return {
        calls,
        after: { least: limits.minReplicas, most: limits.maxReplicas },
        verification: `autoscaler ${autoscaler} keeps ${target.name} at ${replicas} replicas or more, and all of them are ready`,
      };
    },
    verify: ({ parameters: { replicas } }, before, now) => {
      const text = `it asks for ${said(now, 'desired')} replicas (before: ${said(before, 'desired')}); ${rolloutText(now)}`;
      if (isRefused(before, now)) return failed(`${text}: the API server refuses its pods`);
      if (textOf(now, 'autoscaler') !== undefined) {
        const kept = numberOf(before, 'least') !== replicas && now['least'] === replicas;
        return metWhen(
          kept && numberOf(now, 'desired') >= replicas && isRolledOut(now),
          `${text}; its autoscaler keeps ${said(now, 'least')} to ${said(now, 'most')}`,
        );
      }
      if (
        numberOf(now, 'generation') > numberOf(before, 'generation') &&
        numberOf(now, 'desired') !== replicas
      )
        return failed(`${text}: something has set it back`);
      return metWhen(before['desired'] !== replicas && now['desired'] === replicas && isRolledOut(now), text);
    },
    verifyWithinSeconds: 600,
    pollEverySeconds: 10,
    estimateSeconds: 60,
    rollback: (subject, before, now) => {
      const autoscaler = textOf(before, 'autoscaler');
      const calls: Call[] = [];
      if (autoscaler !== undefined && (now['least'] !== before['least'] || now['most'] !== before['most']))
        calls.push(setLimits(subject, autoscaler, limitsOf(before)));
      if (now['desired'] !== before['desired']) calls.push(scaleTo(subject, numberOf(before, 'desired')));
      return calls;
    },
    /** An autoscaler goes on by itself: there, its limits are what is as before. */
    verifyRollback: (_, before, now) => {
      const names = textOf(before, 'autoscaler') === undefined ? ['desired'] : ['least', 'most'];
      return metWhen(
        names.every((name) => now[name] === before[name]),
        names.map((name) => `${name}: ${said(before, name)} before, ${said(now, name)} now`).join('; '),
      );
    },
  });
}
