import type { ActionAdapter } from '../../action-adapter.ts';
import { failed, metWhen, numberOf, said, textOf } from '../shared/facts.ts';
import { objectOf } from '../shared/kubernetes/object.ts';
import type { KubernetesServer } from '../shared/kubernetes/server.ts';
import {
  isChanged,
  isRolledOut,
  isStuck,
  notPaused,
  rolloutFacts,
  rolloutText,
  workloadAdapter,
} from '../shared/kubernetes/workload.ts';

export const restartOn = (server: KubernetesServer): ActionAdapter<Record<string, never>> =>
  workloadAdapter(server, {
    writes: [server.restart.tool],
    facts: rolloutFacts,
    preChecks: (_, now) => [notPaused(now)],
    plan: ({ target }, now) => ({
      calls: [
        {
          tool: server.restart.tool,
          arguments: server.restart.arguments(objectOf('workload', target), now),
          does: `replaces the pods of ${target.name} one after the other`,
        },
      ],
      after: {},
      verification: `a restart later than the one before is on record, and all replicas of ${target.name} are updated and ready`,
    }),
    verify: (_, before, now) => {
      const counted = numberOf(now, 'restarts') > numberOf(before, 'restarts');
      const dated = textOf(now, 'restartedAt') !== undefined && now['restartedAt'] !== before['restartedAt'];
      const text = counted
        ? `it was restarted ${said(now, 'restarts')} times (before: ${said(before, 'restarts')}); ${rolloutText(now)}`
        : `it was last restarted at ${said(now, 'restartedAt')} (before: ${said(before, 'restartedAt')}); ${rolloutText(now)}`;
      if (isStuck(before, now)) return failed(`${text}: the rollout does not get on`);
      return metWhen((counted || dated) && isChanged(before, now) && isRolledOut(now), text);
    },
    verifyWithinSeconds: 900,
    pollEverySeconds: 10,
    estimateSeconds: 120,
  });
