import { Link } from 'wouter';
import { cleanText } from '../../../shared/clean-text.ts';
import type { EntityId } from '../../../shared/model/ids.ts';
import { links } from '../../app/links.ts';
import { useCall, useEvent, useRefresh } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { useFormat } from '../../i18n/format.ts';
import { Section } from '../../ui/section.tsx';
import { PriorityMark, TicketStateMark } from '../tickets/ticket-marks.tsx';
import classes from './entity.module.css';

const most = 5;

/** Tickets about an entity, the newest first: of now, whatever moment is shown. */
export function EntityTickets({ id }: { id: EntityId }) {
  const { tickets: words } = useText();
  const { number } = useFormat();
  const refresh = useRefresh();
  const { data } = useCall('tickets.list', { entity: id, sort: 'newest', limit: most });
  useEvent('tickets.changed', {}, () => refresh('tickets.list'));
  if (!data || data.total === 0) return null;
  return (
    <Section
      title={words.ofEntity.title}
      detail={number(data.total)}
      actions={data.total > most && <Link href={links.ticketsOf(id)}>{words.ofEntity.all}</Link>}
    >
      <ul className={classes['tickets']}>
        {data.tickets.map(({ id: ticket, title, state, priority }) => (
          <li key={ticket}>
            <PriorityMark priority={priority} />
            <Link href={links.ticket(ticket)} dir="auto" title={cleanText(title)}>
              {cleanText(title)}
            </Link>
            <TicketStateMark state={state} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
