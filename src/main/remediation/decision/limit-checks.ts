import { actionRule } from './action-rule.ts';
import { finding, passed, spanText, type Finding } from './check-finding.ts';
import type { DecisionInput, PastRun } from './decision-input.ts';

const hourMs = 3_600_000;

export function rateOverall(input: DecisionInput): Finding {
  return rate(input, otherRuns(input), input.policy.rates.perHour, 'in all');
}

export function rateAction(input: DecisionInput): Finding {
  const { action } = input.remediation;
  const runs = otherRuns(input).filter((run) => run.action === action);
  return rate(input, runs, actionRule(input.policy, action).perHour, `of ${action}`);
}

export function rateTarget(input: DecisionInput): Finding {
  const { target, targetName } = input.remediation;
  const runs = otherRuns(input).filter((run) => run.target === target);
  return rate(input, runs, input.policy.rates.perTarget, `on ${targetName}`);
}

export function rateCluster(input: DecisionInput): Finding {
  const { cluster } = input.remediation;
  if (cluster === undefined) return passed('run', 'it belongs to no cluster');
  const runs = otherRuns(input).filter((run) => run.cluster === cluster);
  return rate(input, runs, input.policy.rates.perCluster, 'in its cluster');
}

/** So many failures of the action within a time, and nobody runs it until that has passed. */
export function circuitBreaker(input: DecisionInput): Finding {
  const { failures, withinMinutes } = input.policy.circuitBreaker;
  const { action } = input.remediation;
  const ends = otherRuns(input)
    .filter((run) => run.action === action && (run.outcome === 'failed' || run.outcome === 'unknown'))
    .map((run) => Date.parse(run.endedAt ?? run.startedAt));
  const { count, until, text } = within(ends, failures, withinMinutes * 60_000, Date.parse(input.now));
  return finding(
    count < failures,
    'run',
    `${count} of ${failures} failures of ${action} in ${spanText(withinMinutes * 60_000)}${text}`,
    until,
  );
}

/** Time for the target to settle after the same action, however that ended. */
export function cooldown(input: DecisionInput): Finding {
  const { action, target } = input.remediation;
  const { cooldownMinutes } = actionRule(input.policy, action);
  const now = Date.parse(input.now);
  const last = Math.max(
    ...otherRuns(input)
      .filter((run) => run.action === action && run.target === target)
      .map((run) => Date.parse(run.endedAt ?? run.startedAt)),
  );
  if (last === -Infinity) return passed('run', `${action} was not run there lately`);
  const until = last + cooldownMinutes * 60_000;
  const since = last > now ? 'after now (the clock was set back)' : `${spanText(now - last)} ago`;
  return finding(
    cooldownMinutes === 0 || until <= now,
    'run',
    `${action} was run there ${since}; ${spanText(cooldownMinutes * 60_000)} have to pass`,
    until,
  );
}

/** What is decided on is not counted against itself when it is decided on again. */
function otherRuns({ state, remediation }: DecisionInput): readonly PastRun[] {
  return state.runs.filter((run) => run.remediation !== remediation.id);
}

function rate({ now }: DecisionInput, runs: readonly PastRun[], limit: number, of: string): Finding {
  const starts = runs.map(({ startedAt }) => Date.parse(startedAt));
  const { count, until, text } = within(starts, limit, hourMs, Date.parse(now));
  return finding(count < limit, 'run', `${count} of ${limit} ${of} in the last hour${text}`, until);
}

/**
 * How many moments lie within a span before now. Those after now count: a clock that was set back does not give a
 * second allowance.
 */
function within(
  moments: readonly number[],
  limit: number,
  spanMs: number,
  now: number,
): { count: number; until?: number; text: string } {
  const counted = moments.filter((at) => !(at <= now - spanMs)).toSorted((a, b) => a - b);
  const ahead = counted.filter((at) => at > now).length;
  const text = ahead === 0 ? '' : `, ${ahead} of them after now (the clock was set back)`;
  // Once this one has fallen out, there is room for one more.
  const last = limit > 0 ? counted[counted.length - limit] : undefined;
  return { count: counted.length, text, ...(last !== undefined && { until: last + spanMs }) };
}
