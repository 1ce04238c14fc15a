import { changeWindowAt } from './change-window.ts';
import { failed, finding, passed, type Finding } from './check-finding.ts';
import type { DecisionInput } from './decision-input.ts';

/** Outside of the windows a person may still run it. */
export function changeWindow({ policy, now }: DecisionInput): Finding {
  if (policy.changeWindows.length === 0)
    return passed('automatic', 'there are no change windows: at any time');
  const { open, local, next } = changeWindowAt(policy.changeWindows, policy.timeZone, Date.parse(now));
  const window = open && `${open.days.join(' ')} ${open.from}–${open.to}`;
  return finding(
    open !== undefined,
    'automatic',
    window === undefined
      ? `${local} is outside of every change window`
      : `${local} is in the change window ${window}`,
    next,
  );
}

/** A freeze holds for everybody. */
export function freeze({
  policy,
  remediation,
  now,
}: Pick<DecisionInput, 'policy' | 'now'> & {
  readonly remediation: Pick<DecisionInput['remediation'], 'source'>;
}): Finding {
  const at = Date.parse(now);
  const holding = policy.freezes.filter(
    ({ from, to, sources }) =>
      Date.parse(from) <= at &&
      at < Date.parse(to) &&
      (sources === undefined || sources.includes(remediation.source)),
  );
  if (holding.length === 0) return passed('run', 'no freeze holds');
  const until = Math.max(...holding.map(({ to }) => Date.parse(to)));
  return failed('run', holding.map(({ reason, to }) => `frozen until ${to}: ${reason}`).join('; '), until);
}
