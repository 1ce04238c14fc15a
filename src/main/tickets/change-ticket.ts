import type { Instant } from '../../shared/model/ids.ts';
import type { Ticket, TicketEvent, TicketState } from '../../shared/model/ticket.ts';
import { isOpenTicket, mayBecome, ticketTransitions } from '../../shared/model/ticket-transitions.ts';
import type { TicketSettings } from '../../shared/model/ticket-settings.ts';
import { DomainError } from '../platform/errors.ts';
import { dueOf } from './sla.ts';

/** What every change of a ticket needs to know. */
export interface ChangeContext {
  readonly by: string;
  readonly now: Instant;
  readonly newId: () => string;
  readonly sla: TicketSettings['sla'];
}

/** Whoever the application is when it does something by itself. */
export const application = 'Datacenter Docs';

type Bare<E> = E extends unknown ? Omit<E, 'id' | 'at'> : never;

/** Oldest notes of systems give way first: what people wrote and what was done stays. */
const mostEvents = 2_000;

export function withEvent(ticket: Ticket, event: Bare<TicketEvent>, { now, newId }: ChangeContext): Ticket {
  const events = [...ticket.events, { ...event, id: newId(), at: now }];
  return { ...ticket, updatedAt: now, events: events.length <= mostEvents ? events : withoutOne(events) };
}

function withoutOne(events: readonly TicketEvent[]): TicketEvent[] {
  const oldest = events.findIndex(({ is }) => is === 'alert');
  const at = oldest === -1 ? events.findIndex(({ is }) => is === 'changed') : oldest;
  return events.filter((_, place) => place !== Math.max(1, at));
}

/** People wrote so much that no more fits. */
export function assertRoom(ticket: Ticket): void {
  const written = ticket.events.filter(({ is }) => is === 'comment').length;
  if (written < mostEvents / 2) return;
  throw new DomainError('ticket-full', `Ticket ${ticket.id} holds ${written} comments, as many as it can.`, {
    hint: 'Close it, and go on in a new one that names it.',
  });
}

/** @throws DomainError ticket-transition */
export function withState(
  ticket: Ticket,
  to: TicketState,
  reason: string | undefined,
  context: ChangeContext,
): Ticket {
  if (ticket.state === to) return ticket;
  if (!mayBecome(ticket.state, to)) {
    throw new DomainError(
      'ticket-transition',
      `Ticket ${ticket.id} is ${ticket.state} and cannot become ${to}.`,
      { hint: `From there it can become ${ticketTransitions[ticket.state].join(', ')}.` },
    );
  }
  const { now } = context;
  const changed = withField(ticket, 'state', ticket.state, to, reason, context);
  switch (to) {
    case 'resolved':
      return { ...changed, state: to, resolvedAt: now };
    case 'closed':
      return { ...changed, state: to, resolvedAt: ticket.resolvedAt ?? now, closedAt: now };
    case 'reopened':
      return reopened(changed, ticket, context);
    case 'new':
    case 'triaged':
    case 'diagnosed':
    case 'awaiting-approval':
    case 'in-progress':
      return { ...changed, state: to };
    default:
      return to satisfies never;
  }
}

/** The clock stood while it was thought over, and goes on. */
function reopened(changed: Ticket, before: Ticket, { now }: ChangeContext): Ticket {
  const { resolvedAt, closedAt: _closed, outcome: _outcome, ...rest } = changed;
  const paused =
    resolvedAt === undefined || isOpenTicket(before) ? 0 : Date.parse(now) - Date.parse(resolvedAt);
  const resolveBy = new Date(Date.parse(before.resolveBy) + paused).toISOString() as Instant;
  return { ...rest, state: 'reopened', resolveBy };
}

export function withPriority(
  ticket: Ticket,
  to: Ticket['priority'],
  reason: string | undefined,
  context: ChangeContext,
): Ticket {
  if (ticket.priority === to) return ticket;
  const before = dueOf(ticket.priority, ticket.createdAt, context.sla);
  const pausedMs = Math.max(0, Date.parse(ticket.resolveBy) - Date.parse(before.resolveBy));
  return {
    ...withField(ticket, 'priority', ticket.priority, to, reason, context),
    priority: to,
    ...dueOf(to, ticket.createdAt, context.sla, pausedMs),
  };
}

/** One event of one field; an empty text stands for nothing. */
export function withField(
  ticket: Ticket,
  field: string,
  from: string,
  to: string,
  reason: string | undefined,
  context: ChangeContext,
): Ticket {
  return withEvent(
    ticket,
    {
      is: 'changed',
      by: context.by,
      field,
      from,
      to,
      ...(reason !== undefined && reason !== '' && { reason }),
    },
    context,
  );
}

/** The first thing that a person does with it is the response that is waited for. */
export function responded(ticket: Ticket, { now }: Pick<ChangeContext, 'now'>): Ticket {
  return ticket.respondedAt === undefined ? { ...ticket, respondedAt: now } : ticket;
}
