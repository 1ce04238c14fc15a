import { failed, metWhen, said, textOf } from '../shared/facts.ts';
import { objectOf } from '../shared/lab-object.ts';
import {
  isChanged,
  isRolledOut,
  isStuck,
  labWorkloadAdapter,
  notPaused,
  rolloutFacts,
  rolloutText,
  workloadCall,
} from '../shared/lab-workload.ts';

export const labKubernetes = labWorkloadAdapter<Record<string, never>>({
  writes: ['kubernetes_rollout_restart'],
  facts: rolloutFacts,
  preChecks: (_, now) => [notPaused(now)],
  plan: ({ target }) => ({
    calls: [
      workloadCall(
        target,
        'kubernetes_rollout_restart',
        `replaces the pods of ${target.name} one after the other`,
        {
          kind: objectOf('workload', target).attributes.type,
        },
      ),
    ],
    after: {},
    verification: `a restart later than the one before is on record, and all replicas of ${target.name} are updated and ready`,
  }),
  verify: (_, before, now) => {
    const text = `it was last restarted at ${said(now, 'restartedAt')} (before: ${said(before, 'restartedAt')}); ${rolloutText(now)}`;
    if (isStuck(before, now)) return failed(`${text}: the rollout does not get on`);
    const restarted =
      textOf(now, 'restartedAt') !== undefined && now['restartedAt'] !== before['restartedAt'];
    return metWhen(restarted && isChanged(before, now) && isRolledOut(now), text);
  },
  verifyWithinSeconds: 900,
  pollEverySeconds: 10,
  estimateSeconds: 120,
});
