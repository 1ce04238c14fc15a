import type { RemediationAction } from '../../src/main/remediation/action.ts';

/**
 * The same actions for a lab whose time a spec moves: what takes seconds there need not take them here. What is called
 * and what is looked for stays the same.
 */
export function hurried(actions: readonly RemediationAction[], times: number): readonly RemediationAction[] {
  return actions.map((action) => ({
    ...action,
    adapters: action.adapters.map((adapter) => ({
      ...adapter,
      pollEverySeconds: adapter.pollEverySeconds / times,
      verifyWithinSeconds: adapter.verifyWithinSeconds / times,
      plan: (subject, now) => {
        const plan = adapter.plan(subject, now);
        return {
          ...plan,
          calls: plan.calls.map(({ unlessMetWithinSeconds: wait, ...call }) => ({
            ...call,
            ...(wait !== undefined && { unlessMetWithinSeconds: wait / times }),
          })),
        };
      },
    })),
  }));
}
