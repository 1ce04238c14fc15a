import { failed, finding, passed, spanText, type Finding } from './check-finding.ts';
import type { DecisionInput } from './decision-input.ts';

/** Clocks of two machines differ by that much without anything being wrong. */
const clockToleranceMs = 120_000;

/** Nobody acts on what may no longer be so. */
export function inventoryAge({ state, policy }: DecisionInput): Finding {
  const { inventoryAgeMs: age } = state;
  if (age === undefined || Number.isNaN(age)) {
    return failed('run', 'how old the inventory of it is, is not known: collect its source');
  }
  const most = policy.maximumInventoryAgeMinutes * 60_000;
  if (age < -clockToleranceMs) {
    return failed(
      'run',
      `it was confirmed ${spanText(-age)} from now (the clock was set back): collect its source`,
    );
  }
  return finding(
    age <= most,
    'run',
    `confirmed ${spanText(age)} ago, ${age <= most ? 'at most' : 'more than'} ${spanText(most)}${age <= most ? '' : ': collect its source'}`,
  );
}

export function targetLock({ state, remediation }: DecisionInput): Finding {
  const under = state.runs.find(
    (run) =>
      run.target === remediation.target && run.endedAt === undefined && run.remediation !== remediation.id,
  );
  return under
    ? failed('run', `${under.action} is under way on ${remediation.targetName} (${under.remediation})`)
    : passed('run', `nothing else is under way on ${remediation.targetName}`);
}

export function conflict({ state, remediation }: DecisionInput): Finding {
  const others = state.conflicting.filter((other) => other.remediation !== remediation.id);
  return others.length === 0
    ? passed('run', 'nothing that is approved or under way gets in its way')
    : failed('run', listed(others.map(({ text }) => text)));
}

export function prerequisites({ state }: DecisionInput): Finding {
  const missing = state.prerequisites.filter(({ ok }) => !ok);
  const all = state.prerequisites.length;
  if (missing.length > 0) {
    return failed(
      'run',
      `${missing.length} of ${all} ${missing.length === 1 ? 'does' : 'do'} not hold: ${listed(missing.map(({ text }) => text))}`,
    );
  }
  return passed(
    'run',
    all === 0 ? 'it has none' : all === 1 ? 'the one that there is holds' : `all ${all} hold`,
  );
}

const mostListed = 5;

function listed(texts: readonly string[]): string {
  const more = texts.length - mostListed;
  return `${texts.slice(0, mostListed).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
