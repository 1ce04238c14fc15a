import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { Section } from '../../../ui/section.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import classes from './detail.module.css';

/** What has to hold of the target for the plan to make sense. */
export function ChecksView({ record }: { record: ShownRemediation }) {
  const { remediation } = useText();
  const words = remediation.checks;
  const checks = record.plan?.checks ?? [];
  if (checks.length === 0) return null;
  return (
    <Section title={words.title} detail={words.detail}>
      <ul className={classes['checkList']}>
        {checks.map(({ text, ok }) => (
          <li key={text}>
            <StatusMark status={ok ? 'ok' : 'critical'} label={ok ? words.held : words.broken} />
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
