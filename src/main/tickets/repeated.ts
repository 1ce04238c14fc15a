import type { Ticket } from '../../shared/model/ticket.ts';
import { isOpenTicket } from '../../shared/model/ticket-transitions.ts';
import { withEvent, withState, type ChangeContext } from './change-ticket.ts';

/** What a system says of a problem that is a ticket already: what is new in it is noted, and nothing is said twice. */
export function repeated(
  ticket: Ticket,
  again: { readonly title: string; readonly text: string },
  context: ChangeContext,
): Ticket {
  const said = textOf(again);
  const isNew = said !== lastSaid(ticket);
  const noted = isNew ? withEvent(ticket, { is: 'alert', text: said }, context) : ticket;
  if (isOpenTicket(ticket) || !mayReturn(ticket, isNew, context.by)) return noted;
  return withState(noted, 'reopened', `${context.by} reports it again`, context);
}

const textOf = ({ title, text }: Pick<Ticket, 'title' | 'text'>): string =>
  text === '' ? title : `${title}\n${text}`;

function lastSaid(ticket: Ticket): string {
  const last = ticket.events.findLast(({ is }) => is === 'alert');
  // That it is over is the newest that was said, and its beginning is news after that.
  return last?.is === 'alert' && isOpenTicket(ticket) ? last.text : textOf(ticket);
}

/**
 * An alert that begins anew has another id; one that comes after its end was late on the way. Of other systems it may
 * be the same incident again: where they ended it themselves, or say something else now.
 */
function mayReturn({ origin, events }: Ticket, isNew: boolean, by: string): boolean {
  if (origin.is !== 'webhook' && origin.is !== 'api') return false;
  const ended = events.findLast((event) => event.is === 'changed' && event.field === 'state');
  return isNew || (ended?.is === 'changed' && ended.by === by);
}
