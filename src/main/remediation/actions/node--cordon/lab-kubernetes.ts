import { check, metWhen } from '../shared/facts.ts';
import { asBefore, cordon, labNodeAdapter, nodeFacts, takesPods, uncordon } from '../shared/lab-node.ts';

export const labKubernetes = labNodeAdapter<Record<string, never>>({
  writes: ['kubernetes_cordon_node', 'kubernetes_uncordon_node'],
  facts: nodeFacts,
  preChecks: (_, now) => [check(now['schedulable'] === true, `it takes new pods: it ${takesPods(now)}`)],
  plan: ({ target }) => ({
    calls: [cordon(target)],
    after: { schedulable: false },
    verification: `${target.name} took new pods before and takes none`,
  }),
  verify: (_, before, now) =>
    metWhen(before['schedulable'] === true && now['schedulable'] === false, `it ${takesPods(now)}`),
  verifyWithinSeconds: 60,
  pollEverySeconds: 5,
  estimateSeconds: 5,
  rollback: ({ target }, _, now) => (now['schedulable'] === true ? [] : [uncordon(target)]),
  verifyRollback: (_, before, now) => asBefore(before, now),
});
