import type { ActionAdapter } from '../../action-adapter.ts';
import { check } from '../shared/facts.ts';
import {
  asBefore,
  cordon,
  holds,
  nodeAdapter,
  nodeFacts,
  takesPods,
  uncordon,
} from '../shared/kubernetes/node.ts';
import type { KubernetesServer } from '../shared/kubernetes/server.ts';

export const cordonOn = (server: KubernetesServer): ActionAdapter<Record<string, never>> =>
  nodeAdapter(server, {
    writes: [...new Set([server.cordon.tool, server.uncordon.tool])],
    facts: nodeFacts,
    preChecks: (_, now) => [check(now['schedulable'] === true, `it takes new pods: it ${takesPods(now)}`)],
    plan: ({ target }) => ({
      calls: [cordon(server, target)],
      after: { schedulable: false },
      verification: `${target.name} took new pods before and takes none, and nobody sets that back at once`,
    }),
    verify: (_, before, now, earlier) => holds(false, before, now, earlier),
    verifyWithinSeconds: 60,
    pollEverySeconds: 5,
    estimateSeconds: 10,
    rollback: ({ target }, _, now) => (now['schedulable'] === true ? [] : [uncordon(server, target)]),
    verifyRollback: (_, before, now) => asBefore(before, now),
  });
