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

export const uncordonOn = (server: KubernetesServer): ActionAdapter<Record<string, never>> =>
  nodeAdapter(server, {
    writes: [...new Set([server.uncordon.tool, server.cordon.tool])],
    facts: nodeFacts,
    preChecks: (_, now) => [
      check(now['schedulable'] === false, `it takes no new pods: it ${takesPods(now)}`),
      check(now['nodeReady'] === true, `it is ready: ${now['nodeReady'] === true ? 'it is' : 'it is not'}`),
    ],
    plan: ({ target }) => ({
      calls: [uncordon(server, target)],
      after: { schedulable: true },
      verification: `${target.name} took no new pods before and takes them, and nobody sets that back at once`,
    }),
    verify: (_, before, now, earlier) => holds(true, before, now, earlier),
    verifyWithinSeconds: 60,
    pollEverySeconds: 5,
    estimateSeconds: 10,
    rollback: ({ target }, _, now) => (now['schedulable'] === false ? [] : [cordon(server, target)]),
    verifyRollback: (_, before, now) => asBefore(before, now),
  });
