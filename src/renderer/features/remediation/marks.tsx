import { Tooltip } from '@mantine/core';
import type { RiskLevel } from '../../../shared/model/diagnosis.ts';
import type { RemediationState } from '../../../shared/model/remediation.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { useFormat } from '../../i18n/format.ts';
import { StatusMark } from '../../ui/status-mark.tsx';
import type { Status } from '../../ui/status-shapes.ts';
import classes from './remediation.module.css';

/** A colour only where something happened, or something is needed. */
export const stateStatus: Readonly<Record<RemediationState, Status>> = {
  proposed: 'unknown',
  refused: 'unknown',
  'awaiting-approval': 'info',
  approved: 'info',
  planned: 'info',
  'pre-checked': 'info',
  executing: 'info',
  verifying: 'info',
  'rolling-back': 'warning',
  rejected: 'unknown',
  expired: 'unknown',
  cancelled: 'unknown',
  succeeded: 'ok',
  failed: 'critical',
  'rolled-back': 'warning',
  'rollback-failed': 'critical',
  'outcome-unknown': 'warning',
};

export function StateMark({ state }: { state: RemediationState }) {
  const { remediation } = useText();
  return <StatusMark status={stateStatus[state]} label={remediation.states[state]} />;
}

const riskShapes: Readonly<Record<RiskLevel, string>> = { low: '▁', medium: '▃', high: '▅', critical: '█' };

/** How much can go wrong: a bar that grows, and the word. */
export function RiskMark({ risk }: { risk: RiskLevel }) {
  const { remediation } = useText();
  return (
    <span className={classes['risk']} data-risk={risk}>
      <span aria-hidden className={classes['riskShape']}>
        {riskShapes[risk]}
      </span>
      {remediation.risks[risk]}
    </span>
  );
}

/** The score as one number; what it is on hover. */
export function ScoreMark({ score }: { score: number }) {
  const { remediation } = useText();
  const { number } = useFormat();
  return (
    <Tooltip label={remediation.scoreHint}>
      <span className={classes['scoreMark']}>{remediation.scoreShort(number(score))}</span>
    </Tooltip>
  );
}
