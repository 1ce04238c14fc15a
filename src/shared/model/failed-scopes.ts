import type { RunScope } from './run.ts';

/** What could not be read for one and the same reason. */
export interface FailedScopes {
  readonly reason: string;
  /** `kind` or `kind in partition`. */
  readonly what: readonly string[];
}

/** One source that does not answer fails everything that is asked of it: what has one reason is told once. */
export function failedScopes(scopes: readonly RunScope[]): readonly FailedScopes[] {
  const byReason = new Map<string, Map<string, string[]>>();
  for (const { kind, partition = '', outcome, reason = 'failed' } of scopes) {
    if (outcome !== 'failed') continue;
    const places = byReason.get(reason) ?? new Map<string, string[]>();
    byReason.set(reason, places);
    places.set(partition, [...(places.get(partition) ?? []), kind]);
  }
  return [...byReason].map(([reason, places]) => ({
    reason,
    what: [...places].map(([place, kinds]) => `${kinds.join(', ')}${place === '' ? '' : ` in ${place}`}`),
  }));
}

/** Why a run is not complete, in one sentence; undefined where nothing of it failed. */
export function whyIncomplete(scopes: readonly RunScope[]): string | undefined {
  const [first, ...others] = failedScopes(scopes);
  if (first === undefined) return undefined;
  const more = others.length === 0 ? '' : ` (and ${others.length} more, see the run)`;
  return `${first.what.join('; ')}: ${first.reason}${more}`;
}
