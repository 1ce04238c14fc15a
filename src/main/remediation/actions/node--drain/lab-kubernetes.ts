import { z } from 'zod';
import type { Facts } from '../../../../shared/model/plan.ts';
import type { AdapterSubject, LiveReader } from '../../action-adapter.ts';
import { check, known, metWhen, numberOf, said } from '../shared/facts.ts';
import { askObjects, objectOf, owned } from '../shared/lab-object.ts';
import {
  asBefore,
  isReadyNode,
  labNodeAdapter,
  nodeCall,
  nodeFacts,
  rawNode,
  takesPods,
  uncordon,
} from '../shared/lab-node.ts';

interface Parameters {
  readonly deleteUnmanaged: boolean;
}

const rawPod = z.object({
  metadata: owned,
  spec: z.object({ nodeName: z.string().optional() }),
  status: z.object({ phase: z.string() }),
});

/** Disruption budgets let go of a few pods at a time: what they held back is asked for again. */
const furtherAttempts = 3;
const betweenAttemptsSeconds = 90;

/** Owners whose pods a drain leaves where they are. */
const stays: ReadonlySet<string> = new Set(['DaemonSet', 'Node']);

async function around({ target }: AdapterSubject<Parameters>, reader: LiveReader): Promise<Facts> {
  const { name, attributes } = objectOf('k8s-node', target);
  const { cluster } = attributes;
  const pods = (await askObjects(reader, cluster, { apiVersion: 'v1', kind: 'Pod' }, rawPod)).filter(
    ({ spec, status }) => spec.nodeName === name && status.phase !== 'Succeeded' && status.phase !== 'Failed',
  );
  const owners = pods.map(({ metadata }) => metadata.ownerReferences?.[0]?.kind);
  const nodes = await askObjects(reader, cluster, { apiVersion: 'v1', kind: 'Node' }, rawNode);
  return known({
    pods: owners.filter((owner) => owner === undefined || !stays.has(owner)).length,
    unmanaged: owners.filter((owner) => owner === undefined).length,
    otherNodes: nodes.filter(
      (node) => node.metadata.name !== name && node.spec.unschedulable !== true && isReadyNode(node),
    ).length,
  });
}

export const labKubernetes = labNodeAdapter<Parameters>({
  writes: ['kubernetes_drain_node', 'kubernetes_uncordon_node'],
  facts: async (node, subject, reader) => ({ ...nodeFacts(node), ...(await around(subject, reader)) }),
  preChecks: ({ parameters }, now) => [
    check(
      now['schedulable'] === true || numberOf(now, 'pods') > 0,
      `there is something to do: it ${takesPods(now)}, ${said(now, 'pods')} pods would move`,
    ),
    check(
      numberOf(now, 'otherNodes') > 0,
      `its pods have somewhere to go: ${said(now, 'otherNodes')} other nodes are ready and take pods`,
    ),
    check(
      parameters.deleteUnmanaged || now['unmanaged'] === 0,
      `none of its pods would be lost for good: no controller has ${said(now, 'unmanaged')} of them`,
    ),
  ],
  plan: ({ target, parameters }, now) => {
    const more = { ignoreDaemonSets: true, force: parameters.deleteUnmanaged };
    const drain = nodeCall(
      target,
      'kubernetes_drain_node',
      `cordons ${target.name} and evicts its pods as far as disruption budgets allow`,
      more,
    );
    const again = {
      ...nodeCall(target, 'kubernetes_drain_node', `evicts what budgets held back on ${target.name}`, more),
      unlessMetWithinSeconds: betweenAttemptsSeconds,
    };
    return {
      calls: [drain, ...Array.from({ length: furtherAttempts }, () => again)],
      after: { schedulable: false, pods: 0 },
      verification: `${target.name} takes no new pods, and none of the ${said(now, 'pods')} that would move are on it`,
    };
  },
  verify: (_, before, now) => {
    const toDo = before['schedulable'] === true || numberOf(before, 'pods') > 0;
    return metWhen(
      toDo && now['schedulable'] === false && now['pods'] === 0,
      `it ${takesPods(now)}; ${said(now, 'pods')} of ${said(before, 'pods')} pods are still on it`,
    );
  },
  verifyWithinSeconds: 600,
  pollEverySeconds: 10,
  estimateSeconds: 240,
  rollback: ({ target }, before, now) =>
    before['schedulable'] === true && now['schedulable'] !== true ? [uncordon(target)] : [],
  verifyRollback: (_, before, now) => asBefore(before, now),
});
