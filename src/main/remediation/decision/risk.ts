import type { Decision } from '../../../shared/model/decision.ts';
import { riskLevels, type RiskLevel } from '../../../shared/model/diagnosis.ts';
import type { DecisionInput } from './decision-input.ts';
import { productionMarks } from './production.ts';

type Risk = Decision['risk'];

/**
 * The risk of the action by itself, raised by what hangs on its target: a level for each reason, two where a great
 * deal depends on it; never above critical. What cannot be taken back is at least medium.
 */
export function raisedRisk({ remediation, policy, state: { impact } }: DecisionInput): Risk {
  const raised: Risk['raised'] = [];
  let level = riskLevels.indexOf(remediation.risk);
  if (!remediation.reversible && level < riskLevels.indexOf('medium')) {
    level = riskLevels.indexOf('medium');
    raised.push({ because: 'irreversible', text: 'it cannot be taken back' });
  }
  const raise = (steps: number, because: Risk['raised'][number]['because'], text: string) => {
    level += steps;
    raised.push({ because, text });
  };
  const { dependents: threshold, production } = policy.risk;
  if (impact.dependents >= threshold) {
    const much = impact.dependents >= threshold * 10;
    raise(
      much ? 2 : 1,
      'dependents',
      `${impact.dependents} depend on it, ${much ? `ten times ${threshold}` : String(threshold)} or more`,
    );
  }
  const marks = productionMarks(impact.marks, production);
  if (marks.length > 0) {
    raise(
      1,
      'production',
      `production by name or tag: ${marks.slice(0, 3).join(', ')}${marks.length > 3 ? ', …' : ''}`,
    );
  }
  if (impact.lastReplica !== undefined) raise(1, 'last-replica', impact.lastReplica);
  if (impact.quorum !== undefined) raise(1, 'quorum', impact.quorum);
  return { base: remediation.risk, level: atMostCritical(level), raised };
}

function atMostCritical(level: number): RiskLevel {
  return riskLevels[Math.min(level, riskLevels.length - 1)] ?? 'critical';
}
