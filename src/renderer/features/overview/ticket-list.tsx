import { Link } from 'wouter';
import { cleanText } from '../../../shared/clean-text.ts';
import { links } from '../../app/links.ts';
import { useCall, useEvent, useRefresh } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { Section } from '../../ui/section.tsx';
import { PriorityMark, SlaMark, TicketStateMark } from '../tickets/ticket-marks.tsx';
import classes from './overview.module.css';

const most = 5;

/** Causes that wait for somebody, the gravest first: a burst of alerts is one line. */
export function TicketList() {
  const text = useText();
  const { tickets: words } = text;
  const refresh = useRefresh();
  const { data } = useCall('tickets.groups', { open: true, limit: most });
  useEvent('tickets.changed', {}, () => refresh('tickets.groups'));
  if (!data || data.total === 0) return null;
  return (
    <Section
      title={words.overview.title}
      detail={words.group.summary(data.total, data.tickets)}
      actions={<Link href={links.tickets}>{words.overview.all(data.tickets)}</Link>}
    >
      <ul className={classes['list']}>
        {data.groups.map(({ id, cause, tickets, priority, overdue, lead }) => (
          <li key={id} className={classes['ticket']}>
            <PriorityMark priority={priority} />
            <Link
              className={classes['findingTitle'] ?? ''}
              href={tickets > 1 ? links.ticketGroup(id) : links.ticket(lead.id)}
              title={cleanText(cause ?? lead.title)}
              dir="auto"
            >
              {cleanText(tickets > 1 ? (cause ?? lead.title) : lead.title)}
            </Link>
            <span>
              {tickets > 1 ? (
                <span className={classes['dim']}>
                  {words.count(tickets)}
                  {overdue > 0 && `, ${words.overdueCount(overdue)}`}
                </span>
              ) : (
                <TicketStateMark state={lead.state} />
              )}
            </span>
            <SlaMark sla={lead.sla} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
