import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { useStanding } from '../../../app/use-standstill.ts';
import { stateStatus } from '../marks.tsx';
import { Band } from './band.tsx';
import classes from './detail.module.css';

/** How it stands, in a sentence, and what is to be done about it. */
export function NowBand({ record }: { record: ShownRemediation }) {
  const text = useText();
  const { remediation: words } = text;
  const standing = useStanding();
  const { state, decision, rejection, outcome, planProblem } = record;
  const told = outcome ?? words.states[state];
  const failed = decision.checks.filter(({ passed, stops }) => !passed && stops === 'run');
  const waitsFor = record.waitsFor ?? standing?.active.find(({ id }) => id === record.id)?.waitsFor;
  const stalled = standing?.stalled.find(({ id }) => id === record.id)?.reason;
  const { approvals } = decision;
  switch (state) {
    case 'awaiting-approval':
      return (
        <Band status="info">
          {words.now['awaiting-approval'](
            words.decision.need(approvals.needed, approvals.role, approvals.typedName),
            record.approved.have,
          )}
        </Band>
      );
    case 'refused':
      return (
        <Band status="warning">
          {words.now.refused}
          <ul className={classes['reasons']}>
            {failed.map(({ check, text: why }) => (
              <li key={check}>
                {words.decision.names[check]}: {why}
              </li>
            ))}
          </ul>
        </Band>
      );
    case 'proposed':
      return <Band status="warning">{words.now.proposed(planProblem ?? words.plan.none)}</Band>;
    case 'approved':
      return waitsFor === undefined ? (
        <Band status="info">{decision.is === 'run' ? words.now.runsByItself : words.now.approved}</Band>
      ) : (
        <Band status="warning">{words.now.waitsFor(waitsFor)}</Band>
      );
    case 'rejected':
      return (
        <Band status="unknown">{words.now.rejected(rejection?.by ?? '–', rejection?.reason ?? told)}</Band>
      );
    case 'expired':
      return <Band status="unknown">{words.now.expired}</Band>;
    case 'planned':
    case 'pre-checked':
    case 'executing':
    case 'verifying':
    case 'rolling-back':
      return waitsFor === undefined && stalled === undefined ? null : (
        <Band status="warning">
          {stalled === undefined ? words.now.waitsFor(waitsFor ?? '') : words.now.stalled(stalled)}
        </Band>
      );
    case 'cancelled':
    case 'succeeded':
    case 'rolled-back':
      return <Band status={stateStatus[state]}>{told}</Band>;
    case 'failed':
      return (
        <Band status="critical" next={words.now.nextFailed}>
          {told}
        </Band>
      );
    case 'rollback-failed':
      return (
        <Band status="critical" next={words.now.nextRollbackFailed}>
          {told}
        </Band>
      );
    case 'outcome-unknown':
      return (
        <Band status="warning" next={words.now.nextUnknown}>
          {told}
        </Band>
      );
    default:
      return state satisfies never;
  }
}
