import { instant, type Instant } from '../../shared/model/ids.ts';
import type { Ticket, TicketEvent, TicketState } from '../../shared/model/ticket.ts';
import { isOpenTicket, mayBecome, ticketTransitions } from '../../shared/model/ticket-transitions.ts';
import type { TicketSettings } from '../../shared/model/ticket-settings.ts';
import { DomainError } from '../platform/errors.ts';
import { boundedTicketEvents, mostEvents } from './bounded-ticket-events.ts';
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

type Bare<E> = E extends unknown ? Omit<E, 'id' | 'at' | 'after'> : never;

export function withEvent(ticket: Ticket, event: Bare<TicketEvent>, { now, newId }: ChangeContext): Ticket {
  const last = ticket.events.at(-1);
  // Another workstation's clock may be a day ahead: what is written later is later all the same.
  const at = last === undefined || now > last.at ? now : instant(Date.parse(last.at) + 1);
  const written = { ...event, id: newId(), at, ...(last && { after: last.id }) };
  const updatedAt = at > ticket.updatedAt ? at : ticket.updatedAt;
  return { ...ticket, updatedAt, events: boundedTicketEvents([...ticket.events, written]) };
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
  /** When it had become so already; absent: now. */
  since?: Instant,
): Ticket {
  if (ticket.state === to) return ticket;
  if (!mayBecome(ticket.state, to)) {
    throw new DomainError(
      'ticket-transition',
      `Ticket ${ticket.id} is ${ticket.state} and cannot become ${to}.`,
      { hint: `From there it can become ${ticketTransitions[ticket.state].join(', ')}.` },
    );
  }
  const changed = withField(ticket, 'state', ticket.state, to, reason, context, since);
  const now = changed.events.at(-1)?.at ?? context.now;
  switch (to) {
    case 'resolved':
      return { ...changed, state: to, resolvedAt: since ?? now };
    case 'closed':
      return { ...changed, state: to, resolvedAt: ticket.resolvedAt ?? since ?? now, closedAt: now };
    case 'reopened':
      return reopened(changed, ticket, now);
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
function reopened(changed: Ticket, before: Ticket, now: Instant): Ticket {
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
  since?: Instant,
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
      ...(since !== undefined && { since }),
    },
    context,
  );
}

/** The first thing that a person does with it is the response that is waited for. */
export function responded(ticket: Ticket, { now }: Pick<ChangeContext, 'now'>): Ticket {
  return ticket.respondedAt === undefined ? { ...ticket, respondedAt: now } : ticket;
}
