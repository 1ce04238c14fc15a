import type { OutputOf } from '../../../../shared/contract/contract.ts';
import { riskLevels } from '../../../../shared/model/diagnosis.ts';
import type { Policy } from '../../../../shared/model/policy.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { useFormat } from '../../../i18n/format.ts';
import { FaultList } from '../../../ui/fault-list.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { SkeletonRows } from '../../../ui/loading.tsx';
import { Section } from '../../../ui/section.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import classes from './policy.module.css';

/** Whether the text is right, and where it is not; below it what is in force, in words. */
export function CheckView(props: {
  check: OutputOf<'policy.check'> | undefined;
  values: Policy;
  edited: boolean;
  onGoTo: (line: number) => void;
}) {
  const { check, values, onGoTo } = props;
  const { policy } = useText();
  const words = policy.check;
  return (
    <>
      <Section title={policy.views.problems}>
        {!check ? (
          <SkeletonRows rows={2} />
        ) : (
          <>
            <p className={classes['line']} role="status">
              {check.ok ? (
                <StatusMark status="ok" label={words.fine} />
              ) : (
                <StatusMark status="critical" label={words.faults(check.faults.length)} wrap />
              )}
            </p>
            <FaultList faults={check.faults} status="critical" onGoTo={onGoTo} />
            {check.warnings.length > 0 && (
              <>
                <p className={classes['line']}>{words.warnings(check.warnings.length)}</p>
                <FaultList faults={check.warnings} status="warning" onGoTo={onGoTo} />
              </>
            )}
          </>
        )}
      </Section>
      <InWords values={values} />
    </>
  );
}

function InWords({ values }: { values: Policy }) {
  const { policy, remediation } = useText();
  const words = policy.check;
  const { number } = useFormat();
  const { rates } = values;
  return (
    <Section title={words.summary}>
      <KeyValue
        facts={[
          {
            key: 'automatic',
            label: words.rows.automatic,
            value: values.automatic
              ? words.automaticOn(
                  remediation.riskWords[values.automaticUpTo],
                  number(values.minimumReliability),
                )
              : words.automaticOff,
          },
          {
            key: 'approvals',
            label: words.rows.approvals,
            value: (
              <table className={classes['table']}>
                <tbody>
                  {riskLevels.map((risk) => {
                    const { approvals, role, typedName } = values.approvals[risk];
                    return (
                      <tr key={risk}>
                        <th scope="row">{remediation.riskWords[risk]}</th>
                        <td>{words.approval(approvals, role, typedName)}</td>
                      </tr>
                    );
                  })}
                </tbody>
              </table>
            ),
          },
          {
            key: 'expiry',
            label: words.rows.expiry,
            value: words.expires(number(values.approvalExpiresHours)),
          },
          {
            key: 'rates',
            label: words.rows.rates,
            value: words.rates(rates.perHour, rates.perAction, rates.perTarget, rates.perCluster),
          },
          { key: 'age', label: words.rows.age, value: words.age(values.maximumInventoryAgeMinutes) },
          { key: 'windows', label: words.rows.windows, value: words.windows(values.changeWindows.length) },
          { key: 'freezes', label: words.rows.freezes, value: words.freezes(values.freezes.length) },
        ]}
      />
    </Section>
  );
}
