import { Link } from 'wouter';
import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import type { DecisionCheck } from '../../../../shared/model/decision.ts';
import { links } from '../../../app/links.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { Moment, useMomentText } from '../../../ui/moment.tsx';
import { Section } from '../../../ui/section.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { RiskMark } from '../marks.tsx';
import { othersAskedFor } from './may-approve.ts';
import classes from './detail.module.css';

/** What policy makes of it: the verdict, the risk and what raised it, and every check with its numbers. */
export function DecisionView({ record }: { record: ShownRemediation }) {
  const { remediation } = useText();
  const words = remediation.decision;
  const { decision } = record;
  const { approvals, risk } = decision;
  return (
    <Section
      title={words.title}
      detail={
        <>
          {words.decidedAt} <Moment at={decision.at} />
        </>
      }
      actions={
        <Link href={links.policyVersion(decision.policy)} className="mono">
          {words.policy} {decision.policy.slice(0, 8)}
        </Link>
      }
    >
      <p className={classes['sentence']}>
        <strong>{words.verdicts[decision.is]}</strong>
        {decision.is === 'needs-approvals' &&
          `: ${words.need(approvals.needed, approvals.role, approvals.typedName)}`}
        {decision.is === 'needs-approvals' && othersAskedFor(record) && `, ${words.needDifferent}`}
      </p>
      <p className={classes['verdict']}>
        <RiskMark risk={risk.level} />
        {risk.raised.length > 0 && (
          <span className={classes['raised']}>
            {remediation.risk.base(remediation.riskWords[risk.base])}, {remediation.risk.raised}{' '}
            {risk.raised
              .map(({ because, text }) => `${remediation.risk.because[because]} (${text})`)
              .join(', ')}
          </span>
        )}
      </p>
      <table className={classes['table']} data-checks>
        <thead>
          <tr>
            <th scope="col">{words.check}</th>
            <th scope="col">{words.numbers}</th>
            <th scope="col">{words.stops}</th>
          </tr>
        </thead>
        <tbody>
          {inOrder(decision.checks).map((check) => (
            <Row key={check.check} check={check} />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function Row({ check }: { check: DecisionCheck }) {
  const { remediation } = useText();
  const words = remediation.decision;
  const moment = useMomentText();
  const { passed, stops, text, until } = check;
  // What only keeps it from running by itself is as it should be while a person looks at it.
  const status = passed ? 'ok' : stops === 'run' ? 'critical' : 'info';
  return (
    <tr data-passed={passed}>
      <th scope="row">
        <span className={classes['checkName']}>
          <StatusMark status={status} label={words.names[check.check]} />
          <span className={classes['spoken']}>{passed ? words.passed : words.notPassed}</span>
        </span>
      </th>
      <td>
        {text}
        {until !== undefined && !passed && `; ${words.until(moment(until).relative)}`}
      </td>
      <td className={classes['dim']}>
        {passed ? '' : stops === 'run' ? words.stopsRun : words.stopsAutomatic}
      </td>
    </tr>
  );
}

/** What keeps it from running first, then what keeps it from running by itself, then what passed. */
function inOrder(checks: readonly DecisionCheck[]): readonly DecisionCheck[] {
  const rank = ({ passed, stops }: DecisionCheck) => (passed ? 2 : stops === 'run' ? 0 : 1);
  return checks.toSorted((a, b) => rank(a) - rank(b));
}
