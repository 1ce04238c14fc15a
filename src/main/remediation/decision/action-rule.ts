import type { Policy } from '../../../shared/model/policy.ts';

/** What a policy says of one action: by its name, else by `default`, member by member. */
export interface ActionRule {
  readonly enabled: boolean;
  /** Only what a policy says so of may run without a person. */
  readonly automatic: boolean;
  readonly perHour: number;
  readonly cooldownMinutes: number;
}

export function actionRule(policy: Policy, action: string): ActionRule {
  const own = Object.hasOwn(policy.actions, action) ? policy.actions[action] : undefined;
  const all = policy.actions['default'];
  return {
    enabled: own?.enabled ?? all?.enabled ?? true,
    automatic: own?.automatic ?? all?.automatic ?? false,
    perHour: own?.perHour ?? all?.perHour ?? policy.rates.perAction,
    cooldownMinutes: own?.cooldownMinutes ?? all?.cooldownMinutes ?? policy.cooldownMinutes,
  };
}
