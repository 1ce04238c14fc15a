import type { Ticket, TicketEvent, TicketState } from '../../../shared/model/ticket.ts';
import { ticketStates } from '../../../shared/model/ticket.ts';
import { isOpenTicket, mayBecome } from '../../../shared/model/ticket-transitions.ts';
import { canonicalText } from '../../inventory/digest.ts';
import { boundedTicketEvents, mostEvents } from '../../tickets/bounded-ticket-events.ts';
import { compareText, newer, union, type Stamped } from './join.ts';

/**
 * Two copies of one ticket as one. What was said and done is a union; each field has what was set last; the state is
 * what comes of all its changes in order, forward only. A pure join: commutative, associative, idempotent, as long as
 * each copy's state is what comes of its own changes.
 */
export function mergeTickets(one: Ticket, other: Ticket): Ticket {
  const events = boundedTicketEvents(
    union(one.events, other.events, ({ is, at }) => `${at} ${is === 'created' ? 0 : 1}`),
  );
  const last = <T>(read: (ticket: Ticket) => T, stampOf: (ticket: Ticket) => string): T =>
    newer(stamped(one, read, stampOf), stamped(other, read, stampOf)).value;
  const byField = <T>(field: string, read: (ticket: Ticket) => T): T =>
    last(read, (ticket) => stampOf(ticket, isChangeOf(field)));
  const assignee = byField('assignee', (ticket) => ticket.assignee);
  const group = byField('group', (ticket) => ticket.group);
  const diagnosis = last(
    (ticket) => ticket.diagnosis,
    (ticket) => stampOf(ticket, ({ is }) => is === 'diagnosed'),
  );
  const respondedAt = [one.respondedAt, other.respondedAt].filter((at) => at !== undefined).toSorted()[0];
  const { state, resolved, closed } = lifeOf(events);
  const outcome = last(
    ({ outcome: said }) => said,
    (ticket) => stampOf(ticket, (event) => isEnd(event) || isChangeOf('outcome')(event)),
  );
  return {
    ...earlier(one, other),
    state,
    events,
    priority: byField('priority', ({ priority }) => priority),
    category: byField('category', ({ category }) => category),
    entities: byField('entities', ({ entities }) => entities),
    automation: byField('automation', ({ automation }) => automation),
    labels: last(
      ({ labels }) => labels,
      ({ updatedAt }) => updatedAt,
    ),
    watchers: watchersOf([...one.watchers, ...other.watchers], events),
    attachments: union(one.attachments, other.attachments, ({ at }) => at),
    updatedAt: one.updatedAt > other.updatedAt ? one.updatedAt : other.updatedAt,
    ...last(
      ({ respondBy, resolveBy }) => ({ respondBy, resolveBy }),
      (ticket) => stampOf(ticket, (event) => isChangeOf('priority')(event) || isReopening(event)),
    ),
    ...(assignee !== undefined && { assignee }),
    ...(group !== undefined && { group }),
    ...(diagnosis !== undefined && { diagnosis }),
    ...(respondedAt !== undefined && { respondedAt }),
    ...(resolved !== undefined && { resolvedAt: resolved }),
    ...(closed !== undefined && { closedAt: closed }),
    ...(outcome !== undefined && !isOpenTicket({ state }) && { outcome }),
  };
}

/** Who watches it: whoever did anywhere, and has not stopped since. */
function watchersOf(names: readonly string[], events: readonly TicketEvent[]): string[] {
  const stopped = new Set<string>();
  for (const event of events) {
    if (event.is !== 'changed') continue;
    if (event.field === 'watcher' && event.to === '') stopped.add(event.from);
    // Whoever gets it watches it.
    else if (event.field === 'watcher' || event.field === 'assignee') stopped.delete(event.to);
  }
  return [...new Set(names)].filter((name) => !stopped.has(name)).toSorted(compareText);
}

/** What never changes, of whichever was made first: two workstations may have made it of the same alert. */
function earlier(one: Ticket, other: Ticket) {
  const made = ({ id, schemaVersion, title, text, origin, createdAt, since }: Ticket) => ({
    id,
    schemaVersion,
    title,
    text,
    origin,
    createdAt,
    since,
  });
  const orderOf = (ticket: Ticket) => `${ticket.createdAt} ${canonicalText(made(ticket))}`;
  return compareText(orderOf(one), orderOf(other)) <= 0 ? made(one) : made(other);
}

function stamped<T>(
  ticket: Ticket,
  read: (ticket: Ticket) => T,
  stampOf: (ticket: Ticket) => string,
): Stamped<T> {
  return { stamp: stampOf(ticket), value: read(ticket) };
}

/** The newest of such events; where there is none, the value is the one that it was made with. */
function stampOf({ events, createdAt }: Ticket, is: (event: TicketEvent) => boolean): string {
  let newest = '';
  for (const event of events) {
    const stamp = `${event.at} ${event.id}`;
    if (is(event) && stamp > newest) newest = stamp;
  }
  // Of those that were only made, the one that was made first: its text is the greater.
  return newest === '' ? `- ${invert(createdAt)}` : newest;
}

/** An instant as a text that orders the other way round. */
const invert = (at: string): string => at.replaceAll(/\d/g, (digit) => String(9 - Number(digit)));

const isChangeOf =
  (field: string) =>
  (event: TicketEvent): boolean =>
    event.is === 'changed' && event.field === field;
const isReopening = (event: TicketEvent): boolean =>
  isChangeOf('state')(event) && changedTo(event) === 'reopened';
const isEnd = (event: TicketEvent): boolean =>
  isChangeOf('state')(event) && ['resolved', 'closed'].includes(changedTo(event));
const changedTo = (event: TicketEvent): string => (event.is === 'changed' ? event.to : '');

/** What comes of all changes of the state in order; one that leads backward is history and nothing else. */
function lifeOf(events: readonly TicketEvent[]): {
  readonly state: TicketState;
  readonly resolved?: Ticket['resolvedAt'];
  readonly closed?: Ticket['closedAt'];
} {
  let state = firstState(events);
  let [resolved, closed]: (Ticket['resolvedAt'] | undefined)[] = [];
  for (const event of events) {
    if (event.is !== 'changed' || event.field !== 'state' || !isState(event.to)) continue;
    if (!mayBecome(state, event.to)) continue;
    state = event.to;
    if (state === 'resolved') resolved = event.since ?? event.at;
    else if (state === 'closed') {
      resolved ??= event.since ?? event.at;
      closed = event.at;
    } else if (state === 'reopened') {
      resolved = undefined;
      closed = undefined;
    }
  }
  return { state, ...(resolved !== undefined && { resolved }), ...(closed !== undefined && { closed }) };
}

/** Of a full ticket the first states may have been given up. */
function firstState(events: readonly TicketEvent[]): TicketState {
  if (events.length < mostEvents) return 'new';
  const first = events.find(isChangeOf('state'));
  return first?.is === 'changed' && isState(first.from) ? first.from : 'new';
}

const isState = (text: string): text is TicketState => (ticketStates as readonly string[]).includes(text);
