import { z } from 'zod';
import type { Entity } from '../../../../shared/model/entity.ts';
import type { Facts } from '../../../../shared/model/plan.ts';
import type { ActionAdapter, AdapterSubject, LiveReader } from '../../action-adapter.ts';
import { known, metWhen, said, type Call } from './facts.ts';
import { askObject, isStill, objectOf, owned } from './lab-object.ts';

export const rawNode = z.object({
  metadata: owned,
  spec: z.object({ unschedulable: z.boolean().optional() }),
  status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })) }),
});
export type LabNode = z.output<typeof rawNode>;

export const isReadyNode = ({ status }: LabNode): boolean =>
  status.conditions.some(({ type, status: is }) => type === 'Ready' && is === 'True');

export const nodeFacts = (node: LabNode): Facts =>
  known({ schedulable: node.spec.unschedulable !== true, nodeReady: isReadyNode(node) });

interface Parts<Parameters> extends Omit<ActionAdapter<Parameters>, 'server' | 'read'> {
  readonly facts: (
    node: LabNode,
    subject: AdapterSubject<Parameters>,
    reader: LiveReader,
  ) => Facts | Promise<Facts>;
}

/** How an action is done on a node of the lab's clusters. */
export function labNodeAdapter<Parameters>({
  facts,
  ...parts
}: Parts<Parameters>): ActionAdapter<Parameters> {
  return {
    ...parts,
    server: 'lab-kubernetes',
    async read(subject, reader) {
      const { name, attributes } = objectOf('k8s-node', subject.target);
      const found = await askObject(
        reader,
        attributes.cluster,
        { apiVersion: 'v1', kind: 'Node', name },
        rawNode,
      );
      if (!found || !isStill(subject.target, attributes.cluster, found.metadata.uid))
        return { is: 'gone', text: `${attributes.cluster} no longer has the node ${name}` };
      return { is: 'there', facts: await facts(found, subject, reader) };
    },
  };
}

export function nodeCall(
  target: Entity,
  tool: string,
  does: string,
  more: Readonly<Record<string, unknown>> = {},
): Call {
  const { name, attributes } = objectOf('k8s-node', target);
  return { tool, arguments: { cluster: attributes.cluster, node: name, ...more }, does };
}

export const cordon = (target: Entity): Call =>
  nodeCall(target, 'kubernetes_cordon_node', `keeps new pods off ${target.name}`);
export const uncordon = (target: Entity): Call =>
  nodeCall(target, 'kubernetes_uncordon_node', `lets new pods onto ${target.name} again`);

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
