import { useText } from '../../i18n/catalogue.tsx';
import { EntityLink } from '../../ui/entity-link.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import type { EntityData } from './entity-summary.tsx';
import classes from './entity.module.css';

/** What is wrong with it, why that matters, and what mends it; worst first. */
export function EntityFindings({ findings }: { findings: EntityData['findings'] }) {
  const text = useText();
  return (
    <Section title={text.inventory.findings} detail={findings.length}>
      <ul className={classes['findings']}>
        {findings.map((finding) => (
          <li key={finding.id} className={classes['finding']} data-severity={finding.severity}>
            <div className={classes['findingHead']}>
              <SeverityMark severity={finding.severity} />
              <strong>{finding.title}</strong>
              <EntityLink id={finding.id} name={finding.rule} icon={false} />
            </div>
            <p className={classes['findingValue']}>
              {finding.value}
              <span className={classes['quiet']}> {text.inventory.expected(finding.threshold)}</span>
            </p>
            <p className={classes['quiet']}>{finding.why}</p>
            <p>
              <span className={classes['quiet']}>{text.inventory.remedy}</span> {finding.remedy}
            </p>
            <p className={classes['quiet']}>
              {text.inventory.openSince} <Moment at={finding.openedAt} />
              {finding.unconfirmed !== undefined && ` · ${text.inventory.unconfirmed(finding.unconfirmed)}`}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
