import { Link } from 'wouter';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import { links } from '../../app/links.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { EntityLink } from '../../ui/entity-link.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import classes from './overview.module.css';

/** The worst and newest findings; the new ones say so. */
export function FindingsList({ overview }: { overview: OutputOf<'overview.read'> }) {
  const text = useText();
  const words = text.overview.topFindings;
  const { topFindings, findings } = overview;
  const total = findings.critical + findings.warning + findings.info;
  return (
    <Section
      title={words.title}
      actions={
        total > topFindings.length && (
          <Link href={links.inventoryFilter('kind:finding sort:severity')}>{words.all(total)}</Link>
        )
      }
    >
      {topFindings.length === 0 ? (
        <p className={classes['note']}>{text.overview.findingsFine}</p>
      ) : (
        <ul className={classes['list']}>
          {topFindings.map((finding) => (
            <li key={finding.id} className={classes['finding']}>
              <SeverityMark severity={finding.severity} />
              <Link
                className={classes['findingTitle'] ?? ''}
                href={links.entity(finding.id)}
                title={finding.title}
              >
                {finding.title}
              </Link>
              <span className={classes['object']}>
                <EntityLink id={finding.object.id} name={finding.object.name} />
                {finding.alike > 0 && (
                  <Link
                    className={classes['alike'] ?? ''}
                    href={links.inventoryFilter(
                      `kind:finding rule:${finding.rule} severity:${finding.severity}`,
                    )}
                  >
                    {words.alike(finding.alike)}
                  </Link>
                )}
              </span>
              <span className={classes['findingValue']} title={finding.value}>
                {finding.value}
              </span>
              <span className={classes['when']}>
                {finding.isNew && <span className={classes['new']}>{words.isNew}</span>}{' '}
                <Moment at={finding.openedAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
