import { Link } from 'wouter';
import type { OverviewActivity } from '../../../shared/contract/overview.ts';
import { links } from '../../app/links.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import type { Status } from '../../ui/status-shapes.ts';
import classes from './overview.module.css';

const statuses: Readonly<Record<OverviewActivity['outcome'], Status>> = {
  queued: 'unknown',
  running: 'info',
  succeeded: 'ok',
  partial: 'warning',
  failed: 'critical',
  'timed-out': 'critical',
  cancelled: 'unknown',
  interrupted: 'warning',
};

/** What ran last. */
export function ActivityList({ activity }: { activity: readonly OverviewActivity[] }) {
  const text = useText();
  const words = text.overview.activity;
  return (
    <Section title={words.title} actions={<Link href={links.activity}>{words.all}</Link>}>
      {activity.length === 0 ? (
        <p className={classes['note']}>{words.none}</p>
      ) : (
        <ul className={classes['list']}>
          {activity.map((one) => (
            <li key={one.id} className={classes['activity']}>
              <StatusMark status={statuses[one.outcome]} label={text.overview.outcome[one.outcome]} />
              <Link className={classes['activityName'] ?? ''} href={links.run(one.id)}>
                {one.type === 'job' ? (
                  (words.jobs[one.name] ?? one.name)
                ) : (
                  <>
                    <span className="mono">{one.name}</span>{' '}
                    {one.domain !== undefined && text.overview.estate.domains[one.domain]}
                  </>
                )}
              </Link>
              <span className={classes['activitySummary']} title={one.summary}>
                {one.summary ?? (one.changed === undefined ? '' : words.changed(one.changed))}
              </span>
              <span className={classes['when']}>
                <Moment at={one.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
