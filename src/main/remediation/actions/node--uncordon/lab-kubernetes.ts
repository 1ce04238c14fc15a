import { check, metWhen } from '../shared/facts.ts';
import { asBefore, cordon, labNodeAdapter, nodeFacts, takesPods, uncordon } from '../shared/lab-node.ts';

export const labKubernetes = labNodeAdapter<Record<string, never>>({
  writes: ['kubernetes_uncordon_node', 'kubernetes_cordon_node'],
  facts: nodeFacts,
  preChecks: (_, now) => [
    check(now['schedulable'] === false, `it takes no new pods: it ${takesPods(now)}`),
    check(now['nodeReady'] === true, `it is ready: ${now['nodeReady'] === true ? 'it is' : 'it is not'}`),
  ],
  plan: ({ target }) => ({
    calls: [uncordon(target)],
    after: { schedulable: true },
    verification: `${target.name} took no new pods before and takes them`,
  }),
  verify: (_, before, now) =>
    metWhen(before['schedulable'] === false && now['schedulable'] === true, `it ${takesPods(now)}`),
  verifyWithinSeconds: 60,
  pollEverySeconds: 5,
  estimateSeconds: 5,
  rollback: ({ target }, _, now) => (now['schedulable'] === false ? [] : [cordon(target)]),
  verifyRollback: (_, before, now) => asBefore(before, now),
});
