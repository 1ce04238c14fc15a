import type { Entity } from '../../../shared/model/entity.ts';
import type { Instant } from '../../../shared/model/ids.ts';
import type { Severity } from '../../../shared/model/severity.ts';
import type { Verdict } from '../rule.ts';

const dayMs = 86_400_000;

export function breach(
  entity: Entity,
  severity: Severity,
  observed: {
    readonly value: string;
    readonly threshold: string;
    readonly evidence?: string | undefined;
    readonly discriminator?: string;
  },
): Verdict {
  const { evidence, ...rest } = observed;
  return { type: 'breach', entity, severity, ...rest, ...(evidence === undefined ? {} : { evidence }) };
}

/** The rule needs `attribute`, which the source did not give. */
export function notGiven(entity: Entity, attribute: string, what = attribute): Verdict {
  const reason = entity.unknown[attribute] ?? `not given by ${entity.source}`;
  return { type: 'unknown', entity, reason: `${what}: ${reason}` };
}

/** Whole and broken days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: Instant | string): number {
  return (Date.parse(to) - Date.parse(from)) / dayMs;
}

/** The severer of two limits that a value reaches. */
export function graded(
  value: number,
  limits: { readonly warning: number; readonly critical: number },
): Severity | undefined {
  if (value >= limits.critical) return 'critical';
  return value >= limits.warning ? 'warning' : undefined;
}

export function listed(items: readonly string[], limit = 10): string {
  const shown = items.slice(0, limit).join(', ');
  return items.length > limit ? `${shown} and ${items.length - limit} more` : shown;
}
