import { Link } from 'wouter';
import { cleanText } from '../../../shared/clean-text.ts';
import {
  ticketCategories,
  ticketPriorities,
  ticketStates,
  type Ticket,
  type TicketEvent,
} from '../../../shared/model/ticket.ts';
import { writtenApart } from '../../../shared/model/written-apart.ts';
import { links } from '../../app/links.ts';
import { useText, type Catalogue } from '../../i18n/catalogue.tsx';
import { cleanLines } from '../../ui/markdown-tree.ts';
import { Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { StateMark } from '../remediation/marks.tsx';
import { CommentBox } from './comment-box.tsx';
import classes from './detail.module.css';

/** Everything that became of a ticket, what was said in it among the rest, newest first. */
export function Timeline({ ticket }: { ticket: Ticket }) {
  const { timeline: words } = useText().tickets;
  const apart = writtenApart(ticket.events);
  return (
    <Section title={words.title} detail={words.newest}>
      <CommentBox id={ticket.id} />
      <ol className={classes['timeline']}>
        {ticket.events.toReversed().map((event) => (
          <li key={event.id} className={classes['event']} data-is={event.is}>
            <span className={classes['eventWhen']}>
              <Moment at={event.at} />
            </span>
            <div className={classes['eventWhat']}>
              <EventText event={event} />
              {apart.has(event.id) && <p className={classes['note']}>{words.apart}</p>}
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function EventText({ event }: { event: TicketEvent }) {
  const text = useText();
  const { timeline: words } = text.tickets;
  switch (event.is) {
    case 'created':
      return (
        <>
          <Who by={event.by} /> {words.created}
        </>
      );
    case 'comment':
      return (
        <>
          <Who by={event.by} />
          <p className={classes['said']} dir="auto">
            {cleanLines(event.text)}
          </p>
        </>
      );
    case 'changed':
      return (
        <>
          <Who by={event.by} /> <span dir="auto">{changeText(event, text)}</span>
          {event.reason !== undefined && (
            <p className={classes['note']} dir="auto">
              {cleanText(event.reason)}
            </p>
          )}
        </>
      );
    case 'alert':
      return (
        <>
          <span className={classes['dim']}>{words.alert}</span>
          <p className={classes['said']} dir="auto">
            {cleanLines(event.text)}
          </p>
        </>
      );
    case 'diagnosed':
      return (
        <>
          <Who by={event.by} /> {words.diagnosed}: <span dir="auto">{cleanText(event.summary)}</span>
        </>
      );
    case 'remediation':
      return (
        <>
          <Link href={links.remediationOf(event.remediation)}>{words.remediation}</Link>{' '}
          <StateMark state={event.state} /> <span dir="auto">{cleanText(event.text)}</span>
        </>
      );
    default:
      return event satisfies never;
  }
}

function Who({ by }: { by: string }) {
  return <strong className={classes['who']}>{cleanText(by)}</strong>;
}

type Changed = Extract<TicketEvent, { is: 'changed' }>;

/** What became of a field, in the words that stand for it elsewhere. */
export function changeText({ field, from, to }: Changed, text: Catalogue): string {
  const { timeline: words } = text.tickets;
  const fields: Readonly<Record<string, string>> = words.fields;
  const name = Object.hasOwn(fields, field) ? (fields[field] ?? field) : cleanText(field);
  const say = (value: string) => valueText(field, value, text);
  if (from === '' && to === '') return name;
  return from === '' && field !== 'assignee'
    ? words.set(name, say(to))
    : words.changed(name, say(from), say(to));
}

function valueText(field: string, value: string, { tickets }: Catalogue): string {
  switch (field) {
    case 'state': {
      const state = ticketStates.find((one) => one === value);
      return state ? tickets.states[state] : cleanText(value);
    }
    case 'priority': {
      const priority = ticketPriorities.find((one) => one === value);
      return priority ? tickets.priorities[priority] : cleanText(value);
    }
    case 'category': {
      const category = ticketCategories.find((one) => one === value);
      return category ? tickets.categories[category] : cleanText(value);
    }
    case 'automation':
      return value === 'true' || value === 'on' ? tickets.timeline.on : tickets.timeline.off;
    default:
      return value === '' ? tickets.timeline.nobody : cleanText(value);
  }
}
