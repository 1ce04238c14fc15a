import { instant, type Instant } from '../../../shared/model/ids.ts';
import type { Policy } from '../../../shared/model/policy.ts';
import { activeStates, type RemediationState } from '../../../shared/model/remediation.ts';
import type { PastRun } from '../decision/decision-input.ts';
import { pastRuns } from '../decision/past-runs.ts';
import type { Records } from './records.ts';

const takenUp: readonly RemediationState[] = [
  ...activeStates,
  'succeeded',
  'failed',
  'rolled-back',
  'rollback-failed',
  'outcome-unknown',
];
const mostRuns = 10_000;
const minuteMs = 60_000;

/** Runs that a limit of the policy may still look at, those of the future included: clocks are set. */
export async function recentRuns(
  records: Pick<Records, 'find' | 'active'>,
  policy: Policy,
  now: Instant,
  except: string,
): Promise<readonly PastRun[]> {
  const cooldowns = Object.values(policy.actions).map(({ cooldownMinutes = 0 }) => cooldownMinutes);
  const minutes = Math.max(60, policy.circuitBreaker.withinMinutes, policy.cooldownMinutes, ...cooldowns);
  const since = instant(Date.parse(now) - minutes * minuteMs);
  const [active, recent] = await Promise.all([
    records.active(),
    records.find({ states: takenUp, since, limit: mostRuns }),
  ]);
  const all = new Map([...active, ...recent].map((record) => [record.id, record]));
  all.delete(except);
  return pastRuns(all.values());
}
