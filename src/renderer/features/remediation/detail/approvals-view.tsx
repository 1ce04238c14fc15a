import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { Section } from '../../../ui/section.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { othersAskedFor } from './may-approve.ts';
import classes from './detail.module.css';

/** Who has agreed to this plan, who still has to, and who may not. */
export function ApprovalsView({ record }: { record: ShownRemediation }) {
  const { remediation } = useText();
  const words = remediation.approvals;
  const { plan, approvals, approved, decision, proposedBy, state } = record;
  const missing = Math.max(0, approved.needed - approved.have);
  const waits = state === 'awaiting-approval';
  return (
    <Section title={words.title} detail={remediation.approvedBy(approved.have, approved.needed)}>
      <ul className={classes['checkList']}>
        {approvals.map(({ by, at, planHash, workstation, breakGlass }) => (
          <li key={`${by} ${at}`}>
            <StatusMark status={planHash === plan?.hash ? 'ok' : 'unknown'} label={by} />
            <span>
              <Moment at={at} /> {words.from(workstation)}
              {planHash !== plan?.hash && `, ${words.earlier}`}
              {breakGlass && `, ${words.breakGlass}`}
            </span>
          </li>
        ))}
        {approvals.length === 0 && (
          <li className={classes['dim']}>{decision.is === 'run' ? words.notNeeded : words.none}</li>
        )}
        {waits && missing > 0 && <li className={classes['dim']}>{words.more(missing)}</li>}
        {waits && othersAskedFor(record) && proposedBy.operator !== undefined && (
          <li className={classes['dim']}>{words.mayNot(proposedBy.operator)}</li>
        )}
      </ul>
    </Section>
  );
}
