import { createHash } from 'node:crypto';
import type { EntityId } from '../../shared/model/ids.ts';
import type { MetricCondition } from '../../shared/model/metric-condition.ts';
import type { PlannedCall } from '../../shared/model/plan.ts';

/** What an approval is about: what is done to what, and each call with all of its arguments. */
export function planHash(plan: {
  readonly action: string;
  readonly target: EntityId;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly adapter: string;
  readonly calls: readonly PlannedCall[];
  /** What has to come of it beyond what the action itself looks at. */
  readonly conditions: readonly MetricCondition[];
}): string {
  const { action, target, parameters, adapter, calls, conditions } = plan;
  return createHash('sha256')
    .update(
      canonicalJson({
        action,
        target,
        parameters,
        adapter,
        calls,
        ...(conditions.length > 0 && { conditions }),
      }),
    )
    .digest('hex');
}

/** The same text for the same content, whatever the order of members. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
