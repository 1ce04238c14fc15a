import type { Facts } from '../../../../shared/model/plan.ts';
import type { ActionAdapter } from '../../action-adapter.ts';
import { check, failed, metWhen, numberOf, said, same, textOf, type Call } from '../shared/facts.ts';
import { asBefore, nodeAdapter, nodeFacts, takesPods, uncordon } from '../shared/kubernetes/node.ts';
import { objectOf } from '../shared/kubernetes/object.ts';
import type { KubernetesServer } from '../shared/kubernetes/server.ts';
import { aroundNode } from './around.ts';

interface Parameters {
  readonly deleteUnmanaged: boolean;
  readonly deleteLocalData: boolean;
}

/** Disruption budgets let go of a few pods at a time: what they held back is asked for again. */
const furtherAttempts = 3;
const betweenAttemptsSeconds = 90;

/** A pod that is just being replaced is missing from what its budget covers: that passes. */
const passesWithinPolls = 4;

function isHeldFast(now: Facts, earlier: readonly Facts[]): boolean {
  const lately = earlier.slice(-passesWithinPolls);
  return (
    textOf(now, 'heldFastBy') !== undefined &&
    lately.length === passesWithinPolls &&
    lately.every((one) => same(one, now, ['heldFastBy', 'pods']))
  );
}

/** None on servers that have no tool that evicts. */
export function drainOn(server: KubernetesServer): ActionAdapter<Parameters>[] {
  const { drain } = server;
  if (!drain) return [];
  const adapter = nodeAdapter<Parameters>(server, {
    writes: [drain.tool, server.uncordon.tool],
    facts: async (node, { target }, asking) => ({
      ...nodeFacts(node),
      ...(await aroundNode(target, asking)),
    }),
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
      check(
        parameters.deleteLocalData || now['withLocalData'] === 0,
        `no data would be lost: ${said(now, 'withLocalData')} of its pods keep some on the node (emptyDir)`,
      ),
      check(
        now['heldFastBy'] === null,
        `no disruption budget wants every one of its pods: ${textOf(now, 'heldFastBy') ?? 'none does'}`,
      ),
    ],
    plan: ({ target, parameters }, now) => {
      const call: Call = {
        tool: drain.tool,
        arguments: drain.arguments(objectOf('k8s-node', target), {
          unmanaged: parameters.deleteUnmanaged,
          localData: parameters.deleteLocalData,
        }),
        does: `cordons ${target.name} and evicts its pods as far as disruption budgets allow`,
      };
      const again: Call = {
        ...call,
        does: `evicts what budgets held back on ${target.name}`,
        unlessMetWithinSeconds: betweenAttemptsSeconds,
      };
      return {
        calls: [call, ...Array.from({ length: furtherAttempts }, () => again)],
        after: { schedulable: false, pods: 0 },
        verification: `${target.name} takes no new pods, and none of the ${said(now, 'pods')} that would move are on it`,
      };
    },
    verify: (_, before, now, earlier) => {
      const text = `it ${takesPods(now)}; ${said(now, 'pods')} of ${said(before, 'pods')} pods are still on it`;
      const toDo = before['schedulable'] === true || numberOf(before, 'pods') > 0;
      if (isHeldFast(now, earlier))
        return failed(`${text}: the disruption budget ${said(now, 'heldFastBy')} lets none of its pods go`);
      return metWhen(toDo && now['schedulable'] === false && now['pods'] === 0, text);
    },
    verifyWithinSeconds: 600,
    pollEverySeconds: 10,
    estimateSeconds: 240,
    rollback: ({ target }, before, now) =>
      before['schedulable'] === true && now['schedulable'] !== true ? [uncordon(server, target)] : [],
    verifyRollback: (_, before, now) => asBefore(before, now),
  });
  return [adapter];
}
