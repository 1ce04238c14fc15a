import { riskLevels } from '../../../shared/model/diagnosis.ts';
import { actionRule } from './action-rule.ts';
import { finding, passed, failed, type Finding } from './check-finding.ts';
import type { DecisionInput } from './decision-input.ts';
import { raisedRisk } from './risk.ts';

export function killSwitch({ policy }: DecisionInput): Finding {
  return finding(
    !policy.killSwitch,
    'run',
    policy.killSwitch
      ? 'the global switch is thrown: nothing that changes anything runs'
      : 'the global switch is not thrown',
  );
}

/** Off, nobody runs it. On, it runs by itself only where policy says so of everything and of this action. */
export function actionEnabled({ policy, remediation: { action } }: DecisionInput): Finding {
  const { enabled, automatic } = actionRule(policy, action);
  if (!enabled) return failed('run', `${action} is not enabled`);
  if (!policy.automatic) return failed('automatic', `${action} is enabled, and nothing runs by itself here`);
  return finding(
    automatic,
    'automatic',
    automatic ? `${action} is enabled, also by itself` : `${action} is enabled, and does not run by itself`,
  );
}

export function ticketEnabled({ remediation, state }: DecisionInput): Finding {
  if (remediation.byOperator) return failed('automatic', 'a person proposed it, no diagnosis');
  return finding(
    state.ticketAutomation,
    'automatic',
    state.ticketAutomation
      ? 'its ticket may be worked on without a person'
      : 'its ticket is not to be worked on without a person',
  );
}

export function minimumReliability({ score, policy }: DecisionInput): Finding {
  // Not >= turned round: a score that is no number has not reached anything.
  const reached = score.value >= policy.minimumReliability;
  return finding(
    reached,
    'automatic',
    `reliability ${shortNumber(score.value)}, ${reached ? 'at least' : 'below'} the ${shortNumber(policy.minimumReliability)} that are asked for`,
  );
}

export function riskLevel(input: DecisionInput): Finding {
  const { base, level, raised } = raisedRisk(input);
  const most = input.policy.automaticUpTo;
  const within = riskLevels.indexOf(level) <= riskLevels.indexOf(most);
  const from = raised.length === 0 ? '' : ` (${base} by itself)`;
  const text = `risk ${level}${from}, ${within ? 'within' : 'above'} ${most}`;
  return within ? passed('automatic', text) : failed('automatic', text);
}

function shortNumber(value: number): string {
  return String(Math.round(value * 10) / 10);
}
