import { z } from 'zod';
import type { Entity } from '../../../../../shared/model/entity.ts';
import type { Facts, Verdict } from '../../../../../shared/model/plan.ts';
import type { ActionAdapter, AdapterSubject } from '../../../action-adapter.ts';
import { known, metWhen, notYet, said, type Call } from '../facts.ts';
import { fieldsFact, lookingForLoss } from './lost-fields.ts';
import { askObject, isStill, objectOf, owned, type Asking } from './object.ts';
import type { KubernetesServer } from './server.ts';

export const rawNode = z.object({
  metadata: owned,
  spec: z.object({ unschedulable: z.boolean().optional() }),
  status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })) }),
});
export type RawNode = z.output<typeof rawNode>;

export const isReadyNode = ({ status }: RawNode): boolean =>
  status.conditions.some(({ type, status: is }) => type === 'Ready' && is === 'True');

export const nodeFacts = (node: RawNode): Facts =>
  known({ schedulable: node.spec.unschedulable !== true, nodeReady: isReadyNode(node) });

interface Parts<Parameters> extends Omit<ActionAdapter<Parameters>, 'server' | 'read' | 'saysFailed'> {
  readonly facts: (
    node: RawNode,
    subject: AdapterSubject<Parameters>,
    asking: Asking,
  ) => Facts | Promise<Facts>;
}

/** How an action is done on a node. */
export function nodeAdapter<Parameters>(
  server: KubernetesServer,
  { facts, ...parts }: Parts<Parameters>,
): ActionAdapter<Parameters> {
  return {
    ...parts,
    server: server.id,
    ...(server.saysFailed && { saysFailed: server.saysFailed }),
    async read(subject, reader) {
      const { name, attributes } = objectOf('k8s-node', subject.target);
      const asking = { server, reader };
      const found = await askObject(
        asking,
        attributes.cluster,
        { apiVersion: 'v1', kind: 'Node', name },
        rawNode,
      );
      if (!found || !isStill(subject.target, attributes.cluster, found.object.metadata.uid))
        return { is: 'gone', text: `${attributes.cluster} no longer has the node ${name}` };
      return {
        is: 'there',
        facts: { ...(await facts(found.object, subject, asking)), ...fieldsFact(server, found.fields) },
      };
    },
    verify: lookingForLoss(server, parts.verify),
  };
}

export function cordon({ cordon: { tool, arguments: args } }: KubernetesServer, target: Entity): Call {
  return { tool, arguments: args(objectOf('k8s-node', target)), does: `keeps new pods off ${target.name}` };
}

export function uncordon({ uncordon: { tool, arguments: args } }: KubernetesServer, target: Entity): Call {
  return {
    tool,
    arguments: args(objectOf('k8s-node', target)),
    does: `lets new pods onto ${target.name} again`,
  };
}

export const takesPods = (facts: Facts): string =>
  facts['schedulable'] === true
    ? 'takes new pods'
    : facts['schedulable'] === false
      ? 'takes no new pods'
      : 'says nothing of new pods';

export const asBefore = (before: Facts, now: Facts) =>
  metWhen(
    now['schedulable'] !== undefined && now['schedulable'] === before['schedulable'],
    `it ${takesPods(now)}; schedulable before: ${said(before, 'schedulable')}`,
  );

/** Met when it was seen twice: somebody, or a controller, may set it back at once. */
export function holds(schedulable: boolean, before: Facts, now: Facts, earlier: readonly Facts[]): Verdict {
  const text = `it ${takesPods(now)}`;
  const done = before['schedulable'] === !schedulable && now['schedulable'] === schedulable;
  const set = earlier.some((one) => one['schedulable'] === schedulable);
  if (!done) return notYet(set ? `${text}: somebody has set it back` : text);
  return metWhen(earlier.at(-1)?.['schedulable'] === schedulable, text);
}
